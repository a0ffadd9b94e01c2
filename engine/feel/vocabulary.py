"""The functions an expression may call, and where: everywhere, on the server, in timer dates."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from engine.feel.tokens import WORDS


class Wants(StrEnum):
    """What a supplied function is handed; anything else answers null without a call."""

    DATE = "date"
    WHOLE_NUMBER = "whole_number"
    LITERAL_TEXT = "literal_text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """How many arguments a function takes; `wants` only for functions the caller supplies."""

    least: int
    most: int | None
    wants: tuple[Wants, ...] = ()

    @property
    def in_words(self) -> str:
        """The number of arguments in Chinese."""
        if self.most is None:
            return f"至少{self.least}个"
        return f"{self.least}个" if self.least == self.most else f"{self.least}至{self.most}个"

    def takes(self, count: int) -> bool:
        """Whether `count` arguments fit."""
        return self.least <= count and (self.most is None or count <= self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionSet:
    """The functions of one place where expressions stand; `title` names the place in Chinese."""

    title: str
    signatures: Mapping[str, Signature]

    def nearest(self, name: str) -> str | None:
        """The known function most like `name`, for a refusal."""
        return next(iter(get_close_matches(name, self.signatures, n=1)), None)


def _exactly(count: int) -> Signature:
    return Signature(least=count, most=count)


def _supplied(*wants: Wants) -> Signature:
    return Signature(least=len(wants), most=len(wants), wants=wants)


_ANY_NUMBER = Signature(least=1, most=None)

BUILT_IN: Mapping[str, Signature] = {
    "not": _exactly(1),
    "contains": _exactly(2),
    "starts with": _exactly(2),
    "ends with": _exactly(2),
    "string length": _exactly(1),
    "substring": Signature(least=2, most=3),
    "upper case": _exactly(1),
    "lower case": _exactly(1),
    "string": _exactly(1),
    "number": _exactly(1),
    "list contains": _exactly(2),
    "count": _exactly(1),
    "sum": _ANY_NUMBER,
    "min": _ANY_NUMBER,
    "max": _ANY_NUMBER,
    "abs": _exactly(1),
    "floor": _exactly(1),
    "ceiling": _exactly(1),
    "round half up": _exactly(2),
    "date": Signature(least=1, most=3),
    "date and time": _exactly(1),
    "duration": _exactly(1),
    "today": _exactly(0),
    "now": _exactly(0),
}

WORKING_DAYS: Mapping[str, Signature] = {
    "is_working_day": _supplied(Wants.DATE),
    "next_working_day": _supplied(Wants.DATE),
    "add_working_days": _supplied(Wants.DATE, Wants.WHOLE_NUMBER),
    "working_days_between": _supplied(Wants.DATE, Wants.DATE),
}

LIMITS: Mapping[str, Signature] = {
    "limit_due_on": _supplied(Wants.LITERAL_TEXT),
    "limit_reminder_at": _supplied(Wants.LITERAL_TEXT),
}

FORM_FUNCTIONS = FunctionSet(title="表单", signatures=BUILT_IN)
SERVER_FUNCTIONS = FunctionSet(title="流程和决策表", signatures={**BUILT_IN, **WORKING_DAYS})
TIMER_FUNCTIONS = FunctionSet(title="定时日期", signatures={**BUILT_IN, **WORKING_DAYS, **LIMITS})

ALL_FUNCTIONS = frozenset(TIMER_FUNCTIONS.signatures)
PHRASES = tuple(tuple(name.split(" ")) for name in ALL_FUNCTIONS if " " in name)
"""Functions of several words, cut into words."""

RESERVED_NAMES = WORDS | frozenset(name for name in ALL_FUNCTIONS if " " not in name)
"""Names no fact, form key or loop may bear: the words and the functions of one word."""
