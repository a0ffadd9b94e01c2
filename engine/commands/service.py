"""送达: what a document may be served by, and what each mode needs."""

from collections.abc import Mapping
from datetime import date, timedelta

from engine.commands.act import Act
from engine.definitions.document import DocumentDefinition
from engine.definitions.form_body import FormInvalid
from engine.domain.document import Document
from engine.domain.plain import texts
from engine.domain.work_calendar import local_day

ANNOUNCEMENT = "dl_announcement"
"""The limit that says how long an announcement (公告) stands before it serves."""

LEFT_BEHIND = "留置"
LEFT_BY_AT_LEAST = 2
"""留置送达 needs two who serve (STEPS 0.2)."""


def refuse_unfit(
    act: Act, document: Document, definition: DocumentDefinition, values: Mapping[str, object]
) -> None:
    """The document's own modes only; left behind by two; not before it was signed or announced."""
    mode, rule = values["service_mode"], definition.service
    if rule is not None and mode not in rule.modes:
        raise FormInvalid({"service_mode": "not_allowed"})
    if mode == LEFT_BEHIND and len(texts(values.get("servers"))) < LEFT_BY_AT_LEAST:
        raise FormInvalid({"servers": "too_few"})
    served_on = date.fromisoformat(str(values["service_date"]))
    signed_on = local_day(document.signed_at) if document.signed_at else served_on
    earliest = _served_by_announcement_on(act, values.get("announced_on")) or signed_on
    if served_on < max(signed_on, earliest):
        raise FormInvalid({"service_date": "before_start"})


def _served_by_announcement_on(act: Act, announced: object) -> date | None:
    """The first day on which an announcement has served; None for the other modes."""
    limit = act.release.limits.get(ANNOUNCEMENT)
    if announced is None or limit is None:
        return None
    announced_on = date.fromisoformat(str(announced))
    period = limit.value_on(announced_on)
    return announced_on + timedelta(days=period.amount) if period else None
