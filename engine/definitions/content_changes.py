"""What two releases say otherwise besides drawings and papers: limits, facts, forms, place."""

from collections.abc import Iterator, Mapping

from engine.definitions.change import NOTHING, Attribute, Change, Telling
from engine.definitions.differences import amounts_in_words, differences, promise_in_words
from engine.definitions.document import ServiceRule
from engine.definitions.form_fields import Field
from engine.definitions.limits import EventMark, Limit
from engine.definitions.release import Release

SAID_BY_DIFFERENCES = frozenset({"角色", "期限", "必经步骤", "流程图", "表单", "文书"})
"""Topics told here entry by entry; `differences` tells places apart by them as a whole."""


def limit_changes(before: Release, after: Release) -> Iterator[Change]:
    """Every period that came, went or says another number, start or end; and required steps."""
    yield from LIMIT.changes(before.limits, after.limits)
    yield from REQUIRED.changes(
        {key: (before, one) for key, one in before.required.items()},
        {key: (after, one) for key, one in after.required.items()},
    )


def _marks(marks: tuple[EventMark, ...]) -> str:
    def said(mark: EventMark) -> str:
        parts = [mark.event, mark.document, mark.step, mark.role, mark.when]
        return " ".join(part for part in parts if part)

    return "；".join(said(mark) for mark in marks)


def _extension(limit: Limit) -> str:
    found = limit.extension
    return f"至多 {found.times_max} 次，加 {found.adds}，由 {found.approval}" if found else ""


def _reminder(limit: Limit) -> str:
    found = limit.remind_before
    return f"届满前 {found.amount} {found.unit}" if found else ""


LIMIT = Telling(
    topic="期限",
    title=lambda one: f"期限“{one.title}”（{one.key}）",
    whole=amounts_in_words,
    attributes=tuple(
        Attribute(topic="期限", name=name, said=said)
        for name, said in (
            ("数值", amounts_in_words),
            ("名称", lambda one: one.title),
            ("起算", lambda one: _marks(one.counts_from)),
            ("完成", lambda one: _marks(one.met_by)),
            ("停算情形", lambda one: "、".join(one.stops_during)),
            ("归谁", lambda one: one.held_by),
            ("提醒", _reminder),
            ("延期", _extension),
            ("地方可以", lambda one: one.local_may),
        )
    ),
)
REQUIRED = Telling(
    topic="必经步骤",
    title=lambda pair: f"必经步骤 {pair[1].step} {pair[1].title}",
    attributes=(
        Attribute(
            topic="必经步骤", name="要求", said=lambda pair: promise_in_words(pair[1], pair[0])
        ),
    ),
)


def fact_changes(before: Release, after: Release) -> Iterator[Change]:
    """Facts that came, went or have another writer."""
    yield from FACT.changes(before.facts, after.facts)


def _writer(writer: object) -> str:
    names = ("kind", "step", "key", "limit", "shows")
    return " ".join(str(value) for name in names if (value := getattr(writer, name)))


FACT = Telling(
    topic="事实",
    title=lambda one: f"事实“{one.label}”（{one.name}）",
    attributes=(
        Attribute(topic="事实", name="种类", said=lambda one: one.type),
        Attribute(topic="事实", name="取值", said=lambda one: "、".join(one.values)),
        Attribute(topic="事实", name="由谁写", said=lambda one: _writer(one.writer)),
        Attribute(topic="事实", name="名称", said=lambda one: one.label),
    ),
)


def form_changes(before: Release, after: Release) -> Iterator[Change]:
    """Forms that came or went, and in the others every field."""
    yield from FORM.changes(before.forms, after.forms)
    for code, form in after.forms.items():
        old = before.forms.get(code)
        if old is not None and not code.startswith("G-"):
            yield from FIELD.changes(old.fields, form.fields, where=code)


def in_words(value: object) -> str:
    """Any plain value as people read it."""
    match value:
        case None | False | ():
            return ""
        case True:
            return "是"
        case Mapping():
            return "，".join(f"{key} {in_words(one)}" for key, one in value.items())
        case tuple() | list() | frozenset():
            return "、".join(in_words(one) for one in value)
        case ServiceRule():
            limit = value.limit or "不设期限"
            return f"{'、'.join(value.modes)}，回证 {value.proof or NOTHING}，{limit}"
    return str(value)


BOUNDS = {
    "min_length": "至少 {} 字",
    "max_length": "至多 {} 字",
    "pattern": "式样 {}",
    "min": "不小于 {}",
    "max": "不大于 {}",
    "decimals": "{} 位小数",
    "min_items": "至少 {} 项",
    "max_items": "至多 {} 项",
    "not_future": "不晚于今天",
    "not_before": "不早于“{}”",
    "file_kinds": "文件类型 {}",
}


def _bounds(field: Field) -> str:
    found = ((words, getattr(field.validators, name)) for name, words in BOUNDS.items())
    return "，".join(words.format(in_words(value)) for words, value in found if value)


def _conditions(field: Field) -> str:
    hides = [f"隐藏：{one.source}" for one in field.hides]
    required = [f"必填：{field.required_if.source}"] if field.required_if else []
    return "；".join((*hides, *required))


def _options(field: Field) -> str:
    return "、".join(one.label for one in field.options)


FORM = Telling(
    topic="表单",
    title=lambda one: f"表单 {one.code}",
    whole=lambda one: f"{len(one.fields)} 个字段",
)
FIELD = Telling(
    topic="表单字段",
    title=lambda one: f"字段“{one.label}”",
    attributes=tuple(
        Attribute(topic="表单字段", name=name, said=said)
        for name, said in (
            ("名称", lambda one: one.label),
            ("种类", lambda one: str(one.type)),
            ("必填", lambda one: "必填" if one.required else "选填"),
            ("限制", _bounds),
            ("条件", _conditions),
            ("保密", lambda one: "保密" if one.secret else "不保密"),
            ("选项", _options),
            ("来源", lambda one: one.source or ""),
        )
    ),
)


def place_changes(before: Release, after: Release) -> Iterator[Change]:
    """Names, roles, approvals, measures, committee …: what place.yaml says otherwise."""
    roles = before.place_info.roles, after.place_info.roles
    yield from ROLE.changes(*roles, where="place.yaml")
    seen: set[tuple[str, str]] = set()
    for one in differences(after, before):
        if one.topic not in SAID_BY_DIFFERENCES:
            seen.add((one.topic, one.what))
            yield _place_change(one.topic, one.what, one.there, one.here)
    for one in differences(before, after):  # what only the earlier one has
        if one.topic not in SAID_BY_DIFFERENCES and (one.topic, one.what) not in seen:
            yield _place_change(one.topic, one.what, one.here, one.there)


ROLE = Telling(
    topic="角色",
    title=lambda one: f"角色“{one.title}”（{one.code}）",
    attributes=tuple(
        Attribute(topic="角色", name=name, said=said)
        for name, said in (
            ("名称", lambda one: one.title),
            ("机关", lambda one: one.org or ""),
            ("内设机构", lambda one: one.unit or ""),
            ("职务", lambda one: one.post or ""),
            ("证件", lambda one: one.certificate or ""),
        )
    ),
)


def _place_change(topic: str, what: str, before: str, after: str) -> Change:
    kinds: Mapping[tuple[bool, bool], str] = {(True, False): "added", (False, True): "removed"}
    kind = kinds.get((before == NOTHING, after == NOTHING), "changed")
    return Change(
        topic=topic,
        kind=kind,  # type: ignore[arg-type]  # one of the three
        where="place.yaml",
        element="",
        what=what,
        before=before,
        after=after,
    )
