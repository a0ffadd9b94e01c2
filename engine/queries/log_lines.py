"""The case log in Chinese: one sentence per event, no form body, no identity."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.commands.act import Act
from engine.day_words import day_words, spoken
from engine.domain.events import Logged
from engine.domain.ladder import RungKind
from engine.domain.operation_events import Relation
from engine.queries.case_words import CASE_STATUS, EVENTS, FLAGS, HIDDEN_IN_SHORT_LOG, word


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line: what happened, to what, by whom. `minor` ones are for machines and auditors."""

    seq: int
    at: datetime
    effective_at: datetime | None
    """When it was done, of what was entered from paper afterwards (补录)."""
    actor: str
    what: str
    about: str
    minor: bool


def log_lines(act: Act, log: Iterable[Logged]) -> Sequence[LogLine]:
    """The lines of a log, oldest first."""
    return [
        LogLine(
            seq=line.seq,
            at=line.at,
            effective_at=line.done_at if line.is_from_paper else None,
            actor=_who(act, line),
            what=word(EVENTS, type(line.event).__name__),
            about=_about(act, line),
            minor=type(line.event).__name__ in HIDDEN_IN_SHORT_LOG,
        )
        for line in log
    ]


def _who(act: Act, line: Logged) -> str:
    """Who did it, and who entered it from paper."""
    if not line.is_from_paper:
        return _person(act, line.actor)
    return f"{_person(act, line.done_by)}（经{_person(act, line.actor)}补录）"


def _about(act: Act, line: Logged) -> str:
    rule = ABOUT.get(type(line.event).__name__)
    return rule(act, line.event) if rule else ""


def _person(act: Act, person_id: str | None) -> str:
    if person_id in {None, "system"}:
        return "系统"
    found = act.tx.directory.person(str(person_id))
    return found.name if found else "（已不在名录）"


def _document(act: Act, event: Any) -> str:  # noqa: ANN401 - one of the document events
    document = act.case.documents.get(event.document_id)
    if document is None:
        return ""
    return f"《{document.title}》{document.doc_no or ''}"


def _limit(_act: Act, event: Any) -> str:  # noqa: ANN401 - one of the limit events
    until = f"，届满日{day_words(event.due_on)}" if event.due_on else ""
    return f"“{event.clock.title}”{until}"


def _rung(act: Act, event: Any) -> str:  # noqa: ANN401 - one of the limit events
    limit = act.release.limits.get(event.limit)
    return f"“{limit.title}”" if limit else ""


def _visit(act: Act, event: Any) -> str:  # noqa: ANN401 - an event that names a visit
    visit = act.case.visits.get(event.visit_id)
    return f"{visit.step} {visit.title}" if visit else ""


def _item(act: Act, event: Any) -> str:  # noqa: ANN401 - an event that names an item
    item = act.case.items.get(event.item_id)
    visit = act.case.visits.get(item.visit_id) if item else None
    return f"{visit.step} {visit.title}" if visit else ""


def _reassigned(act: Act, event: Any) -> str:  # noqa: ANN401 - TaskReassigned
    return f"{_item(act, event)}，改由{_person(act, event.to_person)}办理：{event.reason}"


def _fact(act: Act, event: Any) -> str:  # noqa: ANN401 - FactWritten
    fact = act.release.facts.get(event.name)
    return fact.label if fact else str(event.name)


def _opinion(_act: Act, event: Any) -> str:  # noqa: ANN401 - OpinionGiven
    said = "：".join(one for one in (event.opinion.result, event.opinion.text) if one)
    return f"{event.opinion.step} {said}"


LINKED = {
    (Relation.NEW_FACTS, True): "由另一件回访时提出的新事实另行登记",
    (Relation.NEW_FACTS, False): "回访提出新的事实，另行登记一件",
    (Relation.SPLIT, True): "从另一件分出",
    (Relation.SPLIT, False): "分出一件，另行办理",
}

