"""The tree of a form file: components with groups resolved, each allowed where it stands."""

from collections.abc import Mapping
from dataclasses import replace

from engine.definitions.form_components import Component, Findings
from engine.definitions.form_json import JsonBroken, JsonObject, read_json
from engine.definitions.form_vocabulary import ATTRIBUTES, COMPONENT_DEPTH_MAX, COMPONENTS_MAX
from engine.definitions.form_words import check_words, nearest


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
            return replace(here, components=self.used(here, depth))
        if here.type in ("group", "dynamiclist"):
            if not inside:
                self.findings.at(
                    here, "empty_group", f"“{here.label}”中没有组件。", "请加入组件，或者删去。"
                )
                return here
            return replace(
                here, components=self.components(inside, file=here.file, depth=depth + 1)
            )
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
            near = nearest(name, self.groups)
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
                    nearest(key, [str(known) for known in by_key if known]),
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
