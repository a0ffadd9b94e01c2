"""Legal and illegal deeds by anybody in any order: what is said of every case stays true (2.3)."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.commands.claim_task import ClaimTask, claim_task
from engine.commands.complete_task import CompleteTask, complete_task
from engine.commands.reassign_task import ReassignTask, reassign_task
from engine.domain import events as ev
from engine.domain.history import replay
from engine.domain.visit import MOVES, VisitState
from engine.errors import Refusal
from engine.store import audit
from tests.commands.desk import Desk, Desks, everything

DEEDS_EACH = 12
BEGINNINGS = ("P1.2", "P2.1", "P3.2", "P6.2")


@pytest.fixture(scope="module")
def own_desks(tmp_path_factory: pytest.TempPathFactory) -> Desks:
    return Desks(tmp_path_factory.mktemp("interleavings"))


def deeds(desk: Desk, order: Random) -> Iterator[tuple[str, bool]]:
    """Deeds at random, most by whoever may: what each came to, and whether it was refused."""
    people = sorted(desk.stage.cast.people)
    for _ in range(DEEDS_EACH):
        case = desk.case()
        if not case.items or case.head.ended:
            return
        item = order.choice(sorted(case.items.values(), key=lambda one: one.id))
        waiting = [one for one in case.items.values() if one.is_open]
        if waiting and order.random() < 0.7:
            item = order.choice(sorted(waiting, key=lambda one: one.id))
        by = desk.player.doer(item) if order.random() < 0.6 else order.choice(people)
        before = everything(desk.engine)
        try:
            one_deed(desk, order, item, by, people)
        except Refusal as refusal:
            code = refusal.code
        else:
            code = "done"
        assert code == "done" or everything(desk.engine) == before
        yield code, code != "done"


def one_deed(desk: Desk, order: Random, item, by: str, people: list[str]) -> None:
    given_by = {
        "key": desk.office.ids.next(),
        "place": desk.player.place,
        "by": desk.id_of(by),
        "case_id": desk.player.case_id,
        "item_id": item.id,
    }
    kind = order.choice(("complete", "complete", "complete", "claim", "reassign", "nonsense"))
    if kind == "claim":
        claim_task(desk.office, ClaimTask(**given_by))
    elif kind == "reassign":
        to = desk.id_of(order.choice(people))
        reassign_task(desk.office, ReassignTask(to_person=to, reason="工作调整", **given_by))
    elif kind == "nonsense":
        complete_task(desk.office, CompleteTask(body={"typename": "x"}, **given_by))
    else:
        body = desk.filled(item, by) if item.is_open else {}
        complete_task(desk.office, CompleteTask(body=body, **given_by))


def hold_invariants(desk: Desk, known: list) -> list:
    """SEMANTICS 2.3, one by one; answers with the log, which may only have grown."""
    case, log = desk.case(), desk.player.log()
    release = desk.player.release
    # 1. a token on a user task has at least one open item
    tokens = desk.office.runner.open_tokens(case.state, diagrams=release)
    open_visits = {visit.token_id: visit for visit in case.open_visits}
    assert {token.id for token in tokens} == set(open_visits) - {""}
    for visit in open_visits.values():
        assert any(item.is_open for item in case.items_of(visit.id))
    # 2. a visit decides at most once
    decided = [line.event.visit_id for line in log if isinstance(line.event, ev.VisitDecided)]
    assert len(decided) == len(set(decided))
    assert {one.id for one in case.visits.values() if one.state is VisitState.DECIDED} == set(
        decided
    )
    # 4. nothing is removed: the log only grows, and holds every visit, item and opinion
    assert log[: len(known)] == known
    said = {line.event.opinion.id for line in log if isinstance(line.event, ev.OpinionGiven)}
    assert said == set(case.opinions)
    # facts: only by declared writers
    for line in log:
        if isinstance(line.event, ev.FactWritten):
            assert line.event.name in release.facts
    # 8. the log tells the same case
    told = replay(log, local_facts=release.local_facts)
    assert (told.visits, told.items, told.facts.values) == (
        case.visits,
        case.items,
        case.facts.values,
    )
    assert audit.verify(desk.engine).faults == ()
    return log


@settings(max_examples=12)
@given(seed=st.integers(0, 2**32 - 1), beginning=st.sampled_from(BEGINNINGS))
def test_whatever_is_tried_in_whatever_order_the_case_stays_sound(
    own_desks, tmp_path_factory, seed, beginning
):
    folder: Path = tmp_path_factory.mktemp("one") / "desk"
    desk = own_desks.at(beginning, folder)
    order, log = Random(seed), desk.player.log()
    try:
        for _code, refused in deeds(desk, order):
            if not refused:
                log = hold_invariants(desk, log)
    finally:
        desk.engine.dispose()


def test_random_deeds_are_both_done_and_refused(own_desks, tmp_path):
    """The test above would prove nothing if everything it tries were refused."""
    desk = own_desks.at("P2.1", tmp_path / "desk")
    outcomes = {code for seed in range(4) for code, _ in deeds(desk, Random(seed))}
    desk.engine.dispose()
    assert {"done", "not_your_task", "form_invalid"} <= outcomes


def test_no_state_of_an_item_leads_out_of_the_table():
    assert {to for allowed in MOVES.values() for to in allowed} <= set(MOVES)
    assert [state for state, allowed in MOVES.items() if not allowed] == [
        "done",
        "closed_by_system",
    ]
