"""Returns, jumps and take-backs: after each the case still comes to its end."""

from datetime import timedelta

import pytest

from engine.bpmn.faults import PositionUnknown, TokenNotOpen
from engine.ports import Position, Repositioning, Surroundings
from tests.port.diagrams.drawing import (
    MAIN,
    MONDAY,
    Case,
    call,
    called,
    end,
    flow,
    inside,
    main,
    node,
    on_day,
    on_message,
    release,
    start,
    users,
)
from tests.port.diagrams.small import ANY_OF, IN_A_ROW, SIDE_BY_SIDE

BLOCK = release(
    main(
        start(),
        users("before", "a1", "a2", "b", "after"),
        node("parallelGateway", "split"),
        node("parallelGateway", "meet"),
        end(),
        flow("begin", "before", "split", "a1", "a2", "meet", "after", "done"),
        flow("split", "b", "meet"),
    )
)
NESTED = release(
    main(
        start(),
        users("first"),
        call("work", "proc_a"),
        users("last"),
        end(),
        flow("begin", "first", "work", "last", "done"),
    ),
    called(
        "proc_a",
        start(),
        users("plan"),
        inside(
            "within",
            start("within_begin"),
            node("parallelGateway", "split"),
            users("a", "b"),
            node("parallelGateway", "meet"),
            end("within_done"),
            flow("within_begin", "split", "a", "meet", "within_done"),
            flow("split", "b", "meet"),
        ),
        on_message("stop", "within", "escalate", interrupting=True),
        on_day("remind", "plan", "meeting_on"),
        users("check"),
        end(),
        end("reminded"),
        flow("begin", "plan", "within", "check", "done"),
        flow("stop", "check"),
        flow("remind", "reminded"),
        messages="escalate",
    ),
)


def reposition(case: Case, taken: list[str], *put: Position) -> Case:
    """Take the tokens at these elements (and waiting at these joins) and put others."""
    waiting = case.runner.arrivals(case.moved.state, diagrams=case.diagrams)
    ids = [each.id for each in case.tokens if each.element in taken]
    ids += [each.id for each in waiting if each.element in taken]
    case.moved = case.runner.reposition(
        case.moved.state,
        Repositioning(taken=tuple(ids), put=put),
        diagrams=case.diagrams,
        facts=case.facts,
        around=case.around,
    )
    return case


def at(element: str, process: str = MAIN, **more) -> Position:
    return Position(process=process, element=element, **more)


def test_a_return_in_a_row_goes_back_and_forward_again():
    case = reposition(Case(IN_A_ROW).finish("a"), ["b"], at("a"))
    assert case.open == ["a"]
    assert len(case.moved.cancelled) == 1
    assert case.finish("a", "b").moved.ended


def test_a_return_within_a_branch_leaves_the_other_branch_alone():
    case = reposition(Case(BLOCK).finish("before", "a1"), ["a2"], at("a1"))
    assert case.open == ["a1", "b"]
    assert case.finish("b", "a1", "a2").open == ["after"]
    assert case.finish("after").moved.ended


def test_a_return_within_a_branch_keeps_the_other_branch_waiting_at_the_join():
    case = Case(BLOCK).finish("before", "a1", "b")
    (waiting,) = case.runner.arrivals(case.moved.state, diagrams=BLOCK)
    assert (waiting.element, waiting.flow, waiting.process) == ("meet", "f_b_meet", MAIN)
    assert reposition(case, ["a2"], at("a1")).open == ["a1"]
    assert case.finish("a1", "a2").open == ["after"]


def test_a_return_out_of_a_block_takes_all_its_tokens_and_those_at_the_join():
    case = reposition(Case(BLOCK).finish("before", "a1", "b"), ["a2", "meet"], at("before"))
    assert case.open == ["before"]
    assert case.runner.arrivals(case.moved.state, diagrams=BLOCK) == ()
    assert case.finish("before").open == ["a1", "b"]
    assert case.finish("a1", "b", "a2").open == ["after"]
    assert case.finish("after").moved.ended


def test_a_return_into_a_finished_block_keeps_the_arrival_of_the_other_branch():
    done = Case(BLOCK).finish("before", "a1", "b", "a2")
    case = reposition(done, ["after"], at("a2"), at("meet", flow="f_b_meet"))
    assert case.open == ["a2"]
    assert case.finish("a2").open == ["after"]
    assert case.finish("after").moved.ended


@pytest.mark.parametrize("token_first", [True, False])
def test_an_inclusive_join_waits_for_the_branch_returned_to(token_first):
    case = Case(ANY_OF, {"with_a": True, "with_b": True}).finish("a", "b")
    put = [at("a"), at("meet", flow="f_b_meet")]
    reposition(case, ["after"], *(put if token_first else reversed(put)))
    assert case.open == ["a"]
    assert case.finish("a").open == ["after"]
    assert case.finish("after").moved.ended


