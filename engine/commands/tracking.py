"""整改跟踪: objection and its re-examination, escalation when the organ does not obey."""

from collections.abc import Iterator

from engine.commands.act import Act
from engine.commands.assigning import who_did
from engine.commands.case_facts import Done
from engine.commands.refusals import (
    NothingToObject,
    ObjectionTooLate,
    ObjectionUsedUp,
    SeparationOfDuties,
)
from engine.domain import clock as clocks
from engine.domain import events as ev
from engine.domain.clock import Clock, Mark
from engine.domain.document import Document

OBJECTION = "dl_objection"
RECTIFICATION = ("dl_correct", "dl_urging_reply", "dl_correct_again")
"""整改期间: while one of these runs the total period rests (STEPS 2, 定论二)."""

REPORTS = (*RECTIFICATION, "dl_decision_report")
RECTIFYING = frozenset({"R1", "R3", "R4", "R5"})
"""Steps during which the organ can be escalated."""

OPEN_TO_OBJECTION = frozenset({"D09b", "D09c", "D10"})
INSTRUMENTS = (*sorted(OPEN_TO_OBJECTION), "D09a")


def refuse_objection(act: Act) -> Document:
    """The document that is open to objection now; once each, within its window."""
    document = instrument_in_force(act)
    where = {"step": "RO"}
    if document is None or document.kind not in OPEN_TO_OBJECTION:
        raise NothingToObject(where=where)
    if document.id in act.case.head.objected:
        raise ObjectionUsedUp(where=where)
    runs = act.case.clocks_of(OBJECTION)
    if runs and runs[-1].is_expired(act.at, act.calendar):
        raise ObjectionTooLate(where=where)
    return document


def instrument_in_force(act: Act) -> Document | None:
    """The handling document served last."""
    served = [
        one
        for one in act.case.documents.values()
        if one.kind in INSTRUMENTS and one.served_on is not None and one.void_reason is None
    ]
    return served[-1] if served else None


def refuse_early_escalation(act: Act) -> None:
    """Only when the period to rectify or to report has expired."""
    for clock in running_reports(act):
        clocks.refuse_unless_expired(clock, act.at, act.calendar)


def running_reports(act: Act) -> list[Clock]:
    """The periods of the organ that still run."""
    return [clock for key in REPORTS for clock in act.case.clocks_of(key) if clock.stop is None]


def escalate(done: Done) -> Iterator[ev.Event]:
    """升级: what the organ let pass is cancelled; its overdue record stays."""
    act = done.act
    yield ev.InstrumentEscalated(reason=str(done.values.get("reason", "")))
    mark = Mark(event="InstrumentEscalated", at=act.at, entered_at=act.entered_at)
    for clock in running_reports(act):
        ended = clocks.cancel(clock, mark)
        yield ev.LimitCancelled(clock=ended, limit=clock.key, due_on=ended.due_on(act.calendar))


def refuse_own_reexamination(done: Done) -> None:
    """复查人 is none of those who made the document (S6)."""
    person = str(done.values.get("reexaminer"))
    if person in done.act.case.head.handlers or person in _makers(done.act):
        raise SeparationOfDuties(
            where={"step": done.step, "field": "reexaminer"},
            why="复查人不得是该文书的承办人、法制审核人、签发人",
        )


def appoint_reexaminer(done: Done) -> None:
    """RO1: whoever is named answers in RO2."""
    done.act.record(ev.PersonAppointed(step="RO2", person_id=str(done.values["reexaminer"])))


def _makers(act: Act) -> set[str]:
    return who_did(act.case, {"P6.1", "P6.2", "P6.3", "P6.6"})
