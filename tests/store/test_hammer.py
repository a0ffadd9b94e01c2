"""Eight people at once: one wins, nothing is lost, no number is given twice or left out."""

from collections import Counter

import pytest
from sqlalchemy import select

from engine.commands.claim_task import ClaimTask, claim_task
from engine.domain.visit import ItemState
from engine.scenarios.demo import COMPLAINT
from engine.store import audit
from engine.store import tables as t
from engine.store.connection import reading
from tests.store.hammer import DONE, THREADS, at_once, without_the_locks

COMPLETE = {"is_complete": True}
ROUNDS = 3
SERIES = "试执监登〔{yyyy}〕{seq}号"


def count(engine, table, *where) -> int:
    with reading(engine) as connection:
        return len(connection.execute(select(table).where(*where)).all())


def hurry_to_complete(desk) -> list[str]:
    """All at once the same person sends the same form, as from eight open windows."""
    item = desk.item("P1.2").id
    return at_once(lambda _: desk.send(item, "intake_clerk", COMPLETE))


def test_of_many_who_finish_one_task_exactly_one_does(desk):
    for _ in range(ROUNDS):
        desk.player.start("P1.1", "intake_clerk", COMPLAINT)
        before = desk.case().head.version
        answers = hurry_to_complete(desk)
        assert Counter(answers) == {DONE: 1, "task_already_completed": THREADS - 1}
        case = desk.case()
        assert case.head.version == before + 1
        assert [visit.step for visit in case.open_visits] == ["P1.3"]
        assert [item.state for item in case.items.values()].count(ItemState.DONE) == 2
    assert audit.verify(desk.engine).faults == ()


def test_the_hammer_notices_a_store_without_its_locks(desk):
    """The same hammer on a broken store: more than one wins, or the rows contradict one another."""
    spoilt = []
    with without_the_locks(desk):
        for _ in range(ROUNDS):
            desk.player.start("P1.1", "intake_clerk", COMPLAINT)
            answers = hurry_to_complete(desk)
            spoilt.append(Counter(answers) != {DONE: 1, "task_already_completed": THREADS - 1})
    assert any(spoilt), "taking the locks away changed nothing: the hammer hits nothing"


def test_of_many_who_claim_one_task_exactly_one_holds_it(desk):
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    item = desk.item("P1.2").id
    people = ("intake_clerk", "intake_clerk#2")

    def claim(number: int) -> None:
        command = ClaimTask(
            key=desk.office.ids.next(),
            place=desk.player.place,
            by=desk.id_of(people[number % 2]),
            case_id=desk.player.case_id,
            item_id=item,
        )
        claim_task(desk.office, command)

    answers = at_once(claim)
    assert Counter(answers) == {DONE: THREADS // 2, "not_your_task": THREADS // 2}
    claimed = (t.case_log.c.kind == "TaskClaimed", t.case_log.c.case_id == desk.player.case_id)
    assert count(desk.engine, t.case_log, *claimed) == 1


def test_one_key_sent_by_many_windows_is_done_once(desk):
    desk.player.start("P1.1", "intake_clerk", COMPLAINT)
    item = desk.item("P1.2").id
    answers = at_once(lambda _: desk.send(item, "intake_clerk", COMPLETE, key="one"))
    assert answers.count(DONE) >= 1
    assert desk.case().head.version == 2
    assert count(desk.engine, t.commands, t.commands.c.key == "one") == 1


def test_one_key_to_register_opens_one_case(desk):
    body = registration(desk)
    answers = at_once(lambda _: desk.register("intake_clerk", body, key="one"))
    assert answers.count(DONE) >= 1
    assert count(desk.engine, t.cases) == 1


def test_many_registrations_at_once_lose_nothing_and_leave_no_number_out(desk):
    body = registration(desk)
    answers = at_once(lambda _: desk.register("intake_clerk", body))
    assert answers == [DONE] * THREADS
    with reading(desk.engine) as connection:
        rows = connection.execute(select(t.documents).where(t.documents.c.kind == "D01")).mappings()
        numbers = sorted(row["sequence"] for row in rows)
        cases = connection.execute(select(t.cases.c.version)).scalars().all()
    assert numbers == list(range(1, THREADS + 1))
    assert list(cases) == [1] * THREADS
    assert audit.verify(desk.engine).faults == ()


def test_different_cases_do_not_lose_each_others_updates(desk):
    cases = []
    for _ in range(THREADS):
        desk.player.start("P1.1", "intake_clerk", COMPLAINT)
        cases.append((desk.player.case_id, desk.item("P1.2").id))

    def complete(number: int) -> None:
        case_id, item_id = cases[number]
        desk.send(item_id, "intake_clerk", COMPLETE, case_id=case_id)

    assert at_once(complete) == [DONE] * THREADS
    for case_id, _ in cases:
        desk.player.case_id = case_id
        case = desk.case()
        assert (case.head.version, [one.step for one in case.open_visits]) == (2, ["P1.3"])


def test_a_counter_gives_every_number_once_even_when_some_fail(desk):
    """A number taken by an act that fails is given back: the next one gets it."""
    taken: list[int] = []

    def take(number: int) -> None:
        for turn in range(5):
            with desk.office.store.begin(desk.player.place) as tx:
                got = tx.next_in_series(SERIES, 2026)
                if (number + turn) % 3 == 0:
                    raise RuntimeError
                taken.append(got)

    def patiently(number: int) -> None:
        with pytest.raises(RuntimeError):
            take(number)

    at_once(patiently)
    at_once(lambda _: keep(desk, taken))
    assert sorted(taken) == list(range(1, len(taken) + 1))


def keep(desk, taken) -> None:
    with desk.office.store.begin(desk.player.place) as tx:
        taken.append(tx.next_in_series(SERIES, 2026))


def test_years_and_series_count_on_their_own(desk):
    with desk.office.store.begin(desk.player.place) as tx:
        assert [tx.next_in_series("甲", 2026) for _ in range(2)] == [1, 2]
        assert tx.next_in_series("甲", 2027) == 1
        assert tx.next_in_series("乙", 2026) == 1
    with desk.office.store.begin("370100") as tx:
        assert tx.next_in_series("甲", 2026) == 1


def registration(desk) -> dict[str, object]:
    visit = desk.player._first_visit("P1.1")
    return desk.player._filled(None, visit, "intake_clerk", "intake_clerk", COMPLAINT, ())
