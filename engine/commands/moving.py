"""Let the diagrams move, and turn what they did into events: facts, visits, the end."""

import hashlib
from collections.abc import Collection
from datetime import date, datetime

from engine.commands import assigning
from engine.commands.act import Act
from engine.commands.lighting import light_rules
from engine.commands.refusals import DiagramLacksTask
from engine.domain import events as ev
from engine.domain.case import Case
from engine.domain.clock import Clock
from engine.domain.facts import fact_to_plain
from engine.domain.lights import reminder_at
from engine.domain.visit import CloseReason, Visit, VisitRule, VisitState
from engine.ports import Job, Moved, Position, Repositioning, Surroundings, Token

OVERALL = "proc_case_main"
BEGINS_WITHOUT_MEMORY = ("proc_decision",)
"""Procedures whose own facts are empty each time they are entered."""

ASKED_ANEW = frozenset({"form", "ballot"})


def start(act: Act) -> Moved:
    """Begin the overall process of the case."""
    moved = act.office.runner.start(
        diagrams=act.release, facts=act.case.facts.copy(), around=surroundings(act)
    )
    return take_over(act, moved, reached_from=())


def complete(act: Act, visit: Visit) -> Moved:
    """The token of `visit` goes on."""
    moved = act.office.runner.complete(
        act.case.state,
        visit.token_id,
        diagrams=act.release,
        facts=act.case.facts.copy(),
        around=surroundings(act),
    )
    return take_over(act, moved, reached_from=(visit.id,))


def deliver(act: Act, message: str) -> Moved:
    """Give a message of the people's layer (``objection``, ``escalate`` …) to the diagram."""
    moved = act.office.runner.deliver(
        act.case.state,
        message,
        diagrams=act.release,
        facts=act.case.facts.copy(),
        around=surroundings(act),
    )
    return take_over(act, moved, reached_from=())


def ring(act: Act) -> Moved:
    """Let the timers of the diagram that are due fire."""
    return take_over(act, _rung(act), reached_from=())


def let_timers_fire(act: Act) -> None:
    """As `ring`, but nothing is recorded where no timer was due; those that wait are set."""
    moved = _rung(act)
    if moved.passed:
        take_over(act, moved, reached_from=())
    else:
        _set_timers(act, moved)


def _rung(act: Act) -> Moved:
    return act.office.runner.ring(
        act.case.state,
        diagrams=act.release,
        facts=act.case.facts.copy(),
        around=surroundings(act),
    )


def jump(act: Act, step: str, *, leaving: Collection[str] = ()) -> Moved:
    """Take every token and put one into the task of `step`: a jump that a decision orders.

    Where procedures are named as `leaving`, only their tokens are taken.
    """
    arrivals = act.office.runner.arrivals(act.case.state, diagrams=act.release)
    visits = [visit for visit in act.case.open_visits if visit.token_id]
    taken = (
        *(one.token_id for one in visits if not leaving or one.process in leaving),
        *(one.id for one in arrivals if not leaving or one.process in leaving),
    )
    change = Repositioning(taken=taken, put=(_entrance(act, step),))
    return _reposition(act, act.case.state, change)


def put_back(
    act: Act, position: Position, *, taken: tuple[str, ...], reached_from: tuple[str, ...]
) -> Moved:
    """Take tokens away and put one where it was before (退回、撤回)."""
    change = Repositioning(taken=taken, put=(position,))
    return _reposition(act, act.case.state, change, reached_from=reached_from)


def begin_anew(act: Act, step: str) -> Moved:
    """A case that has ended begins another round in the task of `step`."""
    begun = act.office.runner.start(
        diagrams=act.release, facts=act.case.facts.copy(), around=surroundings(act)
    )
    change = Repositioning(taken=tuple(one.id for one in begun.opened), put=(_entrance(act, step),))
    return _reposition(act, begun.state, change)


def _reposition(
    act: Act, state: bytes, change: Repositioning, *, reached_from: tuple[str, ...] = ()
) -> Moved:
    moved = act.office.runner.reposition(
        state,
        change,
        diagrams=act.release,
        facts=act.case.facts.copy(),
        around=surroundings(act),
    )
    return take_over(act, moved, reached_from=reached_from)


def _entrance(act: Act, step: str) -> Position:
    """Where the task of `step` lies: in which procedure, by which call of the overall process."""
    task = next(one for one in act.release.tasks.values() if one.step == step)
    overall = act.release.process_definitions[OVERALL]
    call = next(node.id for node in overall.nodes.values() if node.called == task.process)
    return Position(process=task.process, element=task.element, within=(call,))


