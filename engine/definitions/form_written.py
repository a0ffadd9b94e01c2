"""How a component is read: its properties and rules, one kind of value at a time."""

import re
from collections.abc import Mapping
from decimal import Decimal

from engine.definitions.form_components import Component, Findings, mapping
from engine.definitions.form_conditions import Condition, read_condition
from engine.definitions.form_vocabulary import TEMPLATE_WORDS
from engine.feel import FeelSyntaxRefused

_LABEL = re.compile(
    r"[A-Za-z_\u3400-\u9fff\U00020000-\U000323af]"
    r"[A-Za-z0-9_\u3400-\u9fff\U00020000-\U000323af]{0,39}"
)


class Written:
    """The properties and rules of one component; what cannot be read becomes a finding."""

    def __init__(self, component: Component, findings: Findings) -> None:
        self.component = component
        self.findings = findings
        self.properties = component.properties
        self.rules = mapping(component.attributes.get("validate"))

    def wrong(self, code: str, what: str, mend: str) -> None:
        """Note one error of the component."""
        self.findings.at(self.component, code, what, mend)

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
