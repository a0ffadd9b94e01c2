"""What every event is; the events themselves stand in the files named after what they happen to."""

from dataclasses import dataclass
from typing import ClassVar

PlainFact = bool | str | dict[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a case."""

    by_the_way: ClassVar[bool] = False
    """Whoever has a page of the case open may go on with it: nothing he decides on changed."""
