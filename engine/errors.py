"""Every refusal and fault: code, what, where and how to mend it.

A `Refusal` is something the person can mend: it is expected, changes nothing and is not logged as
an error. A `Fault` is ours to mend: it is logged with its trace and the case is set aside with its
state untouched.
Wire form of both: ``{"code", "what", "where", "mend", "fields", "trace"}``.
"""

from collections.abc import Mapping
from typing import ClassVar

from engine.day_words import spoken


class ZhijianError(Exception):
    """Something that could not be done; the texts are Chinese sentences with ``{placeholders}``.

    ``details`` fill the placeholders of `what` and `mend`; ``where`` names the place (task, file,
    line, field).
    """

    code: ClassVar[str]
    http_status: ClassVar[int]
    what: ClassVar[str]
    mend: ClassVar[str]

    def __init__(self, *, where: Mapping[str, object] | None = None, **details: object) -> None:
        self.where: dict[str, object] = dict(where or {})
        self.details = details
        super().__init__(f"{self.code}: {self.what_text}")

    @property
    def what_text(self) -> str:
        """The sentence that says what was refused or went wrong (in Chinese)."""
        return self.what.format_map(_Blank(self.details))

    @property
    def mend_text(self) -> str:
        """The sentence that says how to go on (in Chinese)."""
        return self.mend.format_map(_Blank(self.details))


class _Blank(dict[str, object]):
    """Placeholder values; a missing one prints as （未注明） instead of raising inside an error.

    Days and moments read as they are written in Chinese.
    """

    def __getitem__(self, key: str) -> object:
        return spoken(super().__getitem__(key))

    def __missing__(self, key: str) -> str:
        return "（未注明）"


class Refusal(ZhijianError):
    """Refused, nothing changed, the person can mend it."""

    http_status = 409


class Fault(ZhijianError):
    """We must mend it; nothing changed; the trace goes to the log, never to the person."""

    http_status = 500
