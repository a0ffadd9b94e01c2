"""A form as the template lays it out: a control per field, blank rows, errors in place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.definitions.form_reasons import Reason
from engine.queries.asked_form import AskedForm
from webui.form_input import Described

BLANK_ROWS = 2
"""Empty rows offered below those filled; a new page offers as many again."""

INPUTS = {
    "date": "date",
    "datetime": "datetime-local",
    "time": "time",
    "whole": "text",
    "decimal": "text",
}
FORMAT_INPUTS = {"mobile": "tel", "telephone": "tel", "email": "email"}
HINT_OF_FORMAT = {
    "uscc": "18位统一社会信用代码",
    "telephone": "手机号码，或者带区号的固定电话",
    "money": "单位：元",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One field, group or list on the page.

    `kind` names the template's macro; `state` is required, optional, unsure or read.
    """

    kind: str
    name: str = ""
    label: str = ""
    state: str = "optional"
    value: object = ""
    hint: str = ""
    input_type: str = "text"
    input_mode: str = ""
    max_length: int | None = None
    prefix: str = ""
    suffix: str = ""
    options: Sequence[tuple[str, str, bool]] = ()
    error: Reason | None = None
    proposed: bool = False
    inside: Sequence["Control"] = ()
    rows: Sequence[Sequence["Control"]] = ()
    secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """The controls of a form for one page."""

    asked: AskedForm
    reasons: Mapping[str, Reason] = field(default_factory=dict)

    def controls(self) -> list[Control]:
        """All controls that are not hidden now."""
        return list(self._level(self.asked.form["components"], self.asked.values, "", ""))  # type: ignore[arg-type]  # plain JSON of describe()

    def loose_reasons(self) -> list[Reason]:
        """Faults of places that have no control of their own on the page."""
        shown = set(_names(self.controls()))
        return [one for place, one in self.reasons.items() if place not in shown]

    def _level(
        self,
        components: Iterable[Described],
        values: Mapping[str, object],
        place: str,
        pattern: str,
    ) -> Iterator[Control]:
        for one in components:
            if one["component"] == "group":
                inside = list(self._level(one["components"], values, place, pattern))
                if inside:
                    yield Control(kind="group", label=one["label"], inside=inside)
            elif one["component"] == "text":
                yield Control(kind="note", value=one.get("text") or "")
            elif "key" in one:
                yield from self._field(one, values, place, pattern)

    def _field(
        self,
        one: Described,
        values: Mapping[str, object],
        place: str,
        pattern: str,
    ) -> Iterator[Control]:
        name = f"{place}{one['key']}"
        standing = self._standing(name, f"{pattern}{one['key']}")
        value = values.get(one["key"])
        error = self.reasons.get(name)
        if standing == "hidden" and error is None:
            return
        if one["read_only"]:
            if value not in (None, "", []):
                yield self._read_only(one, name, value)
            return
        if one["type"] == "rows":
            yield self._list(one, name, value, standing, error)
            return
        yield Control(
            kind=_kind(one),
            name=name,
            label=one["label"],
            state=standing,
            value=_shown(one, value),
            hint=one.get("description") or HINT_OF_FORMAT.get(one.get("format", ""), ""),
            input_type=INPUTS.get(one["type"], FORMAT_INPUTS.get(one.get("format", ""), "text")),
            input_mode={"whole": "numeric", "decimal": "decimal"}.get(one["type"], ""),
            max_length=one.get("max_length"),
            prefix=one.get("prefix", ""),
            suffix=one.get("suffix", ""),
            options=_options(one, value),
            error=error,
            proposed=bool(one.get("source")) and value not in (None, "", []),
            secret=bool(one.get("secret")),
        )

    def _standing(self, name: str, pattern: str) -> str:
        """How a field stands; in a blank row nothing is required yet."""
        known = self.asked.standing.get(name)
        if known is not None:
            return known
        blank = self.asked.standing.get(pattern, "optional")
        return "optional" if blank == "required" else blank

    def _read_only(self, one: Described, name: str, value: object) -> Control:
        if one["type"] == "rows" and isinstance(value, list):
            rows = [list(_cells(one["components"], row)) for row in value]
            return Control(kind="table", name=name, label=one["label"], state="read", rows=rows)
        words = _words(one, value)
        return Control(kind="read", name=name, label=one["label"], state="read", value=words)

    def _list(
        self,
        one: Described,
        name: str,
        value: object,
        standing: str,
        error: Reason | None,
    ) -> Control:
        kept = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
        most = one.get("max_items") or len(kept) + BLANK_ROWS
        blank = max(0, min(BLANK_ROWS, most - len(kept)))
        rows = [
            list(self._level(one["components"], row, f"{name}[{number}].", f"{name}[+]."))
            for number, row in enumerate([*kept, *({} for _ in range(blank))])
        ]
        return Control(
            kind="list",
            name=name,
            label=one["label"],
            state=standing,
            hint=one.get("description", ""),
            rows=rows,
            error=error,
        )


def _names(controls: Iterable[Control]) -> Iterator[str]:
    for one in controls:
        yield one.name
        yield from _names(one.inside)
        for row in one.rows:
            yield from _names(row)


KIND_OF_TYPE = {"choice": "select", "choices": "checklist", "boolean": "radio", "files": "files"}


def _kind(one: Described) -> str:
    """The control of a field: a text with proposals is still a text."""
    component = str(one["component"])
    if component in {"radio", "checkbox", "select", "checklist", "textarea"}:
        return component
    if component == "taglist":
        return "checklist"
    if one.get("suggestions_only"):
        return "suggest"
    return KIND_OF_TYPE.get(one["type"], "input")


def _options(one: Described, value: object) -> list[tuple[str, str, bool]]:
    chosen = {_plain(item) for item in value} if isinstance(value, list) else {_plain(value)}
    return [
        (_plain(option["value"]), str(option["label"]), _plain(option["value"]) in chosen)
        for option in one.get("options", ())
    ]


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _shown(one: Described, value: object) -> object:
    if one["component"] == "checkbox":
        return value is True
    if isinstance(value, list):
        return value
    text = _plain(value)
    return text.replace(" ", "T") if one["type"] == "datetime" else text


def _words(one: Described, value: object) -> str:
    labels = {_plain(option["value"]): option["label"] for option in one.get("options", ())}
    if isinstance(value, list):
        return "、".join(labels.get(_plain(item), _plain(item)) for item in value)
    if isinstance(value, bool) and not labels:
        return "是" if value else "否"
    return str(labels.get(_plain(value), _plain(value)))


def _cells(components: Iterable[Described], row: object) -> Iterator[Control]:
    values = row if isinstance(row, Mapping) else {}
    for one in components:
        if "key" in one:
            words = _words(one, values.get(one["key"]))
            yield Control(kind="read", label=one["label"], state="read", value=words)
