"""What an expression of a definition file reads: the bridge to the expression language."""

from datetime import date, timedelta
from decimal import Decimal

from engine.definitions.entry import Entry
from engine.feel import TIMER_FUNCTIONS, FeelSyntaxRefused, compile_expression, parse_assignments


def names_read(source: str) -> frozenset[str]:
    """The free names of a condition or value. Raises FeelSyntaxRefused."""
    return compile_expression(source).names


def names_of_timer(source: str) -> frozenset[str]:
    """The free names of a timer's date. Raises FeelSyntaxRefused."""
    return compile_expression(source, functions=TIMER_FUNCTIONS).names


def assignments(script: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """Name written and names read of each line of a script task. Raises FeelSyntaxRefused."""
    return tuple((name, frozenset(right.names)) for name, right in parse_assignments(script))


def limit_keys_named(source: str) -> frozenset[str]:
    """The limit keys that `limit_due_on` and `limit_reminder_at` of the expression name."""
    expression = compile_expression(source, functions=TIMER_FUNCTIONS)
    return frozenset(
        str(key)
        for function in ("limit_due_on", "limit_reminder_at")
        for key in expression.literal_arguments(function)
    )


def checked_names(entry: Entry, key: str, source: str | None) -> frozenset[str]:
    """The names an expression under `key` reads; a syntax fault goes to the entry."""
    if source is None:
        return frozenset()
    try:
        return names_read(source)
    except FeelSyntaxRefused as refusal:
        entry.fault("expression_syntax", refusal.what_text, refusal.mend_text, key=key)
        return frozenset()


def literals_of(source: str) -> tuple[object, ...]:
    """The dates and numbers written out in an expression; none where it cannot be read."""
    try:
        literals = compile_expression(source, functions=TIMER_FUNCTIONS).literals
    except FeelSyntaxRefused:
        return ()
    return tuple(
        value
        for value in literals
        if isinstance(value, date | Decimal | timedelta) and not isinstance(value, bool)
    )
