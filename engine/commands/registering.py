"""登记: what the first step says about the case — its organ, its cause and where it came from."""

from engine.commands.case_facts import Done
from engine.commands.refusals import OrganUnknown
from engine.domain import events as ev

REGISTRATION_STEP = "P1.1"
EX_OFFICIO_STEP = "P2.1"

ACT = "行政"
KINDS_NAMED_MAX = 2
"""Kinds of acts (执法行为种类) that a title names; more of them read as a list."""


def register(done: Done) -> None:
    """Record `CaseRegistered` when the step just done is the one a case begins with."""
    act = done.act
    if act.case.head.registered_at is not None:
        _identify_organ(done)
        return
    if done.step == REGISTRATION_STEP:
        act.record(_registered(done, title=_cause(done)))
    elif done.step == EX_OFFICIO_STEP:
        act.record(_registered(done, title=str(done.values["case_cause"])))


def _identify_organ(done: Done) -> None:
    """An organ that was named by hand counts from when the register knows it."""
    head = done.act.case.head
    if head.organ_id is not None or not head.organ_name:
        return
    organ = done.act.tx.directory.organ_named(head.organ_name)
    if organ is not None:
        done.act.record(ev.OrganIdentified(organ_id=organ.id))


def _registered(done: Done, *, title: str) -> ev.CaseRegistered:
    act = done.act
    name = str(done.values["org_name"])
    organ = act.tx.directory.organ_named(name)
    if organ is None and done.step == EX_OFFICIO_STEP:
        raise OrganUnknown(where={"step": done.step, "field": "org_name"}, organ=name)
    return ev.CaseRegistered(
        step=done.step,
        case_source=str(done.fact("case_source")),
        organ_id=organ.id if organ else None,
        organ_name=name,
        title=title,
        discovered_on=done.values.get("discovered_on"),  # type: ignore[arg-type]  # a checked date
    )


def _cause(done: Done) -> str:
    """关于某机关行政处罚行为的监督案: neutral, nothing of the complainant in it."""
    return f"关于{done.values['org_name']}{_kinds_of_act(done.values.get('act_kind'))}行为的监督案"


def _kinds_of_act(chosen: object) -> str:
    """行政检查、行政处罚, to tell cases on one organ apart; 行政执法 where it says little."""
    kinds = [str(one) for one in chosen] if isinstance(chosen, list) else []
    if not 1 <= len(kinds) <= KINDS_NAMED_MAX or any(not one.startswith(ACT) for one in kinds):
        return "行政执法"
    return "、".join(kinds)
