"""图外办理行为: which acts a person may apply for in a case now, and the form of one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.commands import automatic
from engine.commands.act import Act
from engine.commands.messages import ESCALATION, RO, URGING
from engine.commands.operate import refuse_unless_timely
from engine.commands.operations import JUDGED_BY_THE_CASE, OPERATIONS, Operation
from engine.commands.refusals import CaseNotFound, OperationUnknown
from engine.commands.task_form import task_form
from engine.domain.sight import Sight, sight
from engine.domain.visit import Visit
from engine.errors import Refusal
from engine.queries.asked_form import AskedForm, asked_form
from engine.queries.looking import Desk, looking

ACTS: dict[str, Operation] = {
    **OPERATIONS,
    "object": RO,
    "urge": URGING,
    "escalate": ESCALATION,
}
"""Verb → act; those that move the diagram by a message stand beside the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedAct:
    """An act the person may apply for now."""

    verb: str
    step: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActForm:
    """The form of such an act, and the version of the case it is about."""

    act: OfferedAct
    asked: AskedForm
    version: int


def offered_acts(act: Act) -> Sequence[OfferedAct]:
    """What the person may apply for, as far as the case alone can tell."""
    if act.case.head.runs_on_paper:
        return []
    return list(_offered(act))


def _offered(act: Act) -> Iterator[OfferedAct]:
    for verb, operation in ACTS.items():
        try:
            refuse_unless_timely(act, operation)
            if verb in JUDGED_BY_THE_CASE or operation is ESCALATION:
                operation.may_apply(act, {})
        except Refusal:
            continue
        yield OfferedAct(verb=verb, step=operation.step, title=operation.title)


def act_form(desk: Desk, case_id: str, verb: str) -> ActForm:
    """The form; refuses `operation_unknown`, and whatever stands in the way of applying."""
    operation = ACTS.get(verb)
    if operation is None:
        raise OperationUnknown(where={"verb": verb}, verb=verb)
    with looking(desk, case_id) as act:
        if sight(act.case, desk.by) is Sight.NOTHING:
            raise CaseNotFound(where={"case": case_id})
        role = refuse_unless_timely(act, operation)
        visit = Visit(
            id="",
            token_id="",
            process="operation",
            element="",
            step=operation.step,
            roles=(role,),
            form=operation.form or operation.step,
            title=operation.title,
            opened_at=act.at,
        )
        asked = task_form(act.release, visit, role)
        known = automatic.known_values(act, asked)
        return ActForm(
            act=OfferedAct(verb=verb, step=operation.step, title=operation.title),
            asked=asked_form(act, asked, known, None, ()),
            version=act.case.head.version,
        )
