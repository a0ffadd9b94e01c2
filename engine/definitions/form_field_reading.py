"""One component of a form file → one `Field`; what is wrong with it becomes a finding."""

import re
from collections.abc import Mapping
from decimal import Decimal

from engine.definitions.form_bounds import BoundsReading
from engine.definitions.form_components import Component, Findings, mapping
from engine.definitions.form_conditions import Condition
from engine.definitions.form_fields import Field, Kind, Option, Validators
from engine.definitions.form_vocabulary import (
    OPTION_SOURCES,
    OPTIONS_MAX,
    SOURCE_FAMILIES,
    SOURCE_WORDS,
)
from engine.definitions.form_written import check_label
from engine.definitions.identifiers import SHAPES

_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")
_SOURCE_NAME = re.compile(r"[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_KINDS = {
    "textfield": Kind.TEXT,
    "textarea": Kind.TEXT,
    "checkbox": Kind.BOOLEAN,
    "radio": Kind.CHOICE,
    "select": Kind.CHOICE,
    "checklist": Kind.CHOICES,
    "taglist": Kind.CHOICES,
    "filepicker": Kind.FILES,
    "dynamiclist": Kind.ROWS,
}
_DATE_KINDS = {"date": Kind.DATE, "datetime": Kind.DATETIME, "time": Kind.TIME}


