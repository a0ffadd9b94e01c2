"""Automatic fields that one document alone knows: who applied for it, what it moves, what it ends.

Each answers in plain form, or None where there is nothing to say.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from engine.commands import closing_report, corrections
from engine.commands.act import Act
from engine.day_words import day_words
from engine.domain import clock as clocks
from engine.domain.ballot import ABSTAIN, NO, YES
from engine.domain.clock import Clock, Mark
from engine.domain.document import Document
from engine.domain.visit import WorkItem
from engine.domain.work_calendar import local_day
from engine.ports import Body

Source = Callable[[Act, Document], object]

ORDERS: Mapping[str, str] = {"EX4": "中止", "EX4b": "恢复", "EX5": "终止"}
"""Step that makes the notice (中止、恢复、终止通知书) → what it orders."""

VOTES: Mapping[str, str] = {YES: "同意", NO: "不同意", ABSTAIN: "弃权"}
MEETING_STEP = "P6.5"
JUDGING_STEP = "R4"


def _first(act: Act, document: Document) -> Body | None:
    bodies = act.bodies_of(document.bodies[:1])
    return bodies[0] if bodies else None


def applicant(act: Act, document: Document) -> str | None:
    """申请人: who handed in the first part."""
    body = _first(act, document)
    person = act.tx.directory.person(body.given_by) if body else None
    return person.name if person else None


def applied_on(act: Act, document: Document) -> str | None:
    """The day the first part was handed in."""
    body = _first(act, document)
    return local_day(body.given_at).isoformat() if body else None


def order_kind(act: Act, document: Document) -> str | None:
    """中止、恢复 or 终止, by the step that made the notice."""
    body = _first(act, document)
    return ORDERS.get(body.step) if body else None


def order_from(act: Act, document: Document) -> str:
    """The order takes effect when it is approved: the day the notice is signed."""
    return local_day(document.signed_at or act.at).isoformat()


def old_due(act: Act, document: Document) -> str | None:
    """The last day of the limit without the extension applied for."""
    clock = _extended_clock(act, document)
    if clock is None:
        return None
    granted = [one for one in clock.extensions if one.document != document.kind]
    return _iso(replace(clock, extensions=tuple(granted)).due_on(act.calendar))


def new_due(act: Act, document: Document) -> str | None:
    """The last day with it; nothing is foretold before the approval."""
    clock = _extended_clock(act, document)
    days = act.stated_numbers(document.id, "extend_days")
    if clock is None or days is None:
        return None
    if not any(one.document == document.kind for one in clock.extensions):
        mark = Mark(event="LimitExtended", at=act.at, entered_at=act.at)
        clock = clocks.extend(clock, int(str(days)), mark, document=document.kind)
    return _iso(clock.due_on(act.calendar))


def transferred_on(act: Act, _document: Document) -> str | None:
    """移送日期: the day the latest transfer letter was signed."""
    letters = [one for one in act.case.documents.values() if one.kind == "D08" and one.signed_at]
    return local_day(letters[-1].signed_at).isoformat() if letters else None  # type: ignore[arg-type]  # filtered


def transfer_results(act: Act, _document: Document) -> str | None:
    """移送及反馈情况: the transfer letters with the days they were received."""
    told = [
        f"{one.title}（{one.doc_no}）"
        + (f"，{day_words(one.served_on)}送达" if one.served_on else "")
        for one in act.case.documents.values()
        if one.kind == "D08" and one.doc_no and one.is_issued
    ]
    return "；".join(told) or None


def rectification(act: Act, _document: Document) -> str | None:
    """整改情况: the latest judgement of what the organ reported (R4)."""
    labels = act.release.place_info.enums.get("item_result", {})
    for visit in reversed(act.case.visits.having("step", JUDGING_STEP)):
        ids = [item.body_id for item in act.case.items_of(visit.id) if item.body_id]
        if not ids:
            continue
        values = act.bodies_of(ids)[-1].values
        result = str(values.get("item_result") or "")
        note = values.get("verify_note")
        return labels.get(result, result) + (f"：{note}" if note else "") or None
    return None


def deliberation_ref(act: Act, _document: Document) -> str | None:
    """审议情况: the meeting, where the matter went before the committee."""
    minutes = act.case.latest_document("A08")
    facts = act.case.facts.values
    if minutes is None or facts.get("votes_yes") is None:
        return None
    name = act.release.place_info.committee.name or "委员会"
    return f"已经{name}审议，同意{facts['votes_yes']}票，不同意{facts.get('votes_no', 0)}票"


def recused_members(act: Act, _document: Document) -> list[str]:
    """回避委员: members of the committee who left this case."""
    members = {
        person.id
        for role in ("committee_chair", "committee_member")
        for person in act.tx.directory.holders(role)
    }
    return sorted(act.case.head.recused & members)


def member_opinions(act: Act, _document: Document) -> list[dict[str, str]]:
    """委员意见: each member's vote at the latest meeting, in the order they were entered."""
    meetings = act.case.visits.having("step", MEETING_STEP)
    items = act.case.items_of(meetings[-1].id) if meetings else []
    return [row for item in items if (row := _vote_row(act, item))]


def _vote_row(act: Act, item: WorkItem) -> dict[str, str] | None:
    person = act.tx.directory.person(item.assignee) if item.assignee else None
    if person is None or item.body_id is None:
        return None
    values = act.bodies_of([item.body_id])[0].values
    vote = str(values.get("vote") or ABSTAIN)
    return {
        "member": person.name,
        "member_vote": VOTES.get(vote, vote),
        "member_opinion": str(values.get("vote_note") or values.get("opinion") or ""),
    }


def _extended_clock(act: Act, document: Document) -> Clock | None:
    key = act.stated_numbers(document.id, "deadline_key")
    found = act.case.clocks_of(str(key)) if key else []
    return found[-1] if found else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


SOURCES: Mapping[str, Source] = {
    "case.applicant": applicant,
    "case.applied_on": applied_on,
    "case.objection_on": applied_on,
    "case.order_kind": order_kind,
    "case.order_from": order_from,
    "case.old_due": old_due,
    "case.new_due": new_due,
    "case.transferred_on": transferred_on,
    "case.transfer_results": transfer_results,
    "case.rectification": rectification,
    "case.deliberation_ref": deliberation_ref,
    "case.superior_reply": closing_report.superior_reply,
    "case.hotline_reply": closing_report.hotline_reply,
    "case.accountability_results": closing_report.accountability_results,
    "case.about_title": corrections.about_title,
    "case.about_no": corrections.about_no,
    "case.about_date": corrections.about_date,
    "case.about_recipient": corrections.about_recipient,
    "case.recused_members": recused_members,
    "case.member_opinions": member_opinions,
}
"""`source` of a field → what one document says there."""
