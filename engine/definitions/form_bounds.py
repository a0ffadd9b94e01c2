"""The bounds of a value as a form file writes them, each proved usable."""

import re

import re2

from engine.definitions.form_fields import Kind, Validators
from engine.definitions.form_vocabulary import DECIMALS_MAX, LIST_ITEMS_MAX, PATTERN_CHARACTERS_MAX
from engine.definitions.form_written import Written

_FILE_KIND = re.compile(r"\.[a-z0-9]{1,8}")


class BoundsReading(Written):
    """Reads the `Validators` of one component."""

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


def quiet_options() -> "re2.Options":
    """RE2 options that write nothing to standard error."""
    options = re2.Options()
    options.log_errors = False
    return options
