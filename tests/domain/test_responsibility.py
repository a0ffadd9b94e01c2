"""Who held the case: a thousand random cases, each accounted for to the second."""

import random
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from engine.domain import events as ev
from engine.domain.clock import PauseKind, pause
from engine.domain.events import Logged
from engine.domain.responsibility import HolderKind, account, whole_seconds
from engine.domain.visit import CloseReason, Visit, WorkItem
from tests.domain.clocks import a_clock, at, mark

BEGUN = at("2026-03-02 09:00")
ROLES = ("lead_handler", "section_head", "org_liaison", "complainant", "receiver_org", "expert")


class Story:
    """A case told event by event; time only goes on."""

    def __init__(self, seed: int = 0) -> None:
        self.chance = random.Random(seed)
        self.now = BEGUN
        self.log: list[Logged] = []
        self.open: dict[str, WorkItem] = {}
        self.tell(
            ev.CaseOpened(
                case_id="c",
                place="510116",
                release_id="r",
                entry="acceptance",
                query_code_hash="h",
                received_on=None,
            )
        )
        self.tell(ev.OrganIdentified(organ_id="organ"))

    def tell(self, event: ev.Event, actor: str = "p1") -> None:
        self.log.append(Logged(seq=len(self.log) + 1, at=self.now, actor=actor, event=event))

    def wait(self, **length: float) -> "Story":
        self.now += timedelta(**length)
        return self

    def opens(self, role: str, *, assignee: str | None = None, round_no: int = 1) -> "Story":
        number = f"{len(self.log):04}"
        item = WorkItem(
            id=f"i{number}",
            visit_id=f"v{number}",
            role=role,
            candidates=("p1", "p2"),
            opened_at=self.now,
        )
        visit = Visit(
            id=item.visit_id,
            token_id=number,
            process="P",
            element="e",
            step="P3.3",
            roles=(role,),
            form="",
            round_no=round_no,
            opened_at=self.now,
        )
        self.tell(ev.VisitOpened(visit=visit, items=(item,)))
        if assignee:
            self.tell(ev.TaskClaimed(item_id=item.id, person_id=assignee))
        self.open[item.id] = item
        return self

    def closes(self) -> "Story":
        item = self.open.pop(self.chance.choice(list(self.open)))
        self.tell(ev.VisitClosed(visit_id=item.visit_id, reason=CloseReason.SENT_BACK))
        return self

    def happens(self) -> None:
        """Something, by chance."""
        deeds = [
            lambda: self.opens(self.chance.choice(ROLES), round_no=self.chance.randint(1, 2)),
            lambda: self.opens("lead_handler", assignee=self.chance.choice(["p1", "p2"])),
            lambda: self.closes() if self.open else None,
            lambda: self.tell(ev.FlagRaised(flag="suspended")),
            lambda: self.tell(ev.FlagLowered(flag="suspended")),
            lambda: self.tell(self._supplement()),
        ]
        self.chance.choice(deeds)()
        self.wait(seconds=self.chance.choice([0, 0, 0.25, 1, 59, 3_600, 90_000.5]))

    def _supplement(self) -> ev.Event:
        clock = a_clock("5w", "2026-03-02")
        paused = pause(clock, PauseKind.SUPPLEMENT, mark("2026-03-03"))
        if self.chance.random() < 0.5:
            return ev.LimitPaused(clock=paused, limit=clock.key, kind="supplement", due_on=None)
        return ev.LimitStarted(clock=clock, due_on=None)


def kinds(story: Story, until: datetime | None = None) -> list[HolderKind]:
    return [one.holder.kind for one in account(story.log, until=until or story.now)]


@pytest.mark.parametrize("block", range(10))
def test_the_account_of_a_thousand_random_cases_sums_to_the_time_elapsed(block):
    for seed in range(block * 100, block * 100 + 100):
        story = Story(seed)
        for _ in range(story.chance.randint(1, 40)):
            story.happens()
        story.wait(hours=1)
        found = account(story.log, until=story.now)
        assert found[0].began_at == BEGUN
        assert found[-1].ended_at == story.now
        assert all(one.ended_at == other.began_at for one, other in pairwise(found))
        assert all(one.length > timedelta(0) for one in found)
        assert sum((one.length for one in found), timedelta(0)) == story.now - BEGUN
        assert sum(whole_seconds(found)) == (story.now - BEGUN) // timedelta(seconds=1)


def test_time_is_the_holders_until_another_hand_takes_it():
    story = Story().wait(minutes=1).opens("lead_handler").wait(hours=2)
    item = next(iter(story.open.values()))
    story.tell(ev.TaskClaimed(item_id=item.id, person_id="p2"))
    story.wait(hours=5)
    found = account(story.log, until=story.now)
    assert [(one.holder.kind, one.holder.who) for one in found] == [
        (HolderKind.SYSTEM, ""),
        (HolderKind.OFFICE, ""),
        (HolderKind.PERSON, "p2"),
    ]
    assert [one.length for one in found[1:]] == [timedelta(hours=2), timedelta(hours=5)]


def test_the_organ_the_complainant_and_outsiders_answer_for_their_own_time():
    for role, kind in (
        ("org_liaison", HolderKind.ORGAN),
        ("complainant", HolderKind.COMPLAINANT),
        ("receiver_org", HolderKind.OUTSIDE),
    ):
        story = Story().opens(role, assignee="p9").wait(hours=1)
        assert kinds(story) == [kind]
    story = Story().opens("org_liaison", assignee="p9").wait(hours=1)
    assert account(story.log, until=story.now)[0].holder.who == "organ"


def test_a_suspended_case_is_in_nobodys_hands():
    story = Story().opens("lead_handler", assignee="p1").wait(days=1)
    story.tell(ev.FlagRaised(flag="suspended"))
    story.wait(days=30).tell(ev.FlagLowered(flag="suspended"))
    story.wait(days=2)
    assert kinds(story) == [HolderKind.PERSON, HolderKind.SUSPENDED, HolderKind.PERSON]


def test_of_several_open_tasks_the_one_opened_first_leads():
    story = Story().opens("lead_handler", assignee="p1").wait(hours=1)
    story.opens("org_liaison", assignee="p9").wait(hours=1)
    assert kinds(story) == [HolderKind.PERSON]


def test_expertise_is_an_outsiders_time():
    story = Story().opens("lead_handler", assignee="p1")
    clock = pause(a_clock("30w", "2026-03-02"), PauseKind.EXPERTISE, mark("2026-03-03"))
    story.wait(hours=1).tell(
        ev.LimitPaused(clock=clock, limit=clock.key, kind="expertise", due_on=None)
    )
    story.wait(hours=1)
    assert kinds(story) == [HolderKind.PERSON, HolderKind.OUTSIDE]


def test_the_time_after_the_end_is_nobodys_delay():
    story = Story().opens("lead_handler", assignee="p1").wait(days=1)
    story.tell(ev.CaseEnded(outcome="withdrawn_closed"))
    story.wait(days=100)
    assert kinds(story) == [HolderKind.PERSON]
    story.tell(ev.CaseReopened(reason="新证据"))
    story.wait(days=1)
    assert kinds(story) == [HolderKind.PERSON, HolderKind.ENDED, HolderKind.PERSON]


def test_the_account_of_an_earlier_day_is_what_it_was_then():
    story = Story().opens("lead_handler", assignee="p1").wait(days=1)
    then = story.now
    story.wait(days=1).tell(ev.FlagRaised(flag="suspended"))
    story.wait(days=1)
    assert kinds(story, then) == [HolderKind.PERSON]
    assert account(story.log, until=then)[-1].ended_at == then
