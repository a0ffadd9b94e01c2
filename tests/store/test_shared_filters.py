"""共享的筛选: who sees what a colleague gave to his organ, until he takes it back or leaves."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine.commands.enter_person import ChangePerson, PersonEntry, change_person
from engine.commands.leave_post import LeavePost, TakePost, leave_post, take_post
from engine.queries.looking import Desk as Looker
from engine.queries.shared_filters import SharedFilter, shared_filters
from engine.store import tables as t
from engine.store.connection import reading
from tests.commands.desk import PLACE

LATE = {"name": "超期的", "tab": "active", "query": {"light": "red", "q": "罚款"}}
MINE = {"name": "我自己的", "tab": "todo", "query": {}}


@pytest.fixture
def yard(desk):
    return SharingYard(desk)


class SharingYard:
    """People of one place who save filters."""

    def __init__(self, desk):
        self.desk = desk
        self.settings = desk.stage.house.personal_settings

    def save(self, by, *filters):
        self.settings.save(PLACE, self.desk.id_of(by), {"filters": list(filters)})

    def own(self, by):
        return self.settings.of(PLACE, self.desk.id_of(by)).get("filters")

    def seen_by(self, name):
        person = self.desk.stage.cast.person(name)
        store = self.desk.stage.house.store
        looker = Looker(office=self.desk.office, store=store, place=PLACE, by=person)
        return list(shared_filters(looker))

    def kept(self):
        with reading(self.desk.engine) as connection:
            return connection.scalar(select(func.count()).select_from(t.shared_filters))

    def order(self, **more):
        key, by = self.desk.office.ids.next(), self.desk.id_of("sys_admin")
        return {"key": key, "place": PLACE, "by": by, **more}

    def leave(self, name, *, days=0):
        last_day = self.desk.office.clock.now().date() + timedelta(days=days)
        about = {"person_id": self.desk.id_of(name), "reason": "调离", "hand_over_to": None}
        leave_post(self.desk.office, LeavePost(**self.order(**about), last_day=last_day))

    def come_back(self, name):
        today = self.desk.office.clock.now().date()
        about = {"person_id": self.desk.id_of(name), "from_day": today}
        take_post(self.desk.office, TakePost(**self.order(**about)))

    def move(self, name, organ_id):
        person = self.desk.stage.cast.person(name)
        entry = PersonEntry(login=person.login, name=person.name, organ_id=organ_id)
        about = {"person_id": person.id, "entry": entry}
        change_person(self.desk.office, ChangePerson(**self.order(**about)))


def test_colleagues_of_the_organ_see_it_with_its_owner_and_nobody_else(yard):
    yard.save("lead_handler", {**LATE, "shared": True}, MINE)
    owner = yard.desk.stage.cast.person("lead_handler").name
    given = SharedFilter(owner=owner, **LATE)
    assert yard.seen_by("section_head") == [given]
    assert yard.seen_by("intake_clerk") == [given]
    assert yard.seen_by("lead_handler") == [], "his own stand among his own"
    for other in ("org_liaison", "gov_deputy", "station_supervisor"):
        assert yard.seen_by(other) == [], other
    assert yard.own("lead_handler") == [{**LATE, "shared": True}, MINE]


def test_it_is_taken_back_changed_and_dropped_with_the_saved_one(yard):
    yard.save("lead_handler", {**LATE, "shared": True})
    yard.save("lead_handler", {**LATE, "tab": "todo", "shared": True})
    assert [one.tab for one in yard.seen_by("section_head")] == ["todo"]
    yard.save("lead_handler", {**LATE, "shared": False})
    assert yard.seen_by("section_head") == []
    assert yard.own("lead_handler") == [LATE]
    yard.save("lead_handler", {**LATE, "shared": True})
    yard.save("section_head", {**LATE, "shared": True})
    yard.save("lead_handler")
    assert len(yard.seen_by("intake_clerk")) == 1, "another's of that name is his own"


def test_it_goes_when_its_owner_leaves_and_does_not_come_back_with_him(yard):
    yard.save("expert", {**LATE, "shared": True})
    assert len(yard.seen_by("section_head")) == 1
    yard.leave("expert", days=30)
    assert yard.seen_by("section_head") == []
    assert yard.kept() == 0
    yard.come_back("expert")
    assert yard.seen_by("section_head") == []
    assert yard.own("expert") == [LATE]


def test_it_goes_when_its_owner_moves_to_another_organ(yard):
    yard.save("expert", {**LATE, "shared": True})
    here = yard.desk.stage.cast.person("expert").organ_id
    yard.move("expert", here)
    assert len(yard.seen_by("section_head")) == 1
    yard.move("expert", yard.desk.stage.cast.person("org_liaison").organ_id)
    assert yard.seen_by("section_head") == []
    assert yard.seen_by("org_liaison") == []
    assert yard.kept() == 0


def test_of_whom_the_register_says_that_he_is_not_there_today_nothing_is_seen(yard):
    yard.save("lead_handler", {**LATE, "shared": True})
    today = yard.desk.office.clock.now().date()
    for away in (
        {"active_from": today + timedelta(days=1)},
        {"active_to": today - timedelta(days=1)},
    ):
        yard.desk.change_person("lead_handler", **away)
        assert yard.seen_by("section_head") == []
        yard.desk.change_person("lead_handler", active_from=today, active_to=today)
        assert len(yard.seen_by("section_head")) == 1
