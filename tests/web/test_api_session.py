"""登录（接口）: sessions that can be listed and ended, a second factor, a password of one's own."""

import json
from concurrent.futures import ThreadPoolExecutor

import pyotp
import pytest
from sqlalchemy import update

from engine.domain.people import Person
from engine.store import tables as t
from engine.store.connection import writing
from engine.store.register import Register
from tests.web.conftest import PASSWORD, PLACE, QUICK_HASH
from tests.web.programs import Program
from webui.signing_in import FAILURES_MAX, FAILURES_MINUTES

NEW_PASSWORD = "brick moss 44 lantern"


@pytest.fixture
def nobody(web):
    """A browser that has only asked which places there are."""
    program = Program(client=web.app.test_client())
    answer = program.get("/places")
    assert answer.json == [{"code": PLACE, "title": "成都市双流区", "sign_on": None}]
    program.token = answer.headers["X-Form-Token"]
    return program


def sign_in(program, login="intake_clerk", password=PASSWORD, **more):
    program.token = program.get("/places").headers["X-Form-Token"]
    sent = {"place": PLACE, "login": login, "password": password, **more}
    answer = program.send("post", "/session", _json(sent), "application/json")
    if answer.status_code == 204:
        program.token = program.get("/me").json["form_token"]
    return answer


def _json(value):
    return json.dumps(value).encode()


def _enrol(program):
    """A phone that has learned the secret."""
    begun = program.post_plain("/me/second-factor", password=PASSWORD)
    assert begun.status_code == 200, begun.json
    return pyotp.TOTP(begun.json["secret"]), begun.json


def _code(totp, web):
    return totp.at(web.clock.now())


def test_logging_in_gives_a_session_and_logging_out_ends_it(web, nobody):
    assert sign_in(nobody).status_code == 204
    assert nobody.get("/me").json["person"]["name"]
    assert nobody.send("delete", "/session", b"", "application/json").status_code == 204
    assert nobody.get("/me").status_code == 401


def test_a_login_without_the_token_of_this_browser_is_refused(nobody):
    nobody.token = "0" * 64
    sent = {"place": PLACE, "login": "intake_clerk", "password": PASSWORD}
    answer = nobody.send("post", "/session", _json(sent), "application/json")
    assert (answer.status_code, answer.json["code"]) == (403, "form_stale")


def test_what_was_wrong_is_not_told(nobody):
    answers = [
        sign_in(nobody, password="wrong").json,
        sign_in(nobody, login="nobody").json,
        sign_in(nobody, place="000000").json,
    ]
    for one in answers:
        one.pop("trace")
    assert answers[0]["code"] == "sign_in_failed"
    assert answers[0] == answers[1] == answers[2]


def test_of_many_guesses_at_the_same_time_no_more_than_five_are_judged(web, monkeypatch):
    judged = []

    class Counting:
        def verify(self, kept, password):
            judged.append(password)
            return QUICK_HASH.verify(kept, password)

    monkeypatch.setattr("webui.passwords.hasher", Counting())

    def guess(number):
        program = Program(client=web.app.test_client())
        return sign_in(program, password=f"guess {number}").json["code"]

    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(guess, range(40)))
    assert len(judged) == FAILURES_MAX
    assert codes.count("sign_in_failed") == FAILURES_MAX
    assert codes.count("sign_in_locked") == 40 - FAILURES_MAX


def test_a_session_is_listed_and_can_be_ended_from_elsewhere(web, nobody):
    sign_in(nobody)
    other = Program.of(web, "intake_clerk")
    rows = nobody.get("/sessions").json["rows"]
    assert sorted(one["is_this"] for one in rows) == [False, True]
    there = next(one["id"] for one in rows if not one["is_this"])
    ended = nobody.send("delete", f"/sessions/{there}", b"", "application/json")
    assert ended.status_code == 204
    assert other.get("/me").status_code == 401
    assert len(nobody.get("/sessions").json["rows"]) == 1


def test_nobody_ends_the_session_of_another(web, nobody):
    sign_in(nobody)
    other = Program.of(web, "section_head")
    theirs = other.get("/sessions").json["rows"][0]["id"]
    answer = nobody.send("delete", f"/sessions/{theirs}", b"", "application/json")
    assert (answer.status_code, answer.json["code"]) == (404, "session_not_found")
    assert other.get("/me").status_code == 200


def test_a_new_password_ends_the_other_sessions_and_only_those(web):
    mine, other = Program.of(web, "intake_clerk"), Program.of(web, "intake_clerk")
    changed = mine.put("/me/password", password=PASSWORD, new_password=NEW_PASSWORD)
    assert changed.status_code == 204
    assert mine.get("/me").status_code == 200
    assert other.get("/me").status_code == 401
    again = Program(client=web.app.test_client())
    assert sign_in(again).json["code"] == "sign_in_failed"
    assert sign_in(again, password=NEW_PASSWORD).status_code == 204


def test_a_new_password_needs_the_old_one_and_must_not_be_weak(web):
    mine = Program.of(web, "intake_clerk")
    wrong = mine.put("/me/password", password="wrong", new_password=NEW_PASSWORD)
    assert wrong.json["code"] == "password_wrong"
    weak = mine.put("/me/password", password=PASSWORD, new_password="intake_clerk2026")
    assert weak.json["code"] == "password_too_weak"
    assert "账号" in weak.json["what"]
    for _ in range(FAILURES_MAX + 1):
        last = mine.put("/me/password", password="wrong", new_password=NEW_PASSWORD)
    assert last.json["code"] == "sign_in_locked"


