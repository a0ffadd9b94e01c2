"""What the completion of a step means for the case: accepted, filed, closed … and its status.

STEPS sections 1 and 5–11, column 事件. A milestone happens when the step is left, that is after
its last level.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.commands.act import Act
from engine.commands.case_facts import Done
from engine.commands.case_number import next_case_number
from engine.domain import events as ev
from engine.domain.facts import FactValue, call_element
from engine.domain.visit import Visit, VisitRule
from engine.domain.work_calendar import local_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A step that was just left, with what was handed in last."""

    done: Done

    @property
    def act(self) -> Act:
        """The deed under way."""
        return self.done.act

    def fact(self, name: str) -> FactValue:
        """A fact as it stands now."""
        return self.done.fact(name)


def of_step(left: Left) -> Iterator[ev.Event]:
    """The milestones of the step that was left."""
    for rule in MILESTONES.get(left.done.step, ()):
        yield from rule(left)


def of_task(left: Left) -> Iterator[ev.Event]:
    """The milestones of a single task."""
    for rule in WITH_EACH_LANE.get(left.done.step, ()):
        yield from rule(left)


def _jurisdiction(left: Left) -> Iterator[ev.Event]:
    if left.fact("has_jurisdiction") is False:
        yield ev.JurisdictionDenied()


def _accepted(left: Left) -> Iterator[ev.Event]:
    proposal = left.fact("proposal")
    if proposal in {"受理", "即时处置"}:
        yield ev.CaseAccepted()
    elif proposal == "引导复议诉讼":
        yield ev.OutcomeFixed(outcome="guided_to_remedy")


def _not_accepted(left: Left) -> Iterator[ev.Event]:
    if left.fact("proposal") == "不予受理":
        yield ev.CaseNotAccepted()
        yield ev.OutcomeFixed(outcome="rejected")


def _filed(left: Left) -> Iterator[ev.Event]:
    opinion = left.fact("filing_opinion")
    if opinion == "立案":
        chosen = left.act.release.place_info.instrument_set_on(local_day(left.act.at))
        key = chosen.key if chosen else "national_2026"
        yield ev.CaseFiled(case_no=next_case_number(left.act), instrument_set=key)
        if "instrument_set" in left.act.release.facts:
            yield ev.FactWritten(name="instrument_set", value=key)
    elif opinion == "不予立案":
        yield ev.CaseNotFiled()
        yield ev.OutcomeFixed(outcome="not_filed")
    elif opinion == "移送":
        yield ev.JurisdictionDenied()
    elif opinion == "并案":
        yield ev.OutcomeFixed(outcome="merged")


def _closed(left: Left) -> Iterator[ev.Event]:
    outcome = left.act.case.head.outcome
    document = left.act.case.latest_document("D12")
    if document is not None:
        outcome = str(left.act.stated_numbers(document.id, "outcome") or outcome)
    yield ev.CaseClosed(outcome=outcome or "opinion_and_corrected")


def _archived(left: Left) -> Iterator[ev.Event]:
    if left.done.values.get("check_result") == "退回":
        return
    yield ev.CaseArchived()
    document = left.act.case.latest_document("D12")
    if document and left.act.stated_numbers(document.id, "lookback_required") is True:
        yield ev.LookbackScheduled()


def _supplement(left: Left) -> Iterator[ev.Event]:
    """EX3: sealing the request asks; the waiting task answers or lapses."""
    if left.done.role == "seal_keeper":
        yield ev.SupplementRequested()
    elif left.fact("supplement_result") == "视为放弃":
        yield ev.SupplementLapsed()
        yield ev.OutcomeFixed(outcome="withdrawn_closed")
    elif left.fact("supplement_result") == "已补正":
        yield ev.SupplementGiven()


def _transferred(left: Left) -> Iterator[ev.Event]:
    if left.done.role == "service_clerk":
        yield ev.ClueTransferred(transfer_kind=str(left.fact("transfer_kind")))


def _received(left: Left) -> Iterator[ev.Event]:
    if left.done.values.get("accept") is True:
        kind = str(left.fact("transfer_kind"))
        yield ev.TransferReceived(transfer_kind=kind)
        if _on_main_line(left) and left.fact("is_case_continued") is not True:
            yield ev.OutcomeFixed(outcome="transferred")


def _on_main_line(left: Left) -> bool:
    """Whether the transfer is the case's own way, not one that a clue started beside it."""
    overall = left.act.release.process_definitions["proc_case_main"]
    call = call_element(left.done.visit.path)
    sources = [flow.source for flow in overall.flows.values() if flow.target == call]
    return all(overall.nodes[source].kind != "boundaryEvent" for source in sources)


def _raised(left: Left) -> Iterator[ev.Event]:
    """提级监督 (P4.7): the superior's case from now on."""
    if left.fact("assign_review") == "raise_level":
        yield ev.OutcomeFixed(outcome="transferred")


