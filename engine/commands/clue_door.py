"""The way into the clue ledger (线索移送台账): as for a case, but a clue has no case to lock.

Lock the clue if there is one, answer a repeated key as before, see who asks, let the deed decide,
keep the clue and the answer with one commit. A refusal changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from engine.commands.clue_refusals import ClueLimitMissing, ClueNotFound
from engine.commands.door import Answer, Command, nothing_to_lock, once
from engine.commands.office import Office
from engine.commands.refusals import NoRelease, OrganUnknown
from engine.domain.clue import Clue, ReceiptDue, receipt_due
from engine.domain.people import Organ, Person
from engine.domain.plain import to_plain
from engine.domain.work_calendar import local_day
from engine.ports import Transaction

RECEIVE_LIMIT = "dl_clue_receive"
RECEIVE_LIMIT_URGENT = "dl_clue_receive_urgent"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueCommand(Command):
    """An order about a clue there is."""

    clue_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClueDesk:
    """What a deed on a clue may look at. `place` and `by` come from the session, not the form."""

    office: Office
    tx: Transaction
    place: str
    by: Person
    at: datetime

    def organ(self, organ_id: str) -> Organ:
        """The organ of the register; refuses `organ_unknown`."""
        found = self.tx.directory.organ(organ_id)
        if found is None:
            raise OrganUnknown(where={"organ": organ_id}, organ=organ_id)
        return found

    def due(self, *, is_urgent: bool) -> tuple[ReceiptDue, str]:
        """The limit to receive, counted from now, and the release that says so.

        Refuses `no_release` and `clue_limit_missing`.
        """
        release_id = self.tx.release_in_force(self.at)
        if release_id is None:
            raise NoRelease(where={"place": self.place})
        release = self.office.open_release(release_id, lambda: self.tx.release_bundle(release_id))
        key = RECEIVE_LIMIT_URGENT if is_urgent else RECEIVE_LIMIT
        limit = release.limits.get(key)
        written = None if limit is None else limit.value_on(local_day(self.at))
        if written is None:
            raise ClueLimitMissing(where={"limit": key}, limit=key)
        calendar = self.office.calendar_of(release)
        return receipt_due(written.for_clock(), from_at=self.at, calendar=calendar), release_id


def add_clue(office: Office, command: Command, deed: Callable[[ClueDesk], Clue]) -> Answer:
    """Enter the clue that `deed` makes."""

    def entered(tx: Transaction, by: Person, at: datetime, _held: None) -> Answer:
        return _kept(tx, deed(ClueDesk(office=office, tx=tx, place=command.place, by=by, at=at)))

    # Everything the order says: the same key with another content is another order.
    return once(office, command, entered, asked=to_plain(command), lock=nothing_to_lock)


def change_clue(
    office: Office, command: ClueCommand, deed: Callable[[ClueDesk, Clue], Clue]
) -> Answer:
    """Let `deed` move the clue that `command` names on; refuses `clue_not_found`."""

    def locked(tx: Transaction) -> Clue:
        clue = tx.clues.lock(command.clue_id)
        if clue is None:
            raise ClueNotFound(where={"clue": command.clue_id})
        return clue

    def moved(tx: Transaction, by: Person, at: datetime, clue: Clue) -> Answer:
        desk = ClueDesk(office=office, tx=tx, place=command.place, by=by, at=at)
        return _kept(tx, deed(desk, clue))

    return once(office, command, moved, asked=to_plain(command), lock=locked)


def _kept(tx: Transaction, clue: Clue) -> Answer:
    tx.clues.keep(clue)
    return {
        "clue_id": clue.id,
        "state": clue.state.value,
        "due_on": clue.due_on.isoformat(),
        "due_at": clue.due_at.isoformat(),
    }
