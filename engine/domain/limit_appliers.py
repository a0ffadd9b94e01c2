"""How the events of a limit change a case; and the events that are facts for the log only."""

from typing import Any

from engine.domain import events as ev
from engine.domain.applying import applies
from engine.domain.case import Case


def _clock_changed(case: Case, event: Any, _line: ev.Logged) -> None:  # noqa: ANN401 - six events
    case.clocks[event.clock.id] = event.clock
    if case.due_on.get(event.clock.id) != event.due_on:
        case.overdue.discard(event.clock.id)  # another last day may pass once more
        case.rungs.pop(event.clock.id, None)
    case.due_on[event.clock.id] = event.due_on
    case.reminded.discard(event.clock.id)  # and has its own reminder
    case.touched.clocks.add(event.clock.id)


for _of_a_clock in (
    ev.LimitStarted,
    ev.LimitMet,
    ev.LimitCancelled,
    ev.LimitPaused,
    ev.LimitResumed,
    ev.LimitExtended,
    ev.LimitReopened,
    ev.LimitRecalculated,
    ev.LimitRestarted,
):
    applies(_of_a_clock)(_clock_changed)


@applies(ev.LightChanged)
def _light_changed(case: Case, event: ev.LightChanged, _line: ev.Logged) -> None:
    case.lights[event.clock_id] = event.light
    case.touched.clocks.add(event.clock_id)


@applies(ev.RungReached)
def _rung_reached(case: Case, event: ev.RungReached, _line: ev.Logged) -> None:
    _climb(case, event.clock_id, event.rung)


@applies(ev.RungHeld)
def _rung_held(case: Case, event: ev.RungHeld, _line: ev.Logged) -> None:
    _climb(case, event.clock_id, event.rung)


def _climb(case: Case, clock_id: str, rung: str) -> None:
    case.rungs[clock_id] = (*case.rungs.get(clock_id, ()), rung)
    case.touched.clocks.add(clock_id)


@applies(ev.LimitReminded)
def _limit_reminded(case: Case, event: ev.LimitReminded, _line: ev.Logged) -> None:
    case.reminded.add(event.clock_id)
    case.touched.clocks.add(event.clock_id)


@applies(ev.OverdueRecorded)
def _overdue(case: Case, event: ev.OverdueRecorded, _line: ev.Logged) -> None:
    case.overdue.add(event.clock_id)
    case.touched.clocks.add(event.clock_id)


def _only_logged(_case: Case, _event: object, _line: ev.Logged) -> None:
    """The event is a fact for the log; nothing that is kept changes by it."""


for _kind in (
    ev.CaseNotAccepted,
    ev.JurisdictionDenied,
    ev.CaseNotFiled,
    ev.FilingRevoked,
    ev.CaseArchived,
    ev.LookbackScheduled,
    ev.TaskOpened,
    ev.OperationRefused,
    ev.SupplementRequested,
    ev.SupplementGiven,
    ev.SupplementLapsed,
    ev.CaseSuspended,
    ev.CaseResumed,
    ev.RecusalRequested,
    ev.RecusalRejected,
    ev.CaseTerminated,
    ev.CaseTakenOffline,
    ev.LevelRaised,
    ev.CaseMerged,
    ev.CaseListed,
    ev.CaseUnlisted,
    ev.ClueTransferred,
    ev.TransferReceived,
    ev.ObjectionAnswered,
    ev.InstrumentEscalated,
    ev.VoteCast,
    ev.MeetingDecided,
    ev.ComplainantAnswered,
    ev.ComplainantUnmasked,
    ev.ReceiptPrinted,
    ev.LimitExpired,
    ev.UrgingSent,
):
    applies(_kind)(_only_logged)
