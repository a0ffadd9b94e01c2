"""A desk to try deeds at: a case walked to some step, and a look at everything a deed may change.

A walk is done once per run; each test gets its own copy of the database it led to.
"""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.bpmn.runner import SpiffRunner
from engine.commands.complete_task import CompleteTask, complete_task
from engine.commands.door import Answer
from engine.commands.start_case import StartCase, start_case
from engine.definitions.release import Release, load_release
from engine.domain.visit import WorkItem
from engine.errors import ZhijianError
from engine.ports import Files
from engine.scenarios.demo import BEGUN_AT, COMPLAINT, ORGANS
from engine.scenarios.hand_clock import HandClock
from engine.scenarios.player import Player
from engine.scenarios.stage import Stage, set_stage
from engine.store import tables as t
from engine.store.connection import reading, writing
from engine.store.latest_used import LatestUsed
from engine.store.transaction import ROLES_KEPT_MAX
from engine.wiring import House, ReleaseShelf, Settings, open_house

ROOT = Path(__file__).parents[2]
PLACE = "510116"
SHELF = ReleaseShelf()
RUNNER = SpiffRunner()

Rows = dict[str, list[str]]


@cache
def release(place: str = PLACE) -> Release:
    return load_release(ROOT, place)


def settings_in(folder: Path, database: str | None = None) -> Settings:
    return Settings(
        database=database or f"sqlite:///{folder / 'zhijian.db'}",
        files=str(folder / "files"),
        key_file=str(folder / "identity.key"),
        definitions=str(ROOT),
    )


def shared(house: House) -> House:
    """The same house with the releases and diagrams that were read for earlier tests."""
    office = replace(
        house.office,
        open_release=SHELF.open_release,
        calendar_of=SHELF.calendar_of,
        runner=RUNNER,
    )
    return House(office=office, store=house.store, settings=house.settings)


@dataclass(kw_only=True)
class Desk:
    """One case and the people around it; what they do goes through the commands of the product."""

    stage: Stage
    player: Player

    @property
    def office(self):
        return self.stage.house.office

    @property
    def files(self) -> Files:
        return self.office.files

    @property
    def engine(self):
        return self.stage.house.store.engine

    def id_of(self, name: str) -> str:
        return self.stage.cast.person(name).id

    def case(self):
        return self.player.case()

    def item(self, step: str, role: str | None = None) -> WorkItem:
        """The open item of that step, else its latest."""
        case = self.case()
        found = [
            item
            for item in case.items.values()
            if case.visits[item.visit_id].step == step and role in {None, item.role}
        ]
        return ([one for one in found if one.is_open] or found[-1:])[0]

    def filled(self, item: WorkItem, by: str, **form: object) -> dict[str, object]:
        """The plain values for the item, as a person would send them."""
        case = self.case()
        visit = case.visits[item.visit_id]
        return self.player._filled(case, visit, item.role, by, form, ())

    def send(self, item_id: str, by: str, body: Mapping[str, object], **more: object) -> Answer:
        """Complete an item with exactly this body."""
        order: dict[str, object] = {
            "key": self.office.ids.next(),
            "place": self.player.place,
            "by": self.id_of(by),
            "case_id": self.player.case_id,
            **more,
        }
        return complete_task(self.office, CompleteTask(item_id=item_id, body=body, **order))

    def register(self, by: str, body: Mapping[str, object], **more: object) -> Answer:
        """Open a case with exactly this body."""
        order: dict[str, object] = {
            "key": self.office.ids.next(),
            "place": self.player.place,
            "by": self.id_of(by),
            "step": "P1.1",
            **more,
        }
        return start_case(self.office, StartCase(body=body, **order))

    def change_person(self, name: str, **values: object) -> None:
        """The administrator of the register changes a person."""
        with writing(self.engine) as connection:
            connection.execute(
                t.people.update().where(t.people.c.id == self.id_of(name)).values(**values)
            )
        self._forget_people()

    def give_role(self, name: str, role: str) -> None:
        with writing(self.engine) as connection:
            row = {"place": self.player.place, "role": role, "person_id": self.id_of(name)}
            connection.execute(t.people_roles.insert(), row)
        self._forget_people()

    def _forget_people(self) -> None:
        """Past the administrators' log nobody learns of a change: what was kept is dropped."""
        self.stage.house.store.kept_people = LatestUsed(ROLES_KEPT_MAX)

    @contextmanager
    def refused(self, code: str) -> Iterator[pytest.ExceptionInfo[ZhijianError]]:
        """What happens inside is refused with `code`, and nothing changes by it."""
        before = everything(self.engine)
        with pytest.raises(ZhijianError) as caught:
            yield caught
        assert caught.value.code == code, str(caught.value)
        assert everything(self.engine) == before


def everything(engine) -> Rows:
    """Every row of every table, as text; bundles of releases never change and are left out."""
    with reading(engine) as connection:
        return {
            table.name: sorted(str(tuple(row)) for row in connection.execute(select(table)))
            for table in t.metadata.sorted_tables
            if table is not t.releases
        }


def new_desk(folder: Path, *, database: str | None = None, place: str = PLACE) -> Desk:
    """An empty place: people, organs, a release, no case yet."""
    folder.mkdir(parents=True, exist_ok=True)
    stage = set_stage(settings_in(folder, database), place, ORGANS, at=BEGUN_AT)
    stage = replace(stage, house=shared(stage.house))
    return Desk(stage=stage, player=stage.player())


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """A database at rest, and the case in it."""

    folder: Path
    at: datetime
    case_id: str
    query_code: str
    stage: Stage


class Desks:
    """Desks by the step their case was walked to; "" = no case yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._snapshots: dict[str, Snapshot] = {}

    def at(self, until: str, folder: Path) -> Desk:
        """A desk of one's own, copied into `folder`."""
        if until not in self._snapshots:
            self._snapshots[until] = self._walk(until)
        found = self._snapshots[until]
        shutil.copytree(found.folder, folder)
        clock = HandClock(found.at)
        house = shared(open_house(settings_in(folder), clock=clock))
        stage = replace(found.stage, house=house, clock=clock)
        player = stage.player()
        player.case_id, player.query_code = found.case_id, found.query_code
        return Desk(stage=stage, player=player)

    def _walk(self, until: str) -> Snapshot:
        name = until.replace("/", "-") or "empty"
        folder = (
            Path(tempfile.mkdtemp(dir=self._folder)) / name
        )  # a walk that fails may be tried again
        if until:
            desk = self.at("", folder)
            desk.player.start("P1.1", "intake_clerk", COMPLAINT)
            desk.player.walk(until)
        else:
            desk = new_desk(folder)
        desk.engine.dispose()
        return Snapshot(
            folder=folder,
            at=desk.stage.clock.now(),
            case_id=desk.player.case_id,
            query_code=desk.player.query_code,
            stage=desk.stage,
        )
