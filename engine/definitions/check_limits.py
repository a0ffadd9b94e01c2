"""Checks limits: known names, honest sources, and what a place may change (`local_may`)."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from engine.definitions.articles import article_words, check_article, parse_article
from engine.definitions.checked_place import SYSTEM_STEPS, CheckedPlace
from engine.definitions.entry import did_you_mean
from engine.definitions.finding import Notes
from engine.definitions.limits import Limit, LimitValue, LocalMay
from engine.definitions.place import Law
from engine.definitions.source_tree import PROCEDURES
from engine.definitions.yaml_node import Node
from engine.domain.events import event_types
from engine.domain.time_limit import Unit

HOURS_OF_UNIT: dict[str, tuple[int, int]] = {
    "hours": (1, 1),
    "working_hours": (1, 120),
    "calendar_days": (24, 24),
    "working_days": (24, 34),
    "months": (28 * 24, 31 * 24),
    "years": (365 * 24, 366 * 24),
}
"""The least and the most hours one unit may take, to compare limits of different units."""
HOLIDAY_HOURS_MAX = 10 * 24
"""What a long holiday may add to working days or hours."""
_STRICTNESS: dict[LocalMay, int] = {"any": 0, "confirm": 1, "shorten": 2, "nothing": 3}
_VARIANT = re.compile(r"-[A-Z]$")
"""A variant of a letter by its kind of reply: D02-C."""
_DAY_UNITS = frozenset({"calendar_days", "working_days"})


def check_limits(place: CheckedPlace, notes: Notes) -> None:
    """Every rule of limits.yaml that needs more than the one entry."""
    for limit in place.release.limits.values():
        _check_names(limit, place, notes)
        _check_shape(limit, notes)
        for value in (*limit.values, *limit.promised):
            _check_source(value, place.release.place_info.laws, notes, limit.key)
    for _, key, node in _own_limits(place):
        inherited = place.inherited_limits[key]
        _check_change(key, node, inherited, place.release.limits.get(key), notes)


def _check_names(limit: Limit, place: CheckedPlace, notes: Notes) -> None:
    at, limits = (limit.file, limit.line), place.release.limits
    extension = limit.extension
    for key in (limit.lengthens, extension.adds if extension else None):
        if key is not None and key not in limits:
            what = f"没有“{key}”这个期限。"
            notes.error("limit_unknown", at, what, did_you_mean(key, limits), where=limit.key)
    approvals = place.release.place_info.approvals
    if extension and extension.approval not in approvals:
        what = f"没有“{extension.approval}”这个审批。"
        mend = did_you_mean(extension.approval, approvals)
        notes.error("approval_unknown", at, what, mend, where=limit.key)
    for mark in (*limit.counts_from, *limit.met_by):
        if mark.event not in event_types():
            what = f"产品里没有“{mark.event}”这个事件，这一项不会起作用。"
            mend = did_you_mean(mark.event, event_types())
            notes.warning("event_unknown", at, what, mend, where=limit.key)
        documents = place.release.documents
        if mark.document and _VARIANT.sub("", mark.document) not in documents:
            what = f"没有“{mark.document}”这种文书。"
            mend = did_you_mean(mark.document, documents)
            notes.error("document_unknown", at, what, mend, where=limit.key)
        if mark.step and mark.step not in place.steps | SYSTEM_STEPS:
            what = f"没有“{mark.step}”这个步骤。"
            notes.error(
                "step_unknown", at, what, did_you_mean(mark.step, place.steps), where=limit.key
            )


def _check_shape(limit: Limit, notes: Notes) -> None:
    for value in (*limit.values, *limit.promised):
        if value.unit in {"months", "years"} and limit.stops_during:
            notes.error(
                "limit_months_pause",
                (value.file, value.line),
                "按月、按年的期限不能中途停计。",
                "请改用日或者工作日，或者把 stops_during 改为 []。",
                where=limit.key,
            )


def _check_source(value: LimitValue, laws: Mapping[str, Law], notes: Notes, key: str) -> None:
    at = (value.file, value.line)
    if value.article is None or not check_article(value.article, laws, at, notes, where=key):
        return
    words = article_words(value.article, laws)
    if words is not None and words not in value.source:
        what = f"出处“{value.source}”与条文“{value.article}”（{words}）不符。"
        notes.error("article_differs", at, what, "请核对后改成同一条。", where=key)
    parsed = parse_article(value.article)
    unit = _unit_by_law(value, laws[parsed[0]]) if parsed else None
    if unit is not None and unit != value.unit:
        what = f"按该法的计算规则应为 {unit}，写的是 {value.unit}。"
        notes.error("limit_unit_differs", at, what, "请核对期限的种类后改正。", where=key)


def _unit_by_law(value: LimitValue, law: Law) -> str | None:
    if value.unit not in _DAY_UNITS:
        return None
    if law.counting_up_to is not None:
        return "working_days" if value.amount <= law.counting_up_to else "calendar_days"
    if law.counting == "none":
        return None
    if law.counting == "all_working_days" or value.amount in law.counting:
        return "working_days"
    return "calendar_days"


def check_limit_keys(place: CheckedPlace, notes: Notes) -> None:
    """A place names only limits its parent has; to be asked before anything else of limits.yaml."""
    for procedure, key, node in _own_limits(place):
        inherited = place.inherited_limits.get(key)
        if inherited is None or inherited.procedure != procedure:
            known = [k for k, v in place.inherited_limits.items() if v.procedure == procedure]
            what = f"上级没有“{key}”这个期限，地方不能新设。"
            at = (node.file, node.line)
            notes.error("limit_key_unknown", at, what, did_you_mean(key, known), where=key)


def _own_limits(place: CheckedPlace) -> Iterator[tuple[str, str, Node]]:
    """Procedure, key and node of every limit the place's own files touch; none for national."""
    for procedure in PROCEDURES if place.inherited is not None else ():
        own = place.layers.yaml_of(place.folder, f"{procedure}/limits.yaml")
        for key, node in (own.mapping or {}).items() if own else ():
            yield procedure, key, node


