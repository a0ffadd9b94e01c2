"""One component of a form file → one `Field`; what is wrong with it becomes a finding."""

import re
from collections.abc import Mapping
from decimal import Decimal

import re2

from engine.definitions.form_components import Component, Findings, mapping
from engine.definitions.form_conditions import Condition, read_condition
from engine.definitions.form_fields import Field, Kind, Option, Validators
from engine.definitions.form_vocabulary import (
    DECIMALS_MAX,
    LIST_ITEMS_MAX,
    OPTION_SOURCES,
    OPTIONS_MAX,
    PATTERN_CHARACTERS_MAX,
    SOURCE_FAMILIES,
    SOURCE_WORDS,
    TEMPLATE_WORDS,
)
from engine.definitions.identifiers import SHAPES
from engine.feel import FeelSyntaxRefused

_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")
_LABEL = re.compile(
    r"[A-Za-z_\u3400-\u9fff\U00020000-\U000323af][A-Za-z0-9_\u3400-\u9fff\U00020000-\U000323af]{0,39}"
)
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
_FILE_KIND = re.compile(r"\.[a-z0-9]{1,8}")


class FieldReading:
    """Reads one component that has a key, standing inside `groups` and under `hides`."""

    def __init__(
        self,
        component: Component,
        findings: Findings,
        *,
        groups: tuple[str, ...],
        hides: tuple[Condition, ...],
    ) -> None:
        self.component = component
        self.findings = findings
        self.groups = groups
        self.hides = hides
        self.properties = component.properties
        self.rules = mapping(component.attributes.get("validate"))

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
            sample=self.text("sample"),
            default=self.default(kind),
            description=str(here.attributes.get("description") or ""),
            prefix=self.adorner("prefixAdorner"),
            suffix=self.adorner("suffixAdorner"),
            group_labels=self.groups,
            line=here.line,
            rows=rows,
        )

    def wrong(self, code: str, what: str, mend: str) -> None:
        """Note one error of the component."""
        self.findings.at(self.component, code, what, mend)

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
                "key_refused", f"“{key}”不能作键。", "请用小写字母开头的字母、数字、下划线。"
            )
        check_label(self.component, self.findings, label)

    def text(self, name: str) -> str | None:
        """A property as text; None when absent."""
        value = self.properties.get(name)
        return value if isinstance(value, str) else None

    def flag(self, name: str) -> bool:
        """A property that is "true" or "false"."""
        value = self.text(name)
        if value not in (None, "true", "false"):
            self.wrong("wrong_type", f"{name} 只能写 true 或 false。", "请改正。")
        return value == "true"

    def one_of(self, name: str, known: frozenset[str]) -> str | None:
        """A property with listed values."""
        value = self.text(name)
        if value is not None and value not in known:
            self.wrong(
                "not_an_option",
                f"{name} 没有“{value}”这个值。",
                f"可以写：{'、'.join(sorted(known))}。",
            )
            return None
        return value

    def condition(self, name: str, source: str | None) -> Condition | None:
        """A condition, compiled; None when absent or broken."""
        return compile_here(self.component, self.findings, name, source)

    def whole(self, name: str, written: Mapping[str, object]) -> int | None:
        """A whole number, not negative, as a number or digits in a string."""
        value = written.get(name)
        if value is None:
            return None
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value):
            return int(value)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        self.wrong("wrong_type", f"{name} 应为不小于 0 的整数。", "请改为整数。")
        return None

    def bound(self, name: str) -> Decimal | None:
        """`min` or `max` of a number."""
        value = self.rules.get(name)
        if value is None:
            return None
        if re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", str(value)):
            return Decimal(str(value))
        self.wrong("wrong_type", f"{name} 应为数字。", "请改为数字。")
        return None

    def validators(self, kind: Kind) -> Validators:
        """All bounds of the value."""
        found = Validators(
            min_length=self.whole("minLength", self.rules),
            max_length=self.whole("maxLength", self.rules),
            pattern=self.pattern(),
            min=self.bound("min"),
            max=self.bound("max"),
            decimals=self.decimals(),
            min_items=self.whole("min_items", self.properties),
            max_items=self.whole("max_items", self.properties),
            not_future=self.not_future(kind),
            not_before=self.text("not_before"),
            file_kinds=self.file_kinds(),
        )
        self.check_order(found)
        return found

    def not_future(self, kind: Kind) -> bool:
        """`not_future`, which a time of day cannot have; "" counts as true."""
        if self.text("not_future") == "":
            return True
        if self.flag("not_future") and kind is Kind.TIME:
            self.wrong("wrong_type", "时刻不能写 not_future。", "请改为日期，或者删去。")
        return self.flag("not_future")

    def check_order(self, found: Validators) -> None:
        """Note bounds that nothing can meet, or that are larger than the product's own."""
        pairs = (
            (found.min_length, found.max_length),
            (found.min, found.max),
            (found.min_items, found.max_items),
        )
        if any(low is not None and high is not None and low > high for low, high in pairs):
            self.wrong("bounds_reversed", "下限大于上限。", "请对调或者改正。")
        if (found.max_items or found.min_items or 0) > LIST_ITEMS_MAX:
            self.wrong("out_of_range", f"列表至多 {LIST_ITEMS_MAX} 项。", "请改小。")

    def decimals(self) -> int:
        """Places after the point of a number."""
        places = self.whole("decimalDigits", self.component.attributes) or 0
        if places > DECIMALS_MAX:
            self.wrong("out_of_range", f"小数至多 {DECIMALS_MAX} 位。", "请改小。")
        return min(places, DECIMALS_MAX)

    def pattern(self) -> str | None:
        """The pattern, proved to compile under RE2."""
        written = self.rules.get("pattern")
        if written is None:
            return None
        if not isinstance(written, str) or len(written) > PATTERN_CHARACTERS_MAX:
            self.wrong("pattern_refused", "pattern 应为不太长的字符串。", "请改短。")
            return None
        try:
            re2.compile(written, quiet_options())
        except re2.error:
            self.wrong(
                "pattern_refused",
                f"pattern“{written}”不是 RE2 写法。",
                "RE2 没有向前向后查找和反向引用，请换一种写法。",
            )
            return None
        return written

    def file_kinds(self) -> tuple[str, ...]:
        """Endings a file may have, from form-js `accept`."""
        written = self.component.attributes.get("accept")
        if not written:
            return ()
        kinds = tuple(part.strip().lower() for part in str(written).split(","))
        if not all(_FILE_KIND.fullmatch(kind) for kind in kinds):
            self.wrong("wrong_type", "accept 应为扩展名。", "请写成 .pdf,.docx 的样子。")
        return kinds

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
            "可以写 case.<属性>、limit.<期限>、due.<期限>、place.<键>、user、number。",
        )
        return None

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
        return written

    def adorner(self, name: str) -> str:
        """Text before or after the value, e.g. a unit."""
        return str(mapping(self.component.attributes.get("appearance")).get(name) or "")


def quiet_options() -> "re2.Options":
    """RE2 options that write nothing to standard error."""
    options = re2.Options()
    options.log_errors = False
    return options


def check_label(component: Component, findings: Findings, label: str) -> None:
    """Note a label that no template could name (FORMATS 8)."""
    if not _LABEL.fullmatch(label) or label in TEMPLATE_WORDS:
        findings.at(
            component,
            "label_refused",
            f"“{label}”不能作模板中的名称。",
            "名称只用汉字、字母、数字、下划线，不以数字开头，单位写在 suffixAdorner。",
        )


def compile_here(
    component: Component, findings: Findings, name: str, source: object
) -> Condition | None:
    """Compile a condition of `component`; a broken one is noted, None is returned."""
    if source is None:
        return None
    if not isinstance(source, str) or not source.startswith("="):
        findings.at(
            component, "condition_refused", f"{name} 应以 = 开头。", "请写成 =键 = 值 的样子。"
        )
        return None
    try:
        return read_condition(source)
    except FeelSyntaxRefused as error:
        findings.at(
            component,
            "condition_refused",
            f"{name}“{source}”有误：{error.what_text}",
            error.mend_text,
        )
        return None
