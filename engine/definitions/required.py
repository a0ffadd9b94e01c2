"""Steps the law requires (required.yaml) and the order it puts them in."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.definitions.entry import Entry


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


def read_required(entry: Entry, *, procedure: str) -> Mapping[str, RequiredStep]:
    """The required steps of one procedure's merged required.yaml; faults go to the entry."""
    return {step: _required(step, one, procedure) for step, one in entry.items()}


def _required(step: str, entry: Entry, procedure: str) -> RequiredStep:
    entry.known("title", "article", "must_precede", "must_follow", "never_both", "persons_min")
    return RequiredStep(
        step=step,
        title=entry.text("title"),
        article=entry.text("article"),
        procedure=procedure,
        must_precede=entry.texts("must_precede"),
        must_follow=entry.texts("must_follow"),
        never_both=entry.texts("never_both"),
        persons_min=entry.whole("persons_min", least=1, default=1),
        file=entry.node.file,
        line=entry.node.line,
    )
