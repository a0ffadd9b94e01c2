"""What the closing approval (结案审批表) tells of answers to others and of accountability.

Each answers in plain form, or None where there is nothing to tell.
"""

from engine.commands.act import Act
from engine.day_words import day_words
from engine.domain.document import Document
from engine.domain.plain import texts
from engine.domain.work_calendar import local_day

SUPERIOR, HOTLINE = "superior_assigned", "hotline_12345"
"""Sources of a case whose sender is answered besides, or instead of, the complainant."""

ANSWERS = frozenset({"D02", "D11"})
RESULT = "D11"
ACCOUNTABILITY_STEP = "R7"
CIRCULAR = "A13"


def superior_reply(act: Act, _document: Document) -> str | None:
    """反馈上级情况: the notification of the result, where a superior assigned the case."""
    return _answered(act, SUPERIOR, kinds=frozenset({RESULT}))


def hotline_reply(act: Act, _document: Document) -> str | None:
    """回复热线情况: the first letter counts, an acceptance too (STEPS 2, dl_hotline_reply)."""
    return _answered(act, HOTLINE, kinds=ANSWERS)


def accountability_results(act: Act, _document: Document) -> str | None:
    """追责情况: what was proposed (R7), and the circulars issued."""
    labels = act.release.place_info.enums.get("accountability", {})
    told = []
    for values in _proposals(act):
        names = [str(labels.get(one) or one) for one in texts(values.get("accountability"))]
        told.append(f"建议{'、'.join(names)}")
    told += [_told(one, "制发") for one in _issued(act, frozenset({CIRCULAR}))]
    return "；".join(told) or None


def _answered(act: Act, source: str, *, kinds: frozenset[str]) -> str | None:
    if act.case.head.source != source:
        return None
    return "；".join(_told(one, "以") for one in _issued(act, kinds)) or None


def _issued(act: Act, kinds: frozenset[str]) -> list[Document]:
    return [
        one
        for one in act.case.documents.values()
        if one.kind in kinds and one.is_issued and (one.sealed_at or one.served_on)
    ]


def _told(document: Document, verb: str) -> str:
    sealed = local_day(document.sealed_at) if document.sealed_at else None
    day = document.served_on or sealed
    when = day_words(day) if day else ""
    ending = "答复" if document.kind in ANSWERS else ""
    return f"{when}{verb}{document.title}（{document.doc_no}）{ending}"


def _proposals(act: Act) -> list[dict[str, object]]:
    ids = [
        item.body_id
        for visit in act.case.visits.values()
        if visit.step == ACCOUNTABILITY_STEP
        for item in act.case.items_of(visit.id)
        if item.body_id
    ]
    return [dict(body.values) for body in act.bodies_of(ids)]
