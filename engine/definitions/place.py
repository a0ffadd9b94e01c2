"""A place (地方): its names, roles, laws, approvals, instruments and local choices (place.yaml)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from fractions import Fraction
from typing import Literal

from engine.domain.ladder import Rung
from engine.domain.work_calendar import ExtraDay

Act = Literal["opinion", "decide", "propose", "inform"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TierNames:
    """Who supervises in one tier; ``{department}`` stands for the one that handles the case."""

    authority: str
    acting_body: str
    assists: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A law by its short key. `counting` says how its 日 is to be read."""

    key: str
    title: str
    number: str | None = None
    in_force: date | None = None
    counting: Literal["none", "all_working_days"] | tuple[int, ...] = "none"
    """A tuple lists the numbers that are working days (``working_days_of``)."""
    counting_up_to: int | None = None
    """Numbers up to this one are working days (``working_days_up_to``)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role of the diagrams and who holds it, as in the people list."""

    code: str
    title: str
    org: str | None = None
    unit: str | None = None
    post: str | None = None
    certificate: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """One approver. `when` is FEEL on facts; None = always."""

    role: str
    act: Act
    when: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """An approval chain, in order, and the steps whose user tasks carry it out."""

    key: str
    steps: tuple[str, ...]
    chain: tuple[ChainLink, ...]
    article: str | None = None
    local_may: str = "any"
    line: int = 0
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentSet:
    """A set of instruments (文书体系), valid for filing dates in [`valid_from`, `valid_to`]."""

    key: str
    title: str
    valid_from: date
    valid_to: date | None
    """Last day, inclusive; None = open."""
    kinds: tuple[str, ...]
    issuer: Mapping[str, str]
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Lights:
    """When a clock changes colour. Yellow begins with whichever of its two comes first."""

    yellow_working_days_left: int
    yellow_share_left: Fraction
    orange: bool
    black_working_days_over: int
    remind_at: time
    """Asia/Shanghai."""
    ladder: tuple[str, ...]
    """Roles reminded in turn."""
    rungs: tuple[Rung, ...] = ()
    """When they are told, and what comes after telling; none: only the reminder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A fraction of a group, e.g. at least 2/3 of eligible. `strict` = more than."""

    fraction: Fraction
    of: Literal["eligible", "present"]
    strict: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """The committee (委员会) and its ballot rule."""

    enabled: bool
    quorum: Share
    passes: Share
    recused_leave: bool
    early_stop: bool
    casting_vote: bool
    results: tuple[str, ...]
    source: str
    name: str | None = None
    chair: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperEntry:
    """补录: from which day to which (both inclusive) whom may enter cases from paper."""

    opens_on: date
    closes_on: date
    roles: frozenset[str]

    def is_open(self, day: date) -> bool:
        """Whether cases may be entered on that day."""
        return self.opens_on <= day <= self.closes_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place as merged over its lineage."""

    code: str
    """Division code, or ``national``."""
    folder: str
    title: str
    government: str
    tiers: Mapping[str, TierNames]
    """By T1, T2, T3."""
    organ_codes: Mapping[str, str]
    seals: Mapping[str, str]
    laws: Mapping[str, Law]
    roles: Mapping[str, Role]
    separation: tuple[tuple[str, ...], ...]
    """Roles one person never holds together in one document."""
    approvals: Mapping[str, Approval]
    instrument_sets: Mapping[str, InstrumentSet]
    lights: Lights
    measures: Mapping[str, str | None]
    """Enabling article by measure; None = not allowed here."""
    enums: Mapping[str, Mapping[str, str]]
    """Label by code, by enumeration."""
    committee: Committee
    citations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Articles (or whole laws) a kind of document cites by default, by kind (依据库默认引用)."""
    extra_days: tuple[ExtraDay, ...] = ()
    guide_then_accept: bool = False
    """Whether a matter still open to reconsideration may be accepted after guiding (告知后受理)."""

    paper_entry: PaperEntry | None = None
    """None = nothing is entered from paper here."""

    def role_title(self, role: str) -> str:
        """The Chinese title of a role; one the place does not know goes by its own name."""
        known = self.roles.get(role)
        return known.title if known else role

    def instrument_set_on(self, filed_on: date) -> InstrumentSet | None:
        """The set for a case filed on that day, or None."""
        for chosen in self.instrument_sets.values():
            last = chosen.valid_to
            if chosen.valid_from <= filed_on and (last is None or filed_on <= last):
                return chosen
        return None
