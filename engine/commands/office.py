"""`Office`: the ports a deed may use. Nothing else reaches a deed from outside."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.definitions.release import Release
from engine.domain.work_calendar import WorkCalendar
from engine.outgoing import StatusTeller
from engine.ports import Clock, Documents, Files, IdSource, Messenger, Runner, Seals, Signer, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """`open_release` reads and keeps a release; `calendar_of` answers the place's calendar.

    `address` is where the public reaches us, without a slash at the end; it is printed on paper.
    """

    clock: Clock
    ids: IdSource
    store: Store
    runner: Runner
    documents: Documents
    files: Files
    seals: Seals
    address: str
    signer: Signer | None = None
    status_teller: StatusTeller | None = None
    messengers: Mapping[str, Messenger] = field(default_factory=dict)
    """By which ways notices leave the building; none = they stay inside."""
    open_release: Callable[[str, Callable[[], bytes | None]], Release]
    calendar_of: Callable[[Release], WorkCalendar]
    calendar_then: Callable[[Release, datetime], WorkCalendar] = lambda release, _at: (
        release.work_calendar()
    )
    """The calendar that was in force at an instant of the past."""
    refresh_calendars: Callable[[], None] = lambda: None
    """Look whether a place has taken another calendar; said at the beginning of a round of work."""
