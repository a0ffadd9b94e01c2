"""Forms (表单): form.json and tasks/*.json read into a frozen model, every rule checked."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from engine.definitions.finding import DefinitionRefused
from engine.definitions.form_components import Component, Findings, mapping
from engine.definitions.form_conditions import Condition
from engine.definitions.form_fields import Field, Kind, Option, Validators
from engine.definitions.form_json import JsonBroken, JsonObject, read_json
from engine.definitions.form_keys import WholeForm
from engine.definitions.form_tree import Tree
from engine.definitions.form_vocabulary import FORM_ATTRIBUTES, SCHEMA_VERSION
from engine.errors import Fault

__all__ = [
    "Component",
    "Condition",
    "Field",
    "Form",
    "FormKeyUnknown",
    "FormRefused",
    "Kind",
    "Option",
    "Validators",
    "read_form",
]

_HASH = re.compile(r"(sha256:)?[0-9a-f]{64}")
_SUBFORMS_KEPT = 1024


class FormRefused(DefinitionRefused):
    """A form file that breaks the format; `findings` says each fault."""

    code = "form_refused"
    what = "表单有 {count} 处错误，第一处：{first}"


class FormKeyUnknown(Fault):
    """A document or step asks for a key the form does not have."""

    code = "form_key_unknown"
    what = "表单“{form}”没有“{keys}”。"
    mend = "请运行 zhijian check 并改正 document.yaml 或者表单。"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, weakref_slot=True)
class Form:
    """One form, groups resolved; `fields` is in document order.

    `based_on` is the hash of the file it replaces in the parent place; None when it replaces
    nothing. Two forms are equal only when they are the same object.
    """

    code: str
    components: tuple[Component, ...]
    fields: Mapping[str, Field]
    based_on: str | None = None

    def only(self, keys: str | Iterable[str]) -> "Form":
        """The part one role fills; ``"*"`` is the whole. Raises `FormKeyUnknown` (a fault)."""
        if keys == "*":
            return self
        wanted = frozenset({keys} if isinstance(keys, str) else keys)
        return _part(self, wanted)

    def without(self, keys: Iterable[str]) -> "Form":
        """The form less `keys`; keys it does not have are ignored."""
        return _part(self, frozenset(self.fields) - frozenset(keys))

    def joined(self, *others: "Form") -> "Form":
        """The form followed by `others`; a key they share is asked once, as here."""
        fields = dict(self.fields)
        components = list(self.components)
        for other in others:
            new = {key: field for key, field in other.fields.items() if key not in fields}
            components += _pruned(other.components, frozenset(new))
            fields.update(new)
        return Form(
            code="+".join((self.code, *(other.code for other in others))),
            components=tuple(components),
            fields=fields,
        )

    @property
    def labels(self) -> frozenset[str]:
        """Every name a Word template may use, groups with a point (``被监督机关.名称``)."""
        return frozenset(field.template_name for field in self.fields.values())


@lru_cache(maxsize=_SUBFORMS_KEPT)
def _part(form: Form, wanted: frozenset[str]) -> Form:
    unknown = wanted - set(form.fields)
    if unknown:
        raise FormKeyUnknown(form=form.code, keys="、".join(sorted(unknown)))
    return Form(
        code=form.code,
        components=tuple(_pruned(form.components, wanted)),
        fields={key: field for key, field in form.fields.items() if key in wanted},
        based_on=form.based_on,
    )


def _pruned(components: Iterable[Component], wanted: frozenset[str]) -> Iterator[Component]:
    for component in components:
        if component.type == "group":
            inside = tuple(_pruned(component.components, wanted))
            if any(inner.key for kept in inside for inner in kept.within()):
                yield replace(component, components=inside)
        elif component.key is None or component.key in wanted:
            yield component


def read_form(code: str, text: bytes, groups: Mapping[str, bytes], *, path: str) -> Form:
    """Read one form; `groups` are the files groups/<name>.json by name.

    Raises `FormRefused` with every fault that was found; each names `path` or its group file.
    """
    findings = Findings(path=path)
    form = None
    try:
        form = _read(code, read_json(text), groups, findings)
    except JsonBroken as error:
        findings.broken(error)
    if findings.found or form is None:
        raise FormRefused(findings.found)
    return form


def _read(code: str, raw: object, groups: Mapping[str, bytes], findings: Findings) -> Form:
    if not isinstance(raw, JsonObject):
        findings.add("wrong_type", where="", what="表单应为对象。", mend="请写成 { … }。")
        return Form(code=code, components=(), fields={})
    _check_head(code, raw, findings)
    tree = Tree(groups, findings)
    components = tree.components(raw.get("components"), file=findings.path)
    fields = WholeForm(findings).read(components)
    based_on = mapping(raw.get("zhijian")).get("basedOn")
    return Form(
        code=code,
        components=components,
        fields=fields,
        based_on=based_on if isinstance(based_on, str) else None,
    )


def _check_head(code: str, raw: JsonObject, findings: Findings) -> None:
    def wrong(found: str, where: str, what: str, mend: str) -> None:
        findings.add(found, where=where, what=what, mend=mend, line=raw.line)

    for key in sorted(set(raw) - FORM_ATTRIBUTES):
        wrong("unknown_key", key, f"表单不能有“{key}”。", "请删去。")
    if raw.get("type") != "default":
        wrong("wrong_type", "type", "type 应为 default。", "请改正。")
    if raw.get("schemaVersion") != SCHEMA_VERSION:
        wrong(
            "schema_version",
            "schemaVersion",
            f"schemaVersion 应为 {SCHEMA_VERSION}。",
            "请用本系统的表单编辑器打开后保存。",
        )
    if raw.get("id") != code and not code.startswith(f"{raw.get('id')}."):
        wrong("id_differs", "id", f"id 应为“{code}”。", "请改正，或者改文件名。")
    ours = mapping(raw.get("zhijian"))
    based_on = ours.get("basedOn")
    hashed = based_on is None or (isinstance(based_on, str) and _HASH.fullmatch(based_on))
    if set(ours) - {"basedOn"} or not hashed:
        wrong(
            "based_on",
            "zhijian",
            "zhijian 只能有 basedOn，值为 null 或者 SHA-256。",
            "请写被替换文件的 SHA-256。",
        )
