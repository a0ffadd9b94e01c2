"""办结一项任务: the one deed everything else leads to."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from engine.commands import (
    automatic,
    case_facts,
    guards,
    informing,
    linking,
    meeting,
    milestones,
    paperwork,
    registering,
    returning,
    tracking,
)
from engine.commands.act import Act
from engine.commands.answers import answer
from engine.commands.case_facts import Done
from engine.commands.chains import is_operation
from engine.commands.deciding import RESULT_KEY, TURNED_DOWN, Gone, decide
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.holding import claim_if_needed, refuse_unless_holding
from engine.commands.judging import refuse_joined_duties
from engine.commands.office import Office
from engine.commands.refusals import ReturnNotReady
from engine.commands.standing import settle_status
from engine.commands.task_form import TaskForm, task_form
from engine.definitions.form_body import BodyContext, check_body
from engine.definitions.form_fields import Kind
from engine.definitions.form_plain import to_plain
from engine.domain import events as ev
from engine.domain.plain import Plain, canonical, texts
from engine.domain.visit import Opinion, Visit, WorkItem
from engine.ports import Body

OPINION_KEY = "opinion"


def _escalate(done: Done) -> None:
    for event in tracking.escalate(done):
        done.act.record(event)


BESIDE: dict[str, tuple[Callable[[Done], None], ...]] = {
    "P6.4": (meeting.recuse_members,),
    "P6.5": (meeting.cast,),
    "R6": (_escalate,),
    "RO1": (tracking.appoint_reexaminer,),
}
"""Step → what its completion does besides documents and facts, before the diagram moves."""


AFTERWARDS: dict[str, tuple[Callable[[Done], None], ...]] = {
    "P7.6": (linking.register_new_facts,),
}
"""Step → what follows once the diagram has moved on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteTask(CaseCommand):
    """Finish one work item with what the form asks for."""

    item_id: str
    body: Mapping[str, object] = field(default_factory=dict)


def complete_task(office: Office, command: CompleteTask) -> Answer:
    """Finish the item; answers with the case's version and the tasks that are open now."""
    return change_case(office, command, lambda act: finish(act, command.item_id, command.body))


def finish(act: Act, item_id: str, sent: Mapping[str, object]) -> Answer:
    """Finish an item within a deed under way, in the order of STEPS 0.5."""
    item, visit = refuse_unless_holding(act, item_id)
    act.visit = visit
    done = Done(act=act, visit=visit, role=item.role, values=sent)
    guards.before_form(done)
    asked = task_form(act.release, visit, item.role)
    values = _checked(act, asked, sent)
    done = Done(act=act, visit=visit, role=item.role, values=values)
    guards.after_form(done)
    refuse_joined_duties(act, item, visit, asked)
    claim_if_needed(act, item)
    body = _keep(act, item, visit, asked, values)
    before = len(act.case.new_events)
    _give(act, item, visit, body, done)
    if _is_turned_down(done):
        _turn_down(done)
        settle_status(act, since=before)
        return answer(act)
    paperwork.before_move(done, body)
    registering.register(done)
    for beside in BESIDE.get(visit.step, ()):
        beside(done)
    gone = decide(done)
    if gone is not None and gone.refused:
        paperwork.void_drafts(done)
    elif gone is not None:
        _go_on(done, gone)
    settle_status(act, since=before)
    return answer(act)


def _go_on(done: Done, gone: Gone) -> None:
    """What the move means for the documents and the case, and what follows upon the step."""
    paperwork.after_move(done, gone.opened, step_left=gone.step_left)
    left = milestones.Left(done=done)
    for event in milestones.of_task(left):
        done.act.record(event)
    if gone.step_left:
        for event in milestones.of_step(left):
            done.act.record(event)
        informing.inform(done)
    for afterwards in AFTERWARDS.get(done.step, ()):
        afterwards(done)


def _is_turned_down(done: Done) -> bool:
    return done.values.get(RESULT_KEY) in TURNED_DOWN and not is_operation(done.visit)


