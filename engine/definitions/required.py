"""Steps the law requires (required.yaml) and the order it puts them in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredStep:
    """A step no diagram of the place may leave out. Relations name other steps."""

    step: str
    title: str
    article: str
    """Law key and article, or 本系统建议值."""
    procedure: str
    must_precede: tuple[str, ...] = ()
    """No run completes one of these before this step."""
    must_follow: tuple[str, ...] = ()
    """No run that completes one of these ends without this step after it."""
    never_both: tuple[str, ...] = ()
    """No run contains one of these together with this step."""
    persons_min: int = 1
    """At least so many different people complete items of the step."""
    file: str = ""
    line: int = 0