def _check_change(
    key: str, node: Node, inherited: Limit, limit: Limit | None, notes: Notes
) -> None:
    at = (node.file, node.line)
    if inherited.local_may == "nothing":
        mend = "请删去这一处；确需改变的，由上级修改。"
        notes.error("local_may_nothing", at, f"“{key}”地方不得改动。", mend, where=key)
        return
    if limit is None:
        return
    if _STRICTNESS[limit.local_may] < _STRICTNESS[inherited.local_may]:
        what = f"“{key}”的 local_may 比上级宽（上级是 {inherited.local_may}）。"
        notes.error("local_may_loosened", at, what, "请删去 local_may。", where=key)
    if "values" not in (node.mapping or {}):
        return
    for value in limit.values:
        for code, what, mend in _value_faults(value, inherited):
            notes.error(code, (value.file, value.line), what, mend, where=key)


def _value_faults(value: LimitValue, inherited: Limit) -> Iterator[tuple[str, str, str]]:
    if inherited.local_may == "confirm" and not (value.article or value.checked_by):
        what = "改这个期限须有条文，或者有核对人。"
        yield "limit_needs_confirming", what, "请写上 article，或者经法务确认后写 checked_by。"
    if inherited.local_may != "shorten":
        return
    before = inherited.value_on(max(value.valid_from, date.min))
    if before is None:
        if value.article is None:
            what = "上级没有规定这个期限，地方的数须有条文。"
            yield (
                "limit_needs_article",
                what,
                "请写上 article；没有依据的，改为 promised（承诺期限）。",
            )
    elif _may_be_longer(value, before):
        what = f"{_plainly(value)}可能长于上级的{_plainly(before)}。"
        yield "limit_longer", what, "这个期限地方只能缩短。"


def _plainly(value: LimitValue) -> str:
    return f"{value.amount}{Unit(value.unit).label}"


def _may_be_longer(value: LimitValue, before: LimitValue) -> bool:
    if value.unit == before.unit:
        return value.amount > before.amount
    most = HOURS_OF_UNIT[value.unit][1] * value.amount
    if value.unit in {"working_days", "working_hours"}:
        most += HOLIDAY_HOURS_MAX
    return most > HOURS_OF_UNIT[before.unit][0] * before.amount
