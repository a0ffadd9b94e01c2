"""What the acts outside the diagrams do, and when they cannot be applied for (STEPS 11, EX …)."""

from collections.abc import Mapping

from engine.commands import linking, moving
from engine.commands.act import Act
from engine.commands.refusals import (
    AccountabilityTooEarly,
    CaseNotEnded,
    CaseSuspended,
    LimitNotRunning,
    NotSuspended,
    SeparationOfDuties,
)
from engine.definitions.form_body import FormInvalid
from engine.domain import clock as clocks
from engine.domain import events as ev
from engine.domain.clock import Clock, Mark
from engine.domain.visit import CloseReason, VisitState

Values = Mapping[str, object]

TOTAL = "dl_case_total"
EXTENSIONS_MAX = 1
"""How often a limit may be extended where its own entry does not say."""

ENDS_CASE = "结案"
GRANTED = "准许"


def refuse_suspended(act: Act, _values: Values) -> None:
    """已中止的不再中止."""
    if "suspended" in act.case.head.flags:
        raise CaseSuspended(where={"case": act.case.head.id}, task="中止")


def refuse_not_suspended(act: Act, _values: Values) -> None:
    """Only what is suspended can be resumed."""
    if "suspended" not in act.case.head.flags:
        raise NotSuspended(where={"case": act.case.head.id})


def suspend(act: Act, values: Values) -> None:
    """中止: every period of the case stops counting."""
    act.record(ev.FlagRaised(flag="suspended"))
    act.record(ev.CaseSuspended(reason_code=str(values.get("reason_code") or "other")))


def resume(act: Act, _values: Values) -> None:
    """恢复: the rest of each period runs on, the tasks go on where they were."""
    act.record(ev.FlagLowered(flag="suspended"))
    act.record(ev.CaseResumed())


# --- 延期 ----------------------------------------------------------------------------------------


def refuse_extension(act: Act, values: Values) -> None:
    """Before expiry, once, and by no more than allowed."""
    key = str(values.get("deadline_key"))
    clock = _clock(act, key)
    limit = act.release.limits[key]
    times = limit.extension.times_max if limit.extension else EXTENSIONS_MAX
    clocks.may_extend(clock, asked_at=act.at, times_max=times, calendar=act.calendar)
    most = _most_days(act, clock)
    if int(str(values.get("extend_days"))) > most:
        raise FormInvalid({"extend_days": "out_of_range"})


def extension_chain(_act: Act, values: Values) -> str:
    """The total period is the head's to extend."""
    return "extend_total" if values.get("deadline_key") == TOTAL else "extend"


def extend(act: Act, values: Values) -> None:
    """Lengthen the limit by its own units, counted on from its last day before roll-over."""
    clock = _clock(act, str(values["deadline_key"]))
    mark = Mark(
        event="LimitExtended",
        at=act.at,
        entered_at=act.entered_at,
        ground=str(values["reason"]),
        approver=act.by.id,
    )
    longer = clocks.extend(clock, int(str(values["extend_days"])), mark, document="A05")
    act.record(ev.FlagRaised(flag="extended"))
    act.record(ev.LimitExtended(clock=longer, limit=clock.key, due_on=longer.due_on(act.calendar)))


def _clock(act: Act, key: str) -> Clock:
    """The run that is lengthened: a promise (承诺期限) beside it stays what was promised."""
    running = [one for one in act.case.clocks_not_stopped if one.key == key]
    if not running:
        limit = act.release.limits.get(key)
        raise LimitNotRunning(where={"limit": key}, title=limit.title if limit else key)
    return ([one for one in running if not one.value.promised] or running)[-1]


def _most_days(act: Act, clock: Clock) -> int:
    limit = act.release.limits[clock.key]
    if limit.extension is None:
        return clock.value.amount
    adds = act.release.limits[limit.extension.adds].value_on(clock.started_on)
    return adds.amount if adds else clock.value.amount


# --- 回避 ----------------------------------------------------------------------------------------


def request_recusal(act: Act, values: Values) -> None:
    """From the application on the periods rest until it is decided."""
    act.record(ev.FlagRaised(flag="recusal_pending"))
    act.record(ev.RecusalRequested(person_id=str(values["recused_person"])))


def recusal_chain(act: Act, values: Values) -> str:
    """The head decides; about the head himself, the government does."""
    person = act.tx.directory.person(str(values["recused_person"]))
    return "recuse_head" if person and "bureau_head" in person.roles else "recuse"


