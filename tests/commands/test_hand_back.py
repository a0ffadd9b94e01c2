"""退签收、催办: give an item back to its pool, hurry its holder; nothing else changes."""

import pytest
from sqlalchemy import select

from engine.commands.claim_task import ClaimTask, ReleaseTask, claim_task, release_task
from engine.commands.remind_task import RemindTask, hourly_key, remind_task
from engine.scenarios.demo import COMPLAINT
from engine.store import tables as t
from engine.store.connection import reading
from tests.store.conftest import desk

__all__ = ["desk"]


@pytest.fixture
def waiting(desk):
    """A desk on either database whose P1.2 lies in a pool of two."""
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    return desk


def order(desk, by, **more):
    item = desk.item("P1.2")
    return {
        "key": desk.office.ids.next(),
        "place": desk.player.place,
        "by": desk.id_of(by),
        "case_id": desk.player.case_id,
        "item_id": item.id,
        **more,
    }


def test_an_item_given_back_may_be_claimed_by_another_of_the_pool(waiting):
    claim_task(waiting.office, ClaimTask(**order(waiting, "intake_clerk")))
    with waiting.refused("not_your_task"):
        release_task(waiting.office, ReleaseTask(**order(waiting, "intake_clerk#2")))
    release_task(waiting.office, ReleaseTask(**order(waiting, "intake_clerk")))
    assert waiting.item("P1.2").assignee is None
    claim_task(waiting.office, ClaimTask(**order(waiting, "intake_clerk#2")))
    assert waiting.item("P1.2").assignee == waiting.id_of("intake_clerk#2")


def test_giving_back_what_nobody_holds_changes_nothing(waiting):
    version = waiting.case().head.version
    release_task(waiting.office, ReleaseTask(**order(waiting, "intake_clerk")))
    assert waiting.case().head.version == version


def notices(desk):
    with reading(desk.engine) as connection:
        return connection.execute(
            select(t.notices.c.person_id, t.notices.c.subject).where(
                t.notices.c.subject.contains("催办")
            )
        ).all()


def test_everybody_of_the_pool_is_hurried_once_an_hour(waiting):
    for _ in range(2):
        given = order(waiting, "section_head", words="请抓紧")
        given["key"] = hourly_key(waiting.office, by=given["by"], item_id=given["item_id"])
        remind_task(waiting.office, RemindTask(**given))
    hurried = {(waiting.id_of(f"intake_clerk#{n}"), "催办：形式审查") for n in (1, 2)}
    assert set(map(tuple, notices(waiting))) == hurried
    assert len(notices(waiting)) == 2


@pytest.mark.parametrize("name", ["org_liaison", "sys_admin", "expert", "intake_clerk"])
def test_strangers_the_organ_and_the_holder_himself_hurry_nobody(waiting, name):
    with waiting.refused("reminder_refused"):
        remind_task(waiting.office, RemindTask(**order(waiting, name)))


def test_what_is_no_open_item_is_not_hurried(waiting):
    with waiting.refused("task_not_found"):
        given = order(waiting, "section_head", item_id="nothing")
        remind_task(waiting.office, RemindTask(**given))