ABOUT: Mapping[str, Callable[[Act, Any], str]] = {
    "CaseRegistered": lambda _act, event: str(event.title),
    "ReceiptPrinted": lambda _act, event: "印有查询码" if event.with_query_code else "没有印查询码",
    "PaperCaseEntered": lambda _act, event: (
        f"{event.case_no}，纸质卷宗 {event.received_on} 收到，{event.closed_on} 办结"
    ),
    "DocumentScanned": _document,
    "CaseFiled": lambda _act, event: str(event.case_no),
    "CaseLinked": lambda _act, event: LINKED[event.relation, event.is_origin],
    "CaseMerged": lambda _act, event: f"并入 {event.parent_case_no}",
    "CaseMigrated": lambda _act, event: f"改用发布版 {event.to_release[7:19]}：{event.reason}",
    "StatusChanged": lambda _act, event: word(CASE_STATUS, event.status),
    "FlagRaised": lambda _act, event: word(FLAGS, event.flag),
    "FlagLowered": lambda _act, event: word(FLAGS, event.flag),
    "HandlersAppointed": lambda act, event: "、".join(_person(act, one) for one in event.handlers),
    "FactWritten": _fact,
    "ProcessMoved": lambda _act, event: f"经过{len(event.passed)}个节点和连线",
    "VisitOpened": lambda _act, event: f"{event.visit.step} {event.visit.title}",
    "TaskOpened": _visit,
    "TaskClaimed": _item,
    "TaskReassigned": _reassigned,
    "TaskReleased": _item,
    "TaskReminded": lambda act, event: f"{_item(act, event)}：{event.words}",
    "CaseCirculated": lambda act, event: (
        f"送{'、'.join(_person(act, one) for one in event.readers)}：{event.words}"
    ),
    "TaskSentBack": lambda act, event: (
        f"{_visit(act, event)}，退回到{event.to_step}：{event.reason}"
    ),
    "TaskTakenBack": lambda act, event: f"{_visit(act, event)}：{event.reason}",
    "BodyGiven": lambda _act, event: f"{event.step}（摘要值 {event.sha256[:12]}…）",
    "OpinionGiven": _opinion,
    "TaskCompleted": _item,
    "ItemClosed": lambda act, event: f"{_item(act, event)}：{event.reason.value}",
    "VisitDecided": _visit,
    "VisitClosed": lambda act, event: f"{_visit(act, event)}：{event.reason.value}",
    "DocumentDrafted": lambda _act, event: f"《{event.document.title}》",
    "DocumentFilled": _document,
    "DocumentSigned": _document,
    "DocumentFrozen": _document,
    "DocumentSealed": _document,
    "DocumentCorrected": _document,
    "DocumentServed": lambda act, event: f"{_document(act, event)}，{event.service_mode}",
    "DocumentCompleted": _document,
    "DocumentRendered": _document,
    "ComplainantAnswered": _document,
    "AttachmentAdded": lambda _act, event: (
        f"{event.attachment.suffix.removeprefix('.').upper()} 文件，"
        f"{event.attachment.size}字节，摘要值 {event.attachment.sha256[:12]}…"
    ),
    "LimitStarted": _limit,
    "LimitMet": _limit,
    "LimitCancelled": _limit,
    "LimitPaused": _limit,
    "LimitResumed": _limit,
    "LimitExtended": _limit,
    "LimitReminded": _rung,
    "LimitExpired": _rung,
    "OverdueRecorded": _rung,
    "LimitRecalculated": lambda act, event: (
        f"{_limit(act, event)}（原为{spoken(event.due_before or '待定')}）"
    ),
    "LightChanged": lambda act, event: (
        f"{_rung(act, event)}{event.before.label} → {event.light.label}"
    ),
    "RungReached": lambda act, event: f"{_rung(act, event)}{RungKind(event.rung).label}",
    "RungHeld": lambda act, event: (
        f"{_rung(act, event)}{RungKind(event.rung).label}：{event.reason}"
    ),
    "UrgingSent": lambda act, event: f"{_rung(act, event)}{event.text}",
    "CaseListed": lambda _act, event: f"{word(FLAGS, event.kind)}：{event.reason}",
    "CaseUnlisted": lambda _act, event: f"{word(FLAGS, event.kind)}：{event.reason}",
}
"""Event → what it was about."""