def _signed(left: Left) -> Iterator[ev.Event]:
    """A new instrument takes the place of one that the re-examination did not uphold."""
    if left.fact("escalated") is True:
        yield ev.FactWritten(name="escalated", value=False)
    if left.fact("reexamine_result") not in {"change", "withdraw"}:
        return
    for document_id in sorted(left.act.case.head.objected):
        if left.act.case.documents[document_id].is_issued:
            yield ev.DocumentVoided(document_id=document_id, reason="异议复查后另行制发")


def _kept(left: Left) -> Iterator[ev.Event]:
    """收回自办 before anything was accepted: the bureau takes the matter up itself, from today."""
    head = left.act.case.head
    if left.fact("dispute_result") == "收回自办" and head.accepted_on is None and not head.filed_on:
        yield ev.CaseAccepted()


def _revoked(left: Left) -> Iterator[ev.Event]:
    if left.fact("instrument_kind") == "A17":
        yield ev.FilingRevoked()


def _reexamined(left: Left) -> Iterator[ev.Event]:
    yield ev.ObjectionAnswered(result=str(left.fact("reexamine_result")))


Rule = Callable[[Left], Iterator[ev.Event]]

WITH_EACH_LANE: dict[str, tuple[Rule, ...]] = {"EX3": (_supplement,)}
"""Steps whose single tasks are milestones, before the step is left."""

MILESTONES: dict[str, tuple[Rule, ...]] = {
    "P1.3": (_jurisdiction,),
    "P1.4": (_accepted,),
    "P1.5": (_not_accepted,),
    "P2.4": (_filed,),
    "P4.7": (_raised,),
    "P5.3": (_transferred,),
    "P5.4": (_received,),
    "P5.5": (_kept,),
    "P6.6": (_signed,),
    "P6.7": (_revoked,),
    "RO2": (_reexamined,),
    "C3": (_closed,),
    "C5": (_archived,),
}

STATUS_OF_EVENT = {
    "CaseAccepted": "accepted",
    "CaseFiled": "filed",
    "CaseNotFiled": "not_filed",
    "FilingRevoked": "filing_revoked",
    "CaseClosed": "closed",
    "CaseArchived": "archived",
    "InstrumentEscalated": "escalated",
}

STATUS_OF_STEP = {
    **dict.fromkeys(("P1.2", "P1.3", "P1.4", "P1.5"), "pending_acceptance"),
    **dict.fromkeys(("P2.1", "P2.2", "P2.3", "P2.4"), "pending_filing"),
    **dict.fromkeys(("P2.6", "P2.7"), "filed"),
    **{f"P3.{n}": "investigating" for n in range(1, 9)},
    **{f"P4.{n}": "assigned" for n in range(1, 8)},
    "P6.1": "pending_handling",
    **dict.fromkeys(("P6.2", "P6.3", "P6.6"), "pending_approval"),
    **dict.fromkeys(("P6.4", "P6.5"), "deliberating"),
    **dict.fromkeys(("R2", "R3"), "rectifying"),
    **dict.fromkeys(("R4", "R5"), "verifying"),
    "R6": "escalated",
    **dict.fromkeys(("RO1", "RO2"), "objection_pending"),
    **dict.fromkeys(("C1", "C2", "C3"), "pending_closing"),
}
"""Status that a task of the main line brings when it opens; steps not named leave it as it is."""

ARCHIVED = "archived"
STATUS_OF_PROCESS = {"proc_investigation": "investigating", "proc_assignment": "assigned"}
"""Status that a step a place draws itself brings, by the procedure it lies in."""

STATUS_AT_THE_END = {
    "rejected": "rejected",
    "guided_to_remedy": "rejected",
    "transferred": "transferred_out",
    "withdrawn_closed": "withdrawn",
    "merged": "merged",
}
"""Outcome → status, for cases that end without an archive."""

FINAL_SEAL_STEP = "P6.7"
"""Sealing here makes the case 已制发 (issued)."""


def status_after(act: Act, opened: list[Visit], happened: list[str]) -> str:
    """The case's status after a deed that opened `opened` and brought events named `happened`."""
    head = act.case.head
    if head.status == ARCHIVED and not opened:
        return ARCHIVED
    status = head.status
    for name in happened:
        status = STATUS_OF_EVENT.get(name, status)
    if "ObjectionAnswered" in happened:  # back to what the main line stands at
        opened = [*act.case.open_visits, *opened]
    for visit in opened:
        status = _status_at(visit, status)
    received = "TransferReceived" in happened and head.outcome == "transferred"
    if status != ARCHIVED and (head.ended or received):
        return STATUS_AT_THE_END.get(head.outcome or "", status)
    return status


def _status_at(visit: Visit, status: str) -> str:
    """What opening a task makes of the status."""
    if visit.step == "EX3" and visit.rule is VisitRule.ANY:
        return "supplementing"
    if visit.step == "P6.1" and status == "escalated":
        return status
    return STATUS_OF_STEP.get(visit.step) or STATUS_OF_PROCESS.get(visit.process, status)
