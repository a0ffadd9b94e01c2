"""The tree of a form file: components with groups resolved, each allowed where it stands."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from engine.definitions.finding import Finding
from engine.definitions.form_json import JsonBroken, JsonObject, read_json
from engine.definitions.form_vocabulary import (
    ATTRIBUTES,
    COMPONENT_DEPTH_MAX,
    COMPONENTS_MAX,
    PROPERTIES,
    VALIDATE,
)

_ADDRESS = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*://|^\s*(javascript|data|mailto|vbscript):", re.IGNORECASE
)
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")
_EXPRESSION_FREE = ("label", "dateLabel", "timeLabel", "description", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One component where it stands; `key` is that of a field (the `path` of a list), else None.

    `attributes` are as written. `components` are those inside a group or of one row of a list.
    """

    type: str
    id: str
    key: str | None
    label: str
    file: str
    line: int
    attributes: Mapping[str, object]
    components: tuple["Component", ...] = ()

    @property
    def properties(self) -> Mapping[str, object]:
        """The product's own properties of it."""
        return mapping(self.attributes.get("properties"))

    def within(self) -> Iterator["Component"]:
        """Itself and everything inside it, in document order."""
        yield self
        for inner in self.components:
            yield from inner.within()


def mapping(value: object) -> Mapping[str, object]:
    """`value` if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


@dataclass(slots=True, kw_only=True)
class Findings:
    """What is wrong with one form, collected while it is read."""

    path: str
    found: list[Finding] = field(default_factory=list)

    def add(  # noqa: PLR0913  # the parts of a finding, all named
        self, code: str, *, where: str, what: str, mend: str, line: int = 0, file: str | None = None
    ) -> None:
        """Note one error."""
        self.found.append(
            Finding(code=code, file=file or self.path, line=line, what=what, mend=mend, where=where)
        )

    def at(self, component: Component, code: str, what: str, mend: str) -> None:
        """Note one error of `component`."""
        self.add(
            code,
            where=component.key or component.id,
            what=what,
            mend=mend,
            line=component.line,
            file=component.file,
        )

    def broken(self, error: JsonBroken, file: str | None = None) -> None:
        """Note that a file is no JSON."""
        self.add(error.code, where="", what=error.what, mend=error.mend, line=error.line, file=file)


class Tree:
    """Reads the components of one form, resolving groups by name."""

    def __init__(self, groups: Mapping[str, bytes], findings: Findings) -> None:
        self.groups = groups
        self.findings = findings
        self.count = 0
        self.open_groups: list[str] = []

    def components(self, written: object, *, file: str, depth: int = 1) -> tuple[Component, ...]:
        """The components of a list as written; what is not allowed is noted and left out."""
        if not isinstance(written, list):
            self.findings.add(
                "wrong_type",
                where="components",
                what="components 应为列表。",
                mend="请写成 [ … ]。",
                file=file,
            )
            return ()
        if depth > COMPONENT_DEPTH_MAX:
            self.findings.add(
                "too_deep",
                where="components",
                what=f"组件嵌套超过 {COMPONENT_DEPTH_MAX} 层。",
                mend="请减少分组层次。",
                file=file,
            )
            return ()
        read = (self.component(raw, file=file, depth=depth) for raw in written)
        return tuple(component for component in read if component is not None)

    def component(self, raw: object, *, file: str, depth: int) -> Component | None:
        """One component; None when it may not stand in a form at all."""
        if not isinstance(raw, JsonObject):
            self.findings.add(
                "wrong_type",
                where="components",
                what="组件应为对象。",
                mend="请写成 { … }。",
                file=file,
            )
            return None
        self.count += 1
        if self.count > COMPONENTS_MAX:
            self.too_many(raw, file)
            return None
        here = _bare(raw, file)
        if here.type not in ATTRIBUTES:
            self.findings.at(
                here,
                "component_refused",
                f"不能使用组件“{here.type}”。",
                f"可以使用：{'、'.join(ATTRIBUTES)}。",
            )
            return None
        check_words(here, self.findings)
        return self.filled(here, depth)

    def too_many(self, raw: JsonObject, file: str) -> None:
        """Note once that the form is too large."""
        if self.count == COMPONENTS_MAX + 1:
            self.findings.add(
                "too_many_components",
                where="components",
                what=f"组件超过 {COMPONENTS_MAX} 个。",
                mend="请拆成几张表单。",
                line=raw.line,
                file=file,
            )

    def filled(self, here: Component, depth: int) -> Component:
        """`here` with what stands inside it."""
        inside = here.attributes.get("components")
        if here.type == "group" and "use" in here.properties:
            return _with(here, self.used(here, depth))
        if here.type in ("group", "dynamiclist"):
            if not inside:
                self.findings.at(
                    here, "empty_group", f"“{here.label}”中没有组件。", "请加入组件，或者删去。"
                )
                return here
            return _with(here, self.components(inside, file=here.file, depth=depth + 1))
        return here

    def used(self, here: Component, depth: int) -> tuple[Component, ...]:
        """The components of groups/<use>.json, all or those of `only`."""
        name = str(here.properties["use"])
        if here.attributes.get("components"):
            self.findings.at(
                here,
                "group_use",
                "引用字段组的分组不能另有组件。",
                "请删去其中的组件，或者删去 use。",
            )
        if name not in self.groups or name in self.open_groups:
            near = _nearest(name, self.groups)
            self.findings.at(here, "group_unknown", f"没有字段组“{name}”，或者它引用了自己。", near)
            return ()
        file = f"groups/{name}.json"
        try:
            written = read_json(self.groups[name])
        except JsonBroken as error:
            self.findings.broken(error, file)
            return ()
        self.open_groups.append(name)
        found = self.components(self.chosen(here, written), file=file, depth=depth + 1)
        self.open_groups.pop()
        return found

    def chosen(self, here: Component, written: object) -> object:
        """The part of a group file that `only` names, before it is read."""
        only = here.properties.get("only")
        if not isinstance(only, str) or not isinstance(written, list):
            return written
        wanted = only.split()
        by_key = {_key_of(raw): raw for raw in written if isinstance(raw, dict)}
        for key in wanted:
            if key not in by_key:
                self.findings.at(
                    here,
                    "group_key_unknown",
                    f"字段组“{here.properties['use']}”中没有“{key}”。",
                    _nearest(key, [str(known) for known in by_key if known]),
                )
        return [raw for raw in written if isinstance(raw, dict) and _key_of(raw) in wanted]


def _key_of(raw: Mapping[str, object]) -> object:
    return raw.get("path") if raw.get("type") == "dynamiclist" else raw.get("key")


def _bare(raw: JsonObject, file: str) -> Component:
    key = _key_of(raw)
    label = raw.get("label") or raw.get("dateLabel") or raw.get("timeLabel") or ""
    return Component(
        type=str(raw.get("type")),
        id=str(raw.get("id") or ""),
        key=key if isinstance(key, str) else None,
        label=label if isinstance(label, str) else "",
        file=file,
        line=raw.line,
        attributes=raw,
    )


def _with(here: Component, inside: tuple[Component, ...]) -> Component:
    return Component(
        type=here.type,
        id=here.id,
        key=here.key,
        label=here.label,
        file=here.file,
        line=here.line,
        attributes=here.attributes,
        components=inside,
    )


def _nearest(word: str, known: Sequence[str] | Mapping[str, object]) -> str:
    near = get_close_matches(word, list(known), n=1)
    return f"是否应为“{near[0]}”？" if near else "请改用已有的名称，或者删去。"


def check_words(here: Component, findings: Findings) -> None:
    """Note every attribute, property and rule that `here` may not carry, URLs and expressions."""
    _check_known(here, here.attributes, ATTRIBUTES[here.type], findings)
    _check_known(here, here.properties, PROPERTIES[here.type], findings)
    _check_known(
        here,
        mapping(here.attributes.get("validate")),
        VALIDATE.get(here.type, frozenset()),
        findings,
    )
    _check_known(here, mapping(here.attributes.get("conditional")), frozenset({"hide"}), findings)
    if not _ID.fullmatch(here.id):
        findings.at(
            here, "id_missing", "组件没有合规的 id。", "请写 id：字母开头，字母、数字、点、横线。"
        )
    for name, value in here.properties.items():
        if not isinstance(value, str):
            findings.at(here, "wrong_type", f"properties.{name} 的值应为字符串。", "请加双引号。")
    _check_texts(here, findings)


def _check_known(
    here: Component, written: Mapping[str, object], known: frozenset[str], findings: Findings
) -> None:
    for word in written:
        if word not in known:
            findings.at(
                here,
                "unknown_key",
                f"{here.type} 不能有“{word}”。",
                _nearest(word, sorted(known)),
            )


def _check_texts(here: Component, findings: Findings) -> None:
    written = {name: value for name, value in here.attributes.items() if name != "components"}
    if any(_ADDRESS.search(text) for text in _texts(written)):
        findings.at(here, "url_refused", "表单中不能写网址。", "请删去网址，只写文字。")
    plain = [here.attributes.get(name) for name in _EXPRESSION_FREE]
    rules = mapping(here.attributes.get("validate")).values()
    look = mapping(here.attributes.get("appearance")).values()
    for text in _texts([*plain, *rules, *look]):
        if text.lstrip().startswith("=") or "{{" in text:
            findings.at(
                here,
                "expression_refused",
                "名称、说明和校验规则中不能写表达式。",
                "请写文字或者数字；条件写在 conditional.hide 或 required_if。",
            )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
