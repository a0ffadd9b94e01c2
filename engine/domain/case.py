"""案件 (case): all a deed may look at while it decides, and the events it has decided so far.

A `Case` is a working copy: it is loaded under the lock of its row, deeds record events into it,
and the door either keeps those events or throws the copy away. Nothing but an event changes it
(`engine.domain.history` has the one applier of each).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from engine.domain.attachment import Attachment
from engine.domain.clock import Clock
from engine.domain.clock_parts import NOT_STOPPED
from engine.domain.document import Document
from engine.domain.events import Logged
from engine.domain.facts import CallPath, FactSheet
from engine.domain.kept import Kept
from engine.domain.lights import Light
from engine.domain.visit import CameBy, Opinion, Visit, VisitState, WorkItem

ON_PAPER = "paper"
"""Entry of a case that ended on paper and was entered afterwards (补录); also the flag it shows."""

RUNS_ON_PAPER = "on_paper"
"""Flag of a case that still runs on paper and is being entered step by step (补录中)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHead:
    """The cover of a case. `log_seq` and `log_hash` are the head of its chain as it is kept."""

    id: str
    place: str
    release_id: str
    entry: str
    query_code_hash: str
    case_no: str | None = None
    intake_no: str | None = None
    title: str = ""
    source: str | None = None
    organ_id: str | None = None
    organ_name: str | None = None
    status: str = "registered"
    outcome: str | None = None
    flags: frozenset[str] = frozenset()
    instrument_set: str | None = None
    handlers: tuple[str, ...] = ()
    recused: frozenset[str] = frozenset()
    appointed: Mapping[str, str] = field(default_factory=dict)
    objected: frozenset[str] = frozenset()
    received_on: date | None = None
    registered_at: datetime | None = None
    discovered_on: date | None = None
    accepted_on: date | None = None
    filed_on: date | None = None
    closed_on: date | None = None
    ended: bool = False
    version: int = 0
    acted_version: int = 0
    """The version that the last change brought which was more than by the way."""
    log_seq: int = 0
    log_hash: str = ""

    @property
    def runs_on_paper(self) -> bool:
        """Whether its steps are still entered from paper, so that nothing else may be done."""
        return RUNS_ON_PAPER in self.flags

    @property
    def entered_by(self) -> str | None:
        """Who enters it from paper, or did; None for a case that began here."""
        return self.appointed.get(RUNS_ON_PAPER)


@dataclass(kw_only=True)
class Touched:
    """Ids of what the new events changed, so that the store writes these rows and no others."""

    visits: set[str] = field(default_factory=set)
    items: set[str] = field(default_factory=set)
    opinions: set[str] = field(default_factory=set)
    clocks: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    attachments: set[str] = field(default_factory=set)
    facts: bool = False


class Case:
    """A case in hand. `state` is the engine's, opaque to the rules."""

    def __init__(self, head: CaseHead, *, facts: FactSheet | None = None) -> None:
        self.head = head
        self.facts = facts or FactSheet()
        self.state = b""
        self.visits: Kept[Visit] = Kept()
        self.items: Kept[WorkItem] = Kept()
        self.opinions: Kept[Opinion] = Kept()
        self.clocks: Kept[Clock] = Kept()
        self.due_on: dict[str, date | None] = {}
        self.reminded: set[str] = set()
        self.overdue: set[str] = set()
        self.lights: dict[str, Light] = {}
        """What each clock showed last; green where nothing is written."""
        self.rungs: dict[str, tuple[str, ...]] = {}
        """Rungs of the ladder behind each clock, reached or held back."""
        self.documents: Kept[Document] = Kept()
        self.attachments: Kept[Attachment] = Kept()
        self.new_events: list[Logged] = []
        self.turned_back: tuple[CameBy, str] | None = None
        """The run was just sent or taken back, with this reason; the visit it opens tells so."""
        self.touched = Touched()

    # --- what stands in it -----------------------------------------------------------------

    @property
    def open_visits(self) -> list[Visit]:
        """Visits that still wait, oldest first."""
        return self.visits.having("state", VisitState.OPEN)

    def visit_of_token(self, token_id: str) -> Visit | None:
        """The open visit of a token, or None."""
        for visit in self.open_visits:
            if visit.token_id == token_id:
                return visit
        return None

    def items_of(self, visit_id: str) -> list[WorkItem]:
        """All items of a visit, in their order."""
        found = self.items.having("visit_id", visit_id)
        return sorted(found, key=lambda item: (item.position, item.id))

    def opinions_in(self, steps: Iterable[str]) -> list[Opinion]:
        """Effective opinions given in any of `steps`, oldest first."""
        found = self.opinions.having("step", *steps)
        return [opinion for opinion in found if opinion.voided_by is None]

    def latest_document(self, kind: str, *, path: CallPath | None = None) -> Document | None:
        """The latest document of `kind`, in any state, or None; `path` narrows it to one call."""
        found = [
            doc for doc in self.documents.having("kind", kind) if path is None or doc.path == path
        ]
        return found[-1] if found else None

    def light_shown(self, clock_id: str) -> Light:
        """The light that the clock showed last, by the log."""
        return self.lights.get(clock_id, Light.GREEN)

    def clocks_of(self, key: str) -> list[Clock]:
        """Every run of the limit `key` in this case, oldest first."""
        return self.clocks.having("key", key)

    @property
    def clocks_not_stopped(self) -> list[Clock]:
        """The limits that still run or rest, oldest first."""
        return self.clocks.having("standing", *NOT_STOPPED)