def take_over(act: Act, moved: Moved, *, reached_from: tuple[str, ...]) -> Moved:
    """Record what the engine did, in its order: facts, closed calls, lost visits, new visits."""
    act.case.state = moved.state
    act.record(
        ev.ProcessMoved(
            state_sha256=hashlib.sha256(moved.state).hexdigest(),
            passed=tuple((one.process, one.element) for one in moved.passed),
            ended=moved.ended,
        )
    )
    _forget_on_entry(act, moved)
    for name, value, path in moved.written:
        act.record(ev.FactWritten(name=name, value=fact_to_plain(value), path=path))
    for path in moved.calls_closed:
        act.record(ev.CallEnded(path=path))
    for token_id in moved.cancelled:
        lost = act.case.visit_of_token(token_id)
        if lost is not None:
            act.record(ev.VisitClosed(visit_id=lost.id, reason=CloseReason.CASE_ENDED))
    for token in moved.opened:
        open_visit(act, token, reached_from)
    if moved.ended:
        _close_what_nobody_waits_for(act)
    _set_timers(act, moved)
    return moved


def _close_what_nobody_waits_for(act: Act) -> None:
    """With the case end the acts beside its diagrams that are still under way (EX …, P3.5)."""
    for visit in act.case.open_visits:
        act.record(ev.VisitClosed(visit_id=visit.id, reason=CloseReason.CASE_ENDED))


def open_visit(act: Act, token: Token, reached_from: tuple[str, ...]) -> Visit:
    """A token entered a user task: its visit and work items begin."""
    task = act.release.tasks.get((token.process, token.element))
    if task is None:
        raise DiagramLacksTask(where={"process": token.process}, element=token.element)
    visit = Visit(
        id=act.office.ids.next(),
        token_id=token.id,
        process=token.process,
        element=token.element,
        path=token.path,
        step=task.step,
        roles=task.roles,
        form=task.form,
        title=task.name,
        rule=VisitRule(task.visit),
        round_no=_rounds(act.case, token) + 1,
        previous=reached_from,
        opened_at=act.at,
    )
    act.record(ev.VisitOpened(visit=visit, items=assigning.items_for(act, task, visit)))
    act.record(assigning.notice_of(visit))
    return visit


def _rounds(case: Case, token: Token) -> int:
    """How often a token stood there before, within the same call."""
    for visit_id in reversed(case.visits.keys_having("element", token.element)):
        visit = case.visits[visit_id]
        if (visit.process, visit.path) == (token.process, token.path):
            return visit.round_no
    return 0


def step_is_left(act: Act, visit: Visit, moved: Moved) -> bool:
    """Whether the step of `visit` is over: the move opened no further task of the same step."""
    opened = (act.release.tasks[(one.process, one.element)] for one in moved.opened)
    return all(task.step != visit.step for task in opened) and not any(
        other.step == visit.step and other.state is VisitState.OPEN
        for other in act.case.open_visits
        if other.id != visit.id and other.path == visit.path
    )


def surroundings(act: Act) -> Surroundings:
    """What expressions of a diagram may ask besides the facts."""
    calendar = act.calendar

    def limit_due_on(key: str) -> date | None:
        running = _running(act, key)
        return running.due_on(calendar) if running else None

    return Surroundings(
        now=act.at,
        functions={
            "is_working_day": calendar.is_working_day,
            "next_working_day": calendar.next_working_day,
            "add_working_days": calendar.add_working_days,
            "working_days_between": calendar.working_days_between,
            "limit_due_on": limit_due_on,
            "limit_reminder_at": lambda key: _reminder(act, key),
        },
    )


def _running(act: Act, key: str) -> Clock | None:
    """The latest run of a limit that has not stopped."""
    running = [clock for clock in act.case.clocks_not_stopped if clock.key == key]
    return running[-1] if running else None


def _reminder(act: Act, key: str) -> datetime | None:
    running = _running(act, key)
    if running is None:
        return None
    return reminder_at(running, act.calendar, light_rules(act.release))


def _forget_on_entry(act: Act, moved: Moved) -> None:
    """A procedure that begins anew forgets what its forms and ballots said the last time."""
    for key in BEGINS_WITHOUT_MEMORY:
        definition = act.release.process_definitions.get(key)
        if definition is None:
            continue
        starts = {
            node.id
            for node in definition.nodes.values()
            if node.kind == "startEvent" and node.parent == key
        }
        if not any(one.process == key and one.element in starts for one in moved.passed):
            continue
        for fact in act.release.facts.values():
            known = act.case.facts.values.get(fact.name) is not None
            if fact.procedure == definition.procedure and known and fact.writer.kind in ASKED_ANEW:
                act.record(ev.FactWritten(name=fact.name, value=None))


def _set_timers(act: Act, moved: Moved) -> None:
    for timer in () if act.on_paper else moved.timers:
        act.jobs.append(
            Job(
                kind="ring_case",
                key=f"ring:{timer.token_id}:{timer.due_at.isoformat()}",
                due_at=timer.due_at,
                case_id=act.case.head.id,
            )
        )