def test_a_first_password_opens_nothing_but_its_own_change(web):
    person = Person(
        id="f" * 32, login="newcomer", name="新来的", organ_id=f"{2:032x}", roles=frozenset()
    )
    with writing(web.house.store.engine) as connection:
        Register(connection, PLACE).enter_people([person])
        first = {"first_password": True, "password_hash": QUICK_HASH.hash("first")}
        connection.execute(update(t.people).where(t.people.c.id == person.id).values(**first))
    program = Program(client=web.app.test_client())
    assert sign_in(program, login="newcomer", password="first").status_code == 204
    assert program.get("/me").json["first_password"] is True
    assert program.get("/items").json["code"] == "first_password_kept"
    assert program.get(f"/cases/{web.played.young}").status_code == 403
    done = program.put("/me/password", password="first", new_password=NEW_PASSWORD)
    assert done.status_code == 204
    assert program.get("/me").json["first_password"] is False
    assert program.get("/items").status_code == 200


# --- second factor -------------------------------------------------------------------------------


def test_a_second_factor_is_in_force_once_its_first_code_was_given(web):
    mine = Program.of(web, "section_head")
    totp, begun = _enrol(mine)
    assert begun["address"].startswith("otpauth://totp/")
    assert begun["svg"].startswith("<svg")
    assert mine.get("/me/second-factor").json["in_force"] is False
    assert sign_in(Program(client=web.app.test_client()), "section_head").status_code == 204
    wrong = mine.put("/me/second-factor", code="000000")
    assert wrong.json["code"] == "second_factor_wrong"
    codes = mine.put("/me/second-factor", code=_code(totp, web)).json["recovery_codes"]
    assert len(set(codes)) == 10
    assert mine.get("/me/second-factor").json == {"in_force": True, "recovery_codes_left": 10}
    again = Program(client=web.app.test_client())
    assert sign_in(again, "section_head").json["code"] == "second_factor_needed"
    web.later(seconds=30)
    assert sign_in(again, "section_head", code=_code(totp, web)).status_code == 204


def test_a_code_that_was_used_is_refused_when_it_comes_again(web):
    mine = Program.of(web, "section_head")
    totp, _ = _enrol(mine)
    used = _code(totp, web)
    mine.put("/me/second-factor", code=used)
    thief = Program(client=web.app.test_client())
    assert sign_in(thief, "section_head", code=used).json["code"] == "sign_in_failed"


def test_a_recovery_code_works_once(web):
    mine = Program.of(web, "section_head")
    totp, _ = _enrol(mine)
    codes = mine.put("/me/second-factor", code=_code(totp, web)).json["recovery_codes"]
    again = Program(client=web.app.test_client())
    written = f"{codes[0][:5]}-{codes[0][5:]}".lower()
    assert sign_in(again, "section_head", code=written).status_code == 204
    assert sign_in(again, "section_head", code=written).json["code"] == "sign_in_failed"
    assert again.get("/me/second-factor").json["recovery_codes_left"] == 9


def test_guessing_the_code_is_locked_although_the_password_is_right(web):
    mine = Program.of(web, "section_head")
    totp, _ = _enrol(mine)
    mine.put("/me/second-factor", code=_code(totp, web))
    guesser = Program(client=web.app.test_client())
    for number in range(FAILURES_MAX):
        sign_in(guesser, "section_head", code=f"{number:06}")
        sign_in(guesser, "section_head")  # the right password forgives wrong passwords only
    web.later(seconds=60)
    locked = sign_in(guesser, "section_head", code=_code(totp, web))
    assert locked.json["code"] == "sign_in_locked"
    web.later(minutes=FAILURES_MINUTES)
    assert sign_in(guesser, "section_head", code=_code(totp, web)).status_code == 204


def test_the_secret_is_sealed_and_a_dropped_factor_asks_no_more(web):
    mine = Program.of(web, "section_head")
    _, begun = _enrol(mine)
    with web.house.store.engine.connect() as connection:
        sealed = connection.exec_driver_sql("SELECT sealed FROM second_factors").scalar()
    assert begun["secret"].encode() not in bytes(sealed)
    mine.put("/me/second-factor", code=pyotp.TOTP(begun["secret"]).at(web.clock.now()))
    again = mine.post_plain("/me/second-factor", password=PASSWORD)
    assert again.json["code"] == "second_factor_in_force"
    dropped = mine.send(
        "delete", "/me/second-factor", _json({"password": PASSWORD}), "application/json"
    )
    assert dropped.status_code == 204
    assert sign_in(Program(client=web.app.test_client()), "section_head").status_code == 204


# --- settings ------------------------------------------------------------------------------------


def test_settings_are_kept_for_their_owner_alone(web):
    mine, other = Program.of(web, "section_head"), Program.of(web, "intake_clerk")
    assert mine.put("/me/settings", phrases=["照办。"]).status_code == 204
    assert mine.put("/me/settings", phrases=["照办。"], page={"dark": True}).status_code == 204
    assert mine.get("/me").json["settings"]["phrases"] == ["照办。"]
    assert mine.get("/me").json["settings"]["page"] == {"dark": True}
    assert other.get("/me").json["settings"]["phrases"] != ["照办。"]
    unfit = mine.put("/me/settings", phrases=["同" * 501])
    assert unfit.json["code"] == "settings_unfit"
