"""A house with its pages: a fresh database per test, copied from one that was played once."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.commands.office import Office
from engine.domain.work_calendar import SHANGHAI
from engine.jobs.job_queue import work
from engine.scenarios.cast import Cast
from engine.scenarios.hand_clock import HandClock
from engine.scenarios.stage import set_stage
from engine.wiring import House, Settings, open_house
from webui.access import HOUSE, TOKEN_HEADER
from webui.app import create_app

PLACE = "510116"
PASSWORD = "a long password of a test"
ORGAN = {"name": "双流区云雀街道办事处", "level": "乡镇街道", "kind": "街道办事处"}
AT = datetime(2026, 3, 2, 9, 10, tzinfo=SHANGHAI)
PLANTED_NAME, PLANTED_PHONE = "欧阳密语", "13912345678"
COMPLAINT = {"name": PLANTED_NAME, "phone": PLANTED_PHONE, "org_name": ORGAN["name"]}
TOKEN = re.compile(r'name="form_token" value="(\w+)"')
QUICK_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def settings_in(folder: Path) -> Settings:
    return replace(
        Settings(),
        database=f"sqlite:///{folder / 'zhijian.db'}",
        files=str(folder / "files"),
        key_file=str(folder / "identity.key"),
    )


@dataclass(frozen=True, kw_only=True)
class Played:
    """What the template database holds: one case before P1.2, one before P6.2."""

    folder: Path
    cast: Cast
    at: datetime
    young: str
    young_code: str
    grown: str
    grown_code: str
    office: Office


@pytest.fixture(scope="session")
def played(tmp_path_factory) -> Played:
    folder = tmp_path_factory.mktemp("played")
    stage = set_stage(
        settings_in(folder), PLACE, [ORGAN], at=AT, password_hash=QUICK_HASH.hash(PASSWORD)
    )
    grown = stage.player()
    grown.start("P1.1", "intake_clerk", COMPLAINT)
    grown.walk("P6.2")
    young = stage.player()
    young.start("P1.1", "intake_clerk", COMPLAINT)
    work(stage.house.office, stage.house.store, owner="test")
    stage.house.store.engine.dispose()
    return Played(
        folder=folder,
        cast=stage.cast,
        at=stage.clock.now(),
        young=young.case_id,
        young_code=young.query_code,
        grown=grown.case_id,
        grown_code=grown.query_code,
        office=stage.house.office,
    )


@dataclass(kw_only=True)
class Browser:
    """One browser: keeps cookies, and sends the token that stood on the page it saw."""

    client: FlaskClient
    seen: TestResponse | None = None

    def get(self, path: str, **more: object) -> TestResponse:
        self.seen = self.client.get(path, buffered=True, **more)
        return self.seen

    def post(self, path: str, data: dict, *, page: str | None = None) -> TestResponse:
        shown = self.get(page or path).text
        token = TOKEN.search(shown)
        sent = {**data, "form_token": token[1]} if token else data
        self.seen = self.client.post(path, data=sent)
        return self.seen

    def sign_in(self, login: str, password: str = PASSWORD) -> TestResponse:
        token = self.client.get("/api/v1/places").headers[TOKEN_HEADER]
        sent = {"place": PLACE, "login": login, "password": password}
        return self.client.post("/api/v1/session", json=sent, headers={TOKEN_HEADER: token})


@dataclass(kw_only=True)
class Web:
    """The pages of one house."""

    house: House
    clock: HandClock
    played: Played
    app: Flask

    def own_app(self) -> Flask:
        """An app of this test alone, for one that adds a route."""
        self.app = create_app(self.house)
        return self.app

    def browser(self, login: str | None = None) -> Browser:
        browser = Browser(client=self.app.test_client())
        if login is not None:
            assert browser.sign_in(login).status_code == 204
        return browser

    def item_of(self, case_id: str, step: str) -> str:
        """The open item of a step."""
        with self.house.store.begin(PLACE) as tx:
            case = tx.case(case_id)
        for visit in case.open_visits:
            for item in case.items_of(visit.id):
                if visit.step == step and item.is_open:
                    return item.id
        raise AssertionError([visit.step for visit in case.open_visits])

    def version_of(self, case_id: str) -> int:
        with self.house.store.begin(PLACE) as tx:
            return tx.case(case_id).head.version

    def later(self, **span: float) -> None:
        self.clock.set(self.clock.now() + timedelta(**span))


@pytest.fixture(scope="session")
def app(played) -> Flask:
    """One app for all tests; each puts its own house into it."""
    return create_app(open_house(settings_in(played.folder)))


@pytest.fixture
def web(played, app, tmp_path, monkeypatch) -> Iterator[Web]:
    monkeypatch.setattr("webui.passwords.hasher", QUICK_HASH)
    monkeypatch.setattr("webui.passwords.NOBODY_HASH", QUICK_HASH.hash("nobody"))
    for name in ("zhijian.db", "identity.key"):
        shutil.copy(played.folder / name, tmp_path / name)
    clock = HandClock(played.at)
    settings = replace(settings_in(tmp_path), files=str(played.folder / "files"))
    house = open_house(settings, clock=clock)
    # Reading a release takes longer than most tests, and is the same whoever reads it.
    kept = played.office
    office = replace(
        house.office,
        open_release=kept.open_release,
        calendar_of=kept.calendar_of,
        runner=kept.runner,
    )
    house = replace(house, office=office)
    app.extensions[HOUSE] = house
    yield Web(house=house, clock=clock, played=played, app=app)
    house.store.engine.dispose()