class FieldReading(BoundsReading):
    """Reads one component that has a key, standing inside `groups` and under `hides`."""

    def __init__(
        self,
        component: Component,
        findings: Findings,
        *,
        groups: tuple[str, ...],
        hides: tuple[Condition, ...],
    ) -> None:
        super().__init__(component, findings)
        self.groups = groups
        self.hides = hides

    def field(self, rows: Mapping[str, Field] | None) -> Field:
        """The field; `rows` are those of a list."""
        here = self.component
        kind = self.kind()
        self.check_names()
        validators = self.validators(kind)
        required_if = self.condition("required_if", self.text("required_if"))
        return Field(
            key=here.key or "",
            label=here.label,
            component=here.type,
            type=kind,
            required=self.is_required(validators, required_if),
            required_if=required_if,
            hides=self.hides,
            validators=validators,
            format=self.one_of("format", frozenset(SHAPES)),
            options=self.options(kind),
            options_from=self.options_from(),
            source=self.source(),
            editable=self.flag("editable"),
            secret=self.one_of("secret", frozenset({"identity"})) is not None,
            leak_check=self.one_of("leak_check", frozenset({"identity"})) is not None,
            suggest=self.suggest(),
            sample=self.sample(),
            default=self.default(kind),
            description=str(here.attributes.get("description") or ""),
            prefix=self.adorner("prefixAdorner"),
            suffix=self.adorner("suffixAdorner"),
            group_labels=self.groups,
            line=here.line,
            rows=rows,
        )

    def kind(self) -> Kind:
        """What its value is."""
        here = self.component
        if here.type == "number":
            return Kind.DECIMAL if self.whole("decimalDigits", here.attributes) else Kind.WHOLE
        if here.type == "datetime":
            subtype = str(here.attributes.get("subtype", "date"))
            if subtype not in _DATE_KINDS:
                self.wrong(
                    "wrong_type", f"没有日期种类“{subtype}”。", "可以写 date、datetime、time。"
                )
            return _DATE_KINDS.get(subtype, Kind.DATE)
        if here.type == "radio" and self.one_of("type", frozenset({"boolean"})):
            return Kind.BOOLEAN
        return _KINDS[here.type]

    def check_names(self) -> None:
        """Note a key or label that cannot be one."""
        key, label = self.component.key or "", self.component.label
        if not _KEY.fullmatch(key):
            self.wrong(
                "key_refused",
                f"“{key}”不能作键。",
                "请用小写字母开头的字母、数字、下划线。",
            )
        check_label(self.component, self.findings, label)

    def is_required(self, validators: Validators, required_if: Condition | None) -> bool:
        """Required by rule, or a list of rows that must not be empty."""
        written = self.rules.get("required", False)
        if not isinstance(written, bool):
            self.wrong("wrong_type", "required 只能写 true 或 false。", "请改正，不加引号。")
        rows_needed = self.component.type == "dynamiclist" and bool(validators.min_items)
        return written is True or (rows_needed and required_if is None)

    def options(self, kind: Kind) -> tuple[Option, ...]:
        """The options as written, without those a source adds."""
        written = self.component.attributes.get("values")
        if "values" not in self.component.attributes:
            if kind in (Kind.CHOICE, Kind.CHOICES) and "options_from" not in self.properties:
                self.wrong("options_missing", "没有可选项。", "请写 values，或者 options_from。")
            return ()
        if not isinstance(written, list) or len(written) > OPTIONS_MAX:
            self.wrong("wrong_type", f"values 应为至多 {OPTIONS_MAX} 项的列表。", "请改正。")
            return ()
        found = tuple(self.option(mapping(raw)) for raw in written)
        for part in ("value", "label"):
            if len({getattr(option, part) for option in found}) < len(found):
                self.wrong("option_repeated", f"可选项的 {part} 有重复。", "请删去重复的一项。")
        return found

    def option(self, raw: Mapping[str, object]) -> Option:
        """One option; a boolean radio may write true and "true" alike."""
        value, label = raw.get("value"), raw.get("label")
        if isinstance(value, bool) and "type" in self.properties:
            value = "true" if value else "false"
        if not isinstance(value, str) or not isinstance(label, str) or not value or not label:
            self.wrong("wrong_type", "可选项应有 value 和 label 两个字符串。", "请补全。")
        if set(raw) - {"value", "label"}:
            self.wrong("unknown_key", "可选项只有 value 和 label。", "请删去其他的键。")
        if "type" in self.properties and value not in ("true", "false"):
            self.wrong("not_an_option", "是否题的 value 只能是 true 和 false。", "请改正。")
        return Option(value=str(value), label=str(label))

    def options_from(self) -> str | None:
        """Where more options come from."""
        written = self.text("options_from")
        if written is None or written in OPTION_SOURCES:
            return written
        if written.startswith("enums.") and _NAME.fullmatch(written.removeprefix("enums.")):
            return written
        self.wrong(
            "not_an_option",
            f"options_from 没有“{written}”。",
            "可以写 orgs、people、laws、enums.<名称>。",
        )
        return None

    def source(self) -> str | None:
        """What the product fills in here."""
        written = self.text("source")
        if written is None or written in SOURCE_WORDS:
            return written
        family, _, name = written.partition(".")
        if family in SOURCE_FAMILIES and _SOURCE_NAME.fullmatch(name):
            return written
        self.wrong(
            "not_an_option",
            f"source 没有“{written}”。",
            "可以写 case.<属性>、limit. due. ground.<期限>、place.<键>、user、number。",
        )
        return None

    def sample(self) -> str | None:
        """The sample; one with a leading ``=`` must be an expression."""
        written = self.text("sample")
        if written is not None and written.startswith("="):
            self.condition("sample", written)
        return written

    def suggest(self) -> str | None:
        """The decision table that proposes a value."""
        written = self.text("suggest")
        if written is not None and not _NAME.fullmatch(written):
            self.wrong("key_refused", f"“{written}”不是决策表的名称。", "请写决策表的 id。")
        return written

    def default(self, kind: Kind) -> object:
        """The value a page begins with; a checkbox must be true or false."""
        written = self.component.attributes.get("defaultValue")
        if self.component.type == "checkbox":
            if written not in (None, True, False):
                self.wrong("wrong_type", "勾选框的 defaultValue 只能是 true 或 false。", "请改正。")
            return written is True
        if kind is Kind.BOOLEAN and isinstance(written, str):
            return {"true": True, "false": False}.get(written)
        return f"{written:f}" if isinstance(written, Decimal) else written

    def adorner(self, name: str) -> str:
        """Text before or after the value, e.g. a unit."""
        return str(mapping(self.component.attributes.get("appearance")).get(name) or "")
