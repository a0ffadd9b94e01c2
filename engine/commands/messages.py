"""Acts that reach the diagram as a message: objection, escalation, no longer waiting."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.commands import moving, tracking
from engine.commands.act import Act
from engine.commands.answers import answer
from engine.commands.chains import open_application
from engine.commands.complete_task import finish
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.holding import recused
from engine.commands.office import Office
from engine.commands.operate import applicant_role
from engine.commands.operations import BY_STEP, Operation
from engine.commands.refusals import (
    EscalationNotPossible,
    LimitNotRunning,
    NotYourTask,
    RecusedPerson,
    SupplementUsedUp,
)
from engine.commands.standing import settle_status
from engine.domain import clock as clocks
from engine.domain import events as ev

RO, URGING = BY_STEP["RO"], BY_STEP["P2.8"]
ORGAN_STATEMENT = "dl_org_statement"
NO_LONGER_WAITING = "不再等待"
WAITS_WORKING_DAYS = 10
"""Working days after service before urging where no period is set (本系统建议值)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActByMessage(CaseCommand):
    """Object, escalate, urge or ask for a supplement."""

    verb: str
    body: Mapping[str, object] = field(default_factory=dict)


def act_by_message(office: Office, command: ActByMessage) -> Answer:
    """Do the act; the diagram goes on by its message."""
    deed = VERBS[command.verb]
    return change_case(office, command, lambda act: deed(act, command.body))


def _object(act: Act, body: Mapping[str, object]) -> Answer:
    """提出异议: an application of its own document (A10), then RO1 opens beside the main line."""
    role = applicant_role(act, RO)
    document = tracking.refuse_objection(act)
    item = open_application(act, step=RO.step, role=role, title=RO.title)
    finish(act, item.id, body)
    act.record(ev.ObjectionRaised(document_id=document.id))
    moving.deliver(act, "objection")
    act.record(ev.StatusChanged(status="objection_pending"))
    return answer(act)


def _escalate(act: Act, body: Mapping[str, object]) -> Answer:
    """升级处理: interrupts the rectification; its task opens and is finished in the same deed."""
    refuse_escalation(act, body)
    if not any(one.step == "R6" for one in act.case.open_visits):
        moving.deliver(act, "escalate")
    visit = next(one for one in act.case.open_visits if one.step == "R6")
    return finish(act, act.case.items_of(visit.id)[0].id, body)


def refuse_escalation(act: Act, _values: Mapping[str, object]) -> None:
    """Only by the first handler, after the period expired, while the organ still rectifies."""
    _refuse_stranger(act, "lead_handler")
    tracking.refuse_early_escalation(act)
    if not any(one.step in {"R6", *tracking.RECTIFYING} for one in act.case.open_visits):
        raise EscalationNotPossible(where={"step": "R6"})


def _urge(act: Act, body: Mapping[str, object]) -> Answer:
    """逾期催告、约谈、不再等待 (P2.8)."""
    role = applicant_role(act, URGING)
    _refuse_early_urging(act)
    waiting = [one for one in act.case.open_visits if one.step == "P2.7"]
    if not waiting:
        raise LimitNotRunning(where={"limit": ORGAN_STATEMENT}, title="提交书面说明和材料")
    item = open_application(act, step=URGING.step, role=role, title=URGING.title)
    finish(act, item.id, body)
    act.record(ev.UrgingSent(limit=ORGAN_STATEMENT, visit_id=waiting[0].id))
    if body.get("urge_kind") == NO_LONGER_WAITING:
        moving.deliver(act, "statement_waived")
        settle_status(act, since=0)
    return answer(act)


def _supplement(act: Act, _body: Mapping[str, object]) -> Answer:
    """要求补正: once only; the first time it is the answer of the formal check (P1.2)."""
    _refuse_stranger(act, "intake_clerk")
    if act.case.facts.values.get("supplement_used") is True:
        raise SupplementUsedUp(where={"case": act.case.head.id})
    for visit in act.case.open_visits:
        if visit.step == "P1.2":
            item = act.case.items_of(visit.id)[0]
            return finish(act, item.id, {"is_complete": False})
    raise SupplementUsedUp(where={"case": act.case.head.id})


def _refuse_early_urging(act: Act) -> None:
    runs = [one for one in act.case.clocks_of(ORGAN_STATEMENT) if one.stop is None]
    if runs:
        clocks.refuse_unless_expired(runs[-1], act.at, act.calendar)
        return
    notice = act.case.latest_document("D04")
    if notice is None or notice.served_on is None:
        raise LimitNotRunning(where={"limit": ORGAN_STATEMENT}, title="提交书面说明和材料")
    waited = act.calendar.working_days_between(notice.served_on, act.at.date())
    if waited < WAITS_WORKING_DAYS:
        raise clocks.LimitNotExpired(
            where={"limit": ORGAN_STATEMENT},
            title="提交书面说明和材料",
            due_on=act.calendar.add_working_days(notice.served_on, WAITS_WORKING_DAYS),
        )


def _refuse_stranger(act: Act, role: str) -> None:
    where = {"case": act.case.head.id}
    if act.by.id in recused(act):
        raise RecusedPerson(where=where)
    named = role != "lead_handler" or act.by.id in act.case.head.handlers[:1]
    if role not in act.by.roles or not named:
        raise NotYourTask(where=where, task="该操作")


ESCALATION = Operation(
    step="R6",
    title="升级处理",
    applicants=frozenset({"lead_handler"}),
    chain=lambda _act, _values: None,
    may_apply=refuse_escalation,
)
"""As the menu of acts offers it; where the diagram has opened the task, it is that task."""

VERBS: dict[str, Callable[[Act, Mapping[str, object]], Answer]] = {
    "object": _object,
    "escalate": _escalate,
    "urge": _urge,
    "supplement": _supplement,
}
"""Verb → deed."""