def test_a_return_out_of_a_call_closes_the_call():
    case = Case(NESTED).finish("first", "plan", "a")
    path = case.token("b").path
    reposition(case, ["b", "meet"], at("first"))
    assert case.open == ["first"]
    assert case.moved.calls_closed == (path,)
    assert case.moved.messages == frozenset()
    assert case.finish("first", "plan", "a", "b", "check", "last").moved.ended


def test_a_return_out_of_a_call_closes_it_even_when_one_of_its_branches_has_ended():
    diagrams = release(
        main(
            start(),
            users("first"),
            call("work", "proc_a"),
            users("last"),
            end(),
            flow("begin", "first", "work", "last", "done"),
        ),
        called(
            "proc_a",
            start(),
            node("parallelGateway", "split"),
            users("a", "b"),
            end(),
            end("done_b"),
            flow("begin", "split", "a", "done"),
            flow("split", "b", "done_b"),
        ),
    )
    case = reposition(Case(diagrams).finish("first", "a"), ["b"], at("first"))
    assert case.open == ["first"]
    assert len(case.moved.calls_closed) == 1
    assert case.finish("first", "b", "a", "last").moved.ended


def test_a_return_out_of_a_call_closes_it_even_when_a_reminder_has_rung_there():
    tomorrow = MONDAY + timedelta(days=1)
    case = Case(NESTED, {"meeting_on": tomorrow.date()}).finish("first").ring(at=tomorrow)
    assert reposition(case, ["plan"], at("first")).open == ["first"]
    assert len(case.moved.calls_closed) == 1
    assert case.finish("first", "plan", "a", "b", "check", "last").moved.ended


def test_a_return_out_of_a_sub_process_disarms_its_boundary_events():
    case = Case(NESTED).finish("first", "plan", "a")
    path = case.token("b").path
    reposition(case, ["b", "meet"], at("plan", "proc_a", path=path))
    assert case.open == ["plan"]
    assert case.moved.messages == frozenset()
    assert case.moved.calls_closed == ()
    assert case.finish("plan").moved.messages == {"escalate"}
    assert case.finish("b", "a", "check", "last").moved.ended


def test_a_return_into_a_finished_sub_process_opens_it_again_without_its_start():
    case = Case(NESTED).finish("first", "plan", "a", "b")
    path = case.token("check").path
    reposition(case, ["check"], at("a", "proc_a", path=path, within=("within",)))
    assert case.open == ["a"]
    assert case.moved.messages == {"escalate"}


def test_a_token_and_an_arrival_may_be_put_into_a_sub_process_opened_again():
    case = Case(NESTED).finish("first", "plan", "a", "b")
    path = case.token("check").path
    put = at("a", "proc_a", path=path, within=("within",))
    reposition(case, ["check"], put)
    reposition(case, [], at("meet", "proc_a", path=path, flow="f_b_meet"))
    assert case.finish("a").open == ["check"]
    assert case.finish("check", "last").moved.ended


def test_a_case_on_paper_may_begin_in_the_middle_of_a_called_process():
    case = reposition(Case(NESTED), ["first"], at("check", "proc_a", within=("work",)))
    (token,) = case.tokens
    assert (token.element, token.process) == ("check", "proc_a")
    assert token.path[0].startswith("work.")
    assert case.finish("check").open == ["last"]
    assert case.finish("last").moved.ended


def test_timers_follow_the_token():
    tomorrow = MONDAY + timedelta(days=1)
    case = Case(NESTED, {"meeting_on": tomorrow.date()}, around=Surroundings(now=MONDAY))
    case.finish("first")
    assert timers(case) == ["remind"]
    path = case.token("plan").path
    reposition(case, ["plan"], at("check", "proc_a", path=path))
    assert timers(case) == []
    reposition(case, ["check"], at("plan", "proc_a", path=path))
    assert timers(case) == ["remind"]


def timers(case: Case) -> list[str]:
    return [timer.element for timer in case.moved.timers]


def test_a_token_that_is_not_open_cannot_be_taken():
    case = Case(SIDE_BY_SIDE)
    change = Repositioning(taken=("999",), put=(at("after"),))
    with pytest.raises(TokenNotOpen):
        case.runner.reposition(
            case.moved.state,
            change,
            diagrams=case.diagrams,
            facts=case.facts,
            around=case.around,
        )


@pytest.mark.parametrize(
    "position",
    [
        at("nowhere"),
        at("a", "proc_x"),
        at("a", path=("work.3",)),
        at("meet", flow="nothing"),
        at("after", flow="f_b_meet"),
        at("after", within=("nothing",)),
        at("after", within=("a",)),
    ],
    ids=str,
)
def test_a_position_that_does_not_exist_is_a_fault(position):
    case = Case(SIDE_BY_SIDE)
    with pytest.raises(PositionUnknown) as fault:
        reposition(case, ["a"], position)
    assert fault.value.code == "position_unknown"
    assert case.open == ["a", "b"]
