"""Apply for, or do, an act outside the diagrams (EX …)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.commands import chains
from engine.commands.act import Act
from engine.commands.complete_task import finish
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.holding import WORKS_WHILE_SUSPENDED, recused
from engine.commands.office import Office
from engine.commands.operations import OPERATIONS, Operation
from engine.commands.refusals import (
    CaseEndedOnPaper,
    CaseHasEnded,
    CaseSuspended,
    NotYourTask,
    OperationUnderWay,
    OperationUnknown,
    RecusedPerson,
)
from engine.domain.case import ON_PAPER
from engine.domain.separation import ORGAN_ROLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Operate(CaseCommand):
    """Do an act by its verb (``suspend``, ``extend`` …) with what its form asks for."""

    verb: str
    body: Mapping[str, object] = field(default_factory=dict)


def operate(office: Office, command: Operate) -> Answer:
    """Apply; what comes of it waits for its approvers. Refuses what the act's own rules refuse."""
    operation = OPERATIONS.get(command.verb)
    if operation is None:
        raise OperationUnknown(where={"verb": command.verb}, verb=command.verb)

    def deed(act: Act) -> Answer:
        role = applicant_role(act, operation)
        _refuse_resting(act, operation)
        if act.case.head.ended and not operation.after_end:
            raise CaseHasEnded(where={"step": operation.step}, task=operation.title)
        operation.may_apply(act, command.body)
        if not operation.many and chains.is_under_way(act, operation.step):
            raise OperationUnderWay(where={"step": operation.step}, title=operation.title)
        item = chains.open_application(
            act, step=operation.step, role=role, title=operation.title, form=operation.form
        )
        return finish(act, item.id, command.body)

    return change_case(office, command, deed)


def refuse_unless_timely(act: Act, operation: Operation) -> str:
    """In which role the person may apply now; refuses where the case stands in the way."""
    role = applicant_role(act, operation)
    _refuse_resting(act, operation)
    if act.case.head.ended and not operation.after_end:
        raise CaseHasEnded(where={"step": operation.step}, task=operation.title)
    if not operation.many and chains.is_under_way(act, operation.step):
        raise OperationUnderWay(where={"step": operation.step}, title=operation.title)
    return role


def applicant_role(act: Act, operation: Operation) -> str:
    """In which of its roles the person applies; refuses `recused_person` and `not_your_task`."""
    where = {"step": operation.step}
    if act.by.id in recused(act):
        raise RecusedPerson(where=where)
    for role in sorted(act.by.roles & operation.applicants):
        if _stands_in_case(act, role):
            return role
    raise NotYourTask(where=where, task=operation.title)


def _stands_in_case(act: Act, role: str) -> bool:
    """Handlers are those of this case, organ people those of its organ."""
    if role in {"lead_handler", "co_handler"}:
        return act.by.id in act.case.head.handlers
    if role in ORGAN_ROLES:
        return act.by.organ_id == act.case.head.organ_id
    return True


def _refuse_resting(act: Act, operation: Operation) -> None:
    if act.case.head.entry == ON_PAPER:
        raise CaseEndedOnPaper(where={"step": operation.step}, task=operation.title)
    resting = "suspended" in act.case.head.flags
    if resting and operation.step not in WORKS_WHILE_SUSPENDED:
        raise CaseSuspended(where={"step": operation.step}, task=operation.title)
