"""Conditions of a form: FEEL over the keys of the form (and of the row, inside a list)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.feel import Expression, compile_form_condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One `hide` or `required_if`; `source` is as written, with its leading ``=``."""

    source: str
    expression: Expression

    @property
    def names(self) -> frozenset[str]:
        """The keys it reads."""
        return self.expression.names

    def holds(self, values: Mapping[str, object], *, now: datetime) -> bool:
        """Whether it is true; null and everything else is not."""
        return self.expression.evaluate(values, now=now) is True


def read_condition(source: str) -> Condition:
    """Compile a condition of a form. Raises `FeelSyntaxRefused`."""
    return Condition(source=source, expression=compile_form_condition(source))
