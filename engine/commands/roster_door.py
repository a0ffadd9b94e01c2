"""The way into the register of organs and people: as for a case, but its log is the place's own.

Queue up at the log's end, answer a repeated key as before, see who asks, let the deed decide, see
whose duty each event is, record rows and log with one commit. A refusal changes nothing.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from engine.commands.door import Answer, Command, once
from engine.commands.office import Office
from engine.commands.refusals import NoRelease, OrganUnknown, PersonUnknown
from engine.commands.roster_refusals import EntryUnfit, NotYourDuty, ReasonMissing
from engine.definitions.place import Role
from engine.domain.administration import AUDITOR, DUTY, SECURITY_ADMIN, SYS_ADMIN
from engine.domain.people import SYSTEM, Organ, Person
from engine.domain.plain import Plain, canonical, to_plain
from engine.domain.roster_events import RosterEvent
from engine.ports import RosterChange, Transaction

REASON_CHARACTERS_MAX = 500
FIRST_PASSWORDS = "password_hash"
TITLES = {SYS_ADMIN: "系统管理员", SECURITY_ADMIN: "安全管理员", AUDITOR: "审计员"}


@dataclass(slots=True, kw_only=True)
class RosterDesk:
    """What a deed on the register may look at, and where it puts what happened."""

    office: Office
    tx: Transaction
    place: str
    by: Person
    at: datetime
    changes: list[RosterChange] = field(default_factory=list)

    def record(self, event: RosterEvent, **kept: str | None) -> None:
        """Let it happen; `kept` goes into the person's row and into no log.

        Refuses `not_your_duty`.
        """
        duty = DUTY[type(event)]
        if self.by is not SYSTEM and duty not in self.by.roles:
            raise NotYourDuty(who=TITLES[duty])
        self.changes.append(RosterChange(event=event, kept=kept))

    def person(self, person_id: str) -> Person:
        """The person of the register; refuses `person_unknown`."""
        found = self.tx.directory.person(person_id)
        if found is None or not found.organ_id:
            raise PersonUnknown(where={"person": person_id})
        return found

    def organ(self, organ_id: str) -> Organ:
        """The organ of the register; refuses `organ_unknown`."""
        found = self.tx.directory.organ(organ_id)
        if found is None:
            raise OrganUnknown(where={"organ": organ_id}, organ=organ_id)
        return found

    def roles(self) -> Mapping[str, Role]:
        """The roles of the place, by the release in force; refuses `no_release`."""
        release_id = self.tx.release_in_force(self.at)
        if release_id is None:
            raise NoRelease(where={"place": self.place})
        release = self.office.open_release(release_id, lambda: self.tx.release_bundle(release_id))
        return release.place_info.roles


def change_roster(office: Office, command: Command, deed: Callable[[RosterDesk], Answer]) -> Answer:
    """Let `deed` change the register of the command's place."""

    def recorded(tx: Transaction, by: Person, at: datetime, _held: None) -> Answer:
        desk = RosterDesk(office=office, tx=tx, place=command.place, by=by, at=at)
        answer = deed(desk)
        tx.roster.record(desk.changes, by=by.id, at=at)
        return answer

    return once(office, command, recorded, asked=_asked(command), lock=lambda tx: tx.roster.lock())


def _asked(command: Command) -> Plain:
    """Everything the order says, as a hash; a first password is made anew by each try."""
    said = to_plain(command)
    assert isinstance(said, dict)  # noqa: S101 - a command is a dataclass
    kept = {name: value for name, value in said.items() if not name.startswith(FIRST_PASSWORDS)}
    return hashlib.sha256(canonical(cast("Plain", kept)).encode()).hexdigest()


def with_reason(reason: str) -> str:
    """The reason that stays on record; refuses `reason_missing`."""
    written = reason.strip()
    if not 0 < len(written) <= REASON_CHARACTERS_MAX or not written.isprintable():
        raise ReasonMissing(most=REASON_CHARACTERS_MAX)
    return written


def fitting(value: str | None, *, label: str, most: int, required: bool = False) -> str | None:
    """The words of a field without blanks around them, None for none; refuses `entry_unfit`."""
    written = (value or "").strip()
    why = None
    if required and not written:
        why = "不能空着"
    elif len(written) > most:
        why = f"最多{most}个字"
    elif not written.isprintable():
        why = "含有看不见的字符"
    if why is not None:
        raise EntryUnfit(where={"field": label}, field=label, why=why)
    return written or None
