"""What every event is; the events themselves stand in the files named after what they happen to."""

from dataclasses import dataclass

PlainFact = bool | str | dict[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to a case."""