def _checked(act: Act, asked: TaskForm, sent: Mapping[str, object]) -> dict[str, object]:
    """Typed values of the part this role writes, with what the product fills in by itself."""
    known = automatic.known_values(act, asked)
    filled = automatic.with_proposals(act, asked.written, sent, known=known)
    context = BodyContext(
        now=act.at,
        choices=automatic.choices(act),
        identity_words=automatic.identity_words(act),
        known={**known, **_days_before(asked, known)},
        user=act.by.id,
        files={one.id: f"{one.id}{one.suffix}" for one in act.case.attachments.values()},
    )
    return check_body(asked.written, filled, context=context)


def _days_before(asked: TaskForm, known: Mapping[str, object]) -> dict[str, object]:
    """The days, kept as text, that a day of this part must not precede and others filled in."""
    found: dict[str, object] = {}
    for one in asked.written.fields.values():
        name = one.validators.not_before
        start = asked.shown.fields.get(name) if name else None
        if start is not None and start.type is Kind.DATE and isinstance(known.get(start.key), str):
            found[start.key] = date.fromisoformat(str(known[start.key]))
    return found


def _turn_down(done: Done) -> None:
    """不同意、退回: the act stands on record, the run goes back to the first step named."""
    act, visit = done.act, done.visit
    task = act.release.tasks[(visit.process, visit.element)]
    result = str(done.values[RESULT_KEY])
    if not task.returns:
        raise ReturnNotReady(
            where={"step": done.step, "field": RESULT_KEY}, task=visit.title, result=result
        )
    act.record(ev.VisitDecided(visit_id=visit.id, decision=result))
    reason = str(done.values.get(OPINION_KEY) or result)
    returning.return_to(act, visit, task.returns[0], reason)


def _keep(
    act: Act, item: WorkItem, visit: Visit, asked: TaskForm, values: Mapping[str, object]
) -> Body:
    """The body as handed in: identity keys apart, and a hash over both."""
    plain = cast("dict[str, Plain]", to_plain(asked.written.fields, values))
    secret = {key for key, one in asked.written.fields.items() if one.secret}
    open_part: dict[str, Plain] = {k: v for k, v in plain.items() if k not in secret}
    identity: dict[str, Plain] = {k: v for k, v in plain.items() if k in secret}
    text = canonical({"values": open_part, "identity": identity})
    body = Body(
        id=act.office.ids.next(),
        case_id=act.case.head.id,
        item_id=item.id,
        step=visit.step,
        role=item.role,
        form=visit.form,
        values=open_part,
        identity=identity,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        given_at=act.at,
        given_by=act.by.id,
    )
    act.bodies.append(body)
    return body


def _give(act: Act, item: WorkItem, visit: Visit, body: Body, done: Done) -> None:
    """The acts of the item itself: body, opinion, facts, and that it is done."""
    act.record(
        ev.BodyGiven(
            body_id=body.id,
            item_id=item.id,
            step=visit.step,
            role=item.role,
            form=visit.form,
            sha256=body.sha256,
        )
    )
    result = done.values.get(RESULT_KEY)
    if result is not None or done.values.get(OPINION_KEY):
        act.record(ev.OpinionGiven(opinion=_opinion(act, item, visit, body, done)))
    if visit.step == "P2.1":
        handlers = texts(done.values.get("handlers"))
        act.record(ev.HandlersAppointed(handlers=tuple(handlers)))
    for event in case_facts.after_task(done):
        act.record(event)
    act.record(
        ev.TaskCompleted(
            item_id=item.id,
            visit_id=visit.id,
            step=visit.step,
            role=item.role,
            outcome=None if result is None else str(result),
        )
    )


def _opinion(act: Act, item: WorkItem, visit: Visit, body: Body, done: Done) -> Opinion:
    result = done.values.get(RESULT_KEY)
    return Opinion(
        id=act.office.ids.next(),
        item_id=item.id,
        visit_id=visit.id,
        step=visit.step,
        role=item.role,
        author=act.by.id,
        result=None if result is None else str(result),
        text=str(done.values.get(OPINION_KEY) or ""),
        body_sha256=body.sha256,
        given_at=act.at,
    )
