"""统一身份认证: who the provider vouches for gets in, if the 安全管理员 has matched him before."""

import http.client
import json
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from joserfc.jwk import RSAKey

from engine.domain import roster_events as ev
from engine.domain.work_calendar import SHANGHAI
from engine.ports import RosterChange
from tests.web.conftest import PLACE
from tests.web.programs import Program
from tests.web.provider import CLIENT_ID, CLIENT_SECRET, SUBJECT, served
from webui.access import HOUSE


@pytest.fixture
def provider(web, tmp_path, monkeypatch):
    """A provider that is set for the place, and vouches for the section head."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    secret, written = tmp_path / "client.secret", tmp_path / "sign-on.json"
    secret.write_text(CLIENT_SECRET + "\n", encoding="utf-8")
    with served() as provider:
        place = {
            "issuer": provider.issuer,
            "client_id": CLIENT_ID,
            "secret_file": str(secret),
            "title": "省统一身份认证",
        }
        written.write_text(json.dumps({PLACE: place}), encoding="utf-8")
        settings = replace(web.house.settings, sign_on=str(written))
        web.house = replace(web.house, settings=settings)
        web.app.extensions[HOUSE] = web.house
        web.clock.set(datetime.now(SHANGHAI))
        _match(web, "section_head", provider.issuer, SUBJECT)
        yield provider


def _match(web, login, issuer, subject):
    person = web.house.sign_ins.account(PLACE, login).person
    event = ev.SubjectMatched(person_id=person.id, issuer=issuer, subject=subject)
    with web.house.store.begin(PLACE) as tx:
        tx.roster.lock()
        change = RosterChange(event=event)
        tx.roster.record([change], by="system", at=web.clock.now())


def _ask(address):
    """What a browser does at the provider: follow, and be sent back."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port)
    connection.request("GET", f"{parts.path}?{parts.query}")
    back = connection.getresponse().getheader("Location")
    connection.close()
    return back


def _come_back(client):
    there = client.get(f"/sign-on/{PLACE}")
    assert there.status_code == 302
    back = urlsplit(_ask(there.location))
    return f"{back.path}?{back.query}"


def test_who_the_provider_vouches_for_is_logged_in(web, provider):
    client = web.app.test_client()
    answer = client.get(_come_back(client))
    assert (answer.status_code, answer.location) == (302, "/")
    program = Program(client=client)
    assert "section_head" in [one["id"] for one in program.get("/me").json["person"]["roles"]]
    asked = provider.asked[0]
    assert asked["code_challenge_method"] == "S256"
    assert asked["state"] != asked["nonce"]
    assert len(asked["code_challenge"]) == 43


def test_nobody_is_made_by_it(web, provider):
    provider.subject = "gov-9999"
    client = web.app.test_client()
    answer = client.get(_come_back(client))
    assert answer.status_code == 403
    assert "gov-9999" in answer.text
    assert Program(client=client).get("/me").status_code == 401


def test_a_way_back_nobody_here_began_leads_nowhere(web, provider):
    began, other = web.app.test_client(), web.app.test_client()
    back = _come_back(began)
    other.get("/api/v1/places")
    assert other.get(back).status_code == 403, "another browser"
    assert began.get(back.replace("state=", "state=X")).status_code == 403
    assert began.get("/sign-on/back?error=access_denied").status_code == 403
    assert began.get(back).status_code == 302
    assert began.get(back).status_code == 403, "a code works once"


@pytest.mark.parametrize("wrong", ["issuer", "audience", "key", "expired", "nonce", "described"])
def test_what_does_not_hold_is_refused(web, provider, wrong):
    client = web.app.test_client()
    if wrong == "issuer":
        provider.claimed_issuer = "http://127.0.0.1:1"
    elif wrong == "audience":
        provider.audience = ["somebody else"]
    elif wrong == "key":
        other = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
        provider.shown_key = other
    elif wrong == "expired":
        web.later(hours=1)
    back = _come_back(client)
    if wrong == "nonce":
        for code in provider.codes.values():
            code.nonce = "another"
    elif wrong == "described":
        provider.issuer += "/"
    answer = client.get(back)
    assert answer.status_code == 403, answer.text
    assert "统一身份认证没有成功" in answer.text
    assert Program(client=client).get("/me").status_code == 401


def test_a_place_without_a_provider_has_no_such_page(web):
    assert web.app.test_client().get(f"/sign-on/{PLACE}").status_code == 404


def test_a_provider_that_is_away_is_told_in_words(web, provider, tmp_path):
    written = json.loads((tmp_path / "sign-on.json").read_text(encoding="utf-8"))
    for issuer in ("http://127.0.0.1:9", "http://provider.example"):
        written[PLACE]["issuer"] = issuer
        (tmp_path / "sign-on.json").write_text(json.dumps(written), encoding="utf-8")
        answer = web.app.test_client().get(f"/sign-on/{PLACE}")
        assert answer.status_code == 403
        assert "统一身份认证没有成功" in answer.text
