"""统一身份认证的设置: the administrators see what is set and whether the provider is fit for it."""

import json

import pytest
from joserfc.jwk import OctKey

from tests.web.conftest import PLACE
from tests.web.programs import Program
from tests.web.provider import CLIENT_ID, CLIENT_SECRET
from tests.web.test_sign_on import _come_back, provider
from webui.access import HOUSE

__all__ = ["provider"]

PATH = "/admin/sign-on"
TITLES = [
    *("密钥文件", "地址", "自述文件", "签发者与设置一致"),
    *("登录、换取凭证、公钥的地址", "签名方式与 PKCE", "公钥"),
]


@pytest.fixture
def admin(web):
    return Program.of(web, "security_admin")


def trial(program):
    answer = program.post_plain(f"{PATH}/trial")
    assert answer.status_code == 200, answer.text
    assert CLIENT_SECRET not in answer.text
    return {row["title"]: row for row in answer.json["rows"]}


def wrong(program):
    """What the trial says is wrong, and how many looks were barred by it."""
    rows = trial(program).values()
    (why,) = [row["why"] for row in rows if row["right"] is False]
    return why, sum(row["right"] is None for row in rows)


def change(tmp_path, **values):
    file = tmp_path / "sign-on.json"
    written = json.loads(file.read_text(encoding="utf-8"))
    written[PLACE].update(values)
    file.write_text(json.dumps(written), encoding="utf-8")


def test_what_is_set_is_shown_without_the_secret_and_when_it_was_last_used(web, provider, admin):
    before = admin.get(PATH)
    assert before.json == {
        "state": "on",
        "title": "省统一身份认证",
        "issuer": provider.issuer,
        "client_id": CLIENT_ID,
        "way_back": f"{web.house.office.address}/sign-on/back",
        "matched": 1,
        "used_at": None,
    }
    client = web.app.test_client()
    assert client.get(_come_back(client)).status_code == 302
    after = Program.of(web, "sys_admin").get(PATH)
    assert after.json["used_at"] == web.clock.now().isoformat()
    for answer in (before, after):
        assert CLIENT_SECRET not in answer.text
        assert "client.secret" not in answer.text, "nor where it lies"


def test_who_came_in_vain_has_not_used_it(web, provider, admin):
    provider.subject = "gov-9999"
    client = web.app.test_client()
    assert client.get(_come_back(client)).status_code == 403
    assert admin.get(PATH).json["used_at"] is None


def test_a_provider_that_is_fit_passes_every_look(provider, admin):
    rows = trial(admin)
    assert list(rows) == TITLES
    assert {(row["right"], row["why"]) for row in rows.values()} == {(True, "")}
    assert provider.asked == [], "nobody was logged in"


def test_only_the_administrators_look(web, provider):
    for login in ("bureau_head", "section_head", "lead_handler", "timeliness_supervisor"):
        program = Program.of(web, login)
        assert program.get(PATH).status_code == 403, login
        assert program.post_plain(f"{PATH}/trial").status_code == 403, login
    for login in ("sys_admin", "security_admin", "auditor"):
        program = Program.of(web, login)
        assert program.get(PATH).status_code == 200, login
        assert len(trial(program)) == len(TITLES), login
        assert program.put(PATH, issuer="https://evil.example").status_code == 405


@pytest.mark.parametrize(
    ("issuer", "why", "barred"),
    [
        ("http://provider.example", "https://", 5),
        ("https://[", "https://", 5),
        ("nonsense", "https://", 5),
    ],
)
def test_an_address_that_is_none_is_told(provider, admin, tmp_path, issuer, why, barred):
    change(tmp_path, issuer=issuer)
    said = wrong(admin)
    assert why in said[0]
    assert said[1] == barred


def test_a_provider_that_is_away_or_another_is_told(provider, admin, tmp_path):
    here = provider.issuer
    change(tmp_path, issuer=f"{here}/other")
    assert wrong(admin) == ("身份提供方没有给出答复（HTTP 404）", 4)
    change(tmp_path, issuer=here)
    provider.issuer += "/"
    why, barred = wrong(admin)
    assert f"“{here}/”" in why
    assert "斜线" in why
    assert barred == 3
    change(tmp_path, issuer="http://127.0.0.1:9")
    assert wrong(admin) == ("身份提供方的主机拒绝连接", 4)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"token_endpoint": None}, "换取凭证地址"),
        ({"jwks_uri": "http://provider.example/keys"}, "公钥地址"),
        ({"id_token_signing_alg_values_supported": ["HS256", "none"]}, "RS256"),
        ({"code_challenge_methods_supported": ["plain"]}, "PKCE"),
    ],
)
def test_what_its_description_lacks_is_told(provider, admin, said, why):
    provider.described = said
    assert why in wrong(admin)[0]


def test_keys_that_are_none_are_told(provider, admin):
    for keys in ([], [OctKey.generate_key(256).as_dict()], [{"kty": "?"}], "text"):
        provider.keys = {"keys": keys}
        assert wrong(admin) == ("没有可以核验签名的公钥（RSA 或者 EC）", 0)
    provider.keys = ["no object"]
    assert wrong(admin) == ("身份提供方的答复不是 JSON 内容", 0)


def test_a_secret_that_is_not_there_is_told_and_bars_nothing(provider, admin, tmp_path):
    (tmp_path / "client.secret").write_text("\n", encoding="utf-8")
    assert wrong(admin) == ("密钥文件是空的", 0)
    (tmp_path / "client.secret").unlink()
    why, barred = wrong(admin)
    assert "读不出来" in why
    assert str(tmp_path) not in why
    assert barred == 0


@pytest.mark.parametrize(
    "content",
    [
        "{",
        "[]",
        '{"PLACE": {"issuer": "https://a.example"}}',
        '{"PLACE": {"issuer": 1, "client_id": "a", "secret_file": "b", "title": "c"}}',
    ],
)
def test_settings_that_cannot_be_read_are_told_and_bar_no_password(
    web, provider, admin, tmp_path, content
):
    file = tmp_path / "sign-on.json"
    file.write_text(content.replace("PLACE", PLACE), encoding="utf-8")
    found = admin.get(PATH).json
    if content == "[]":
        assert found["state"] == "off"
        return
    assert (found["state"], found["issuer"]) == ("unreadable", None)
    assert wrong(admin) == ("统一身份认证的设置文件读不出来，或者内容不全", 0)
    places = web.app.test_client().get("/api/v1/places").json
    assert [one["sign_on"] for one in places] == [None]
    assert Program.of(web, "sys_admin").get("/me").status_code == 200
    assert web.app.test_client().get(f"/sign-on/{PLACE}").status_code == 403


def test_a_place_without_it_says_so(web, admin):
    assert HOUSE in web.app.extensions
    found = admin.get(PATH).json
    assert (found["state"], found["title"], found["matched"]) == ("off", None, 0)
    assert wrong(admin) == ("本地方没有设置统一身份认证", 0)