def decide_recusal(act: Act, values: Values) -> None:
    """准许: the person leaves every lane, his open items go to the replacement."""
    left = str(values["recused_person"])
    act.record(ev.FlagLowered(flag="recusal_pending"))
    if values.get("recusal_decision") != GRANTED:
        act.record(ev.RecusalRejected(person_id=left))
        return
    came = str(values["replacement"])
    act.record(ev.RecusalGranted(person_id=left, replacement=came))
    for role, handler in zip(("lead_handler", "co_handler"), act.case.head.handlers, strict=False):
        if handler == left:
            act.record(ev.HandlerReplaced(role=role, left=left, came=came))
    _hand_over(act, left, came)


def _hand_over(act: Act, left: str, came: str) -> None:
    for item in list(act.case.items.values()):
        if item.is_open and item.assignee == left:
            act.record(
                ev.TaskReassigned(item_id=item.id, from_person=left, to_person=came, reason="回避")
            )


# --- 撤回、终止、并案、提级、重新办理 ------------------------------------------------------------


def decide_withdrawal(act: Act, values: Values) -> None:
    """结案: before filing it ends the case; afterwards the case goes to its closing."""
    if values.get("withdraw_decision") != ENDS_CASE:
        return
    if act.case.head.filed_on is None:
        end_case(act, outcome="withdrawn_closed")
    else:
        _go_to_closing(act, outcome="withdrawn_closed", reason=str(values.get("reason") or ""))


def terminate(act: Act, values: Values) -> None:
    """终止: the tasks fall away, the case goes to its closing."""
    _go_to_closing(act, outcome="terminated", reason=str(values.get("reason") or ""))


def merge(act: Act, values: Values) -> None:
    """并案: the case goes on in its parent; 分案 leaves it where it is, and another begins."""
    if values.get("merge_kind") == "并案":
        act.record(ev.CaseMerged(parent_case_no=str(values.get("parent_case_no") or "")))
        end_case(act, outcome="merged")
    else:
        linking.split(act)


def revoke_filing(act: Act, _values: Values) -> None:
    """立错案: to the handling opinion at once, where the revocation is drafted."""
    moving.jump(act, "P6.1")


def raise_level(act: Act, values: Values) -> None:
    """提级、指定: the superior's case from now on."""
    act.record(ev.LevelRaised(body=str(values.get("superior_body") or "")))
    end_case(act, outcome="transferred")


def reopen(act: Act, values: Values) -> None:
    """重新办理: a new round from the investigation on, with new periods."""
    reason = str(values.get("reason") or "")
    act.record(ev.CaseReopened(reason=reason))
    act.record(ev.FlagRaised(flag="reopened"))
    moving.begin_anew(act, "P3.1")


def refuse_not_ended(act: Act, _values: Values) -> None:
    """Only a case that has ended can be taken up again."""
    if not act.case.head.ended:
        raise CaseNotEnded(where={"case": act.case.head.id})


def refuse_unless_escalated(act: Act, _values: Values) -> None:
    """追责建议 follows an instrument that was not obeyed (R6)."""
    if not any(
        visit.step == "R6" and visit.state is not VisitState.OPEN
        for visit in act.case.visits.values()
    ):
        raise AccountabilityTooEarly(where={"step": "R7"})


def refuse_handlers_own(act: Act, values: Values) -> None:
    """案卷评查: of a case that has ended, by nobody who handled it."""
    refuse_not_ended(act, values)
    if act.by.id in act.case.head.handlers:
        raise SeparationOfDuties(where={"case": act.case.head.id}, why="评查人不得是本案承办人")


def take_offline(act: Act, _values: Values) -> None:
    """涉密: the work goes on outside this system; only a stub stays."""
    act.record(ev.CaseTakenOffline())
    end_case(act, outcome="terminated")


def end_case(act: Act, *, outcome: str) -> None:
    """Close everything that is open; the diagrams move no more."""
    for visit in act.case.open_visits:
        act.record(ev.VisitClosed(visit_id=visit.id, reason=CloseReason.CASE_ENDED))
    act.record(ev.CaseEnded(outcome=outcome))


def _go_to_closing(act: Act, *, outcome: str, reason: str) -> None:
    act.record(ev.CaseTerminated(reason=reason))
    act.record(ev.OutcomeFixed(outcome=outcome))
    moving.jump(act, "C1")
