"""What can happen to the register of organs and people (机关名录、人员名册): facts, in order.

The administrators' log keeps them; no password, code, mobile number or mail address is in one.
"""

from dataclasses import dataclass
from datetime import date

from engine.domain.people import Organ


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterEvent:
    """Something an administrator did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganEntered(RosterEvent):
    """An organ was entered (机关入册)."""

    organ: Organ


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganChanged(RosterEvent):
    """What the register says of an organ was changed."""

    organ: Organ


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonEntered(RosterEvent):
    """An account was made (建立账号); it has no role yet."""

    person_id: str
    login: str
    name: str
    organ_id: str
    unit: str | None
    post: str | None
    office_phone: str | None
    active_from: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged(RosterEvent):
    """Name, organ or post were changed."""

    person_id: str
    name: str
    organ_id: str
    unit: str | None
    post: str | None
    office_phone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRecorded(RosterEvent):
    """The supervision certificate (监督证) and its last day; without a number it is gone."""

    person_id: str
    certificate_no: str | None
    certificate_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RolesProposed(RosterEvent):
    """拟授角色: which roles somebody is to have; in force once the 安全管理员 grants them."""

    person_id: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RolesAnswered(RosterEvent):
    """What was proposed has been granted or not, and waits no longer."""

    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RolesGranted(RosterEvent):
    """Roles were given."""

    person_id: str
    roles: frozenset[str]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RolesWithdrawn(RosterEvent):
    """Roles were taken away."""

    person_id: str
    roles: frozenset[str]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostLeft(RosterEvent):
    """离岗: the person acts for the last time on `last_day`; the open work was taken over."""

    person_id: str
    last_day: date
    handed_over_to: str | None
    item_count: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTaken(RosterEvent):
    """The person acts again from that day on."""

    person_id: str
    from_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordReplaced(RosterEvent):
    """A first password was made; the person chooses one of his own next."""

    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorDropped(RosterEvent):
    """The second factor was taken away, because phone and recovery codes are gone."""

    person_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectMatched(RosterEvent):
    """The person was matched with a subject of the single sign-on; None = no longer with any."""

    person_id: str
    issuer: str
    subject: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTaken(RosterEvent):
    """A list of people was taken in from a file."""

    file_sha256: str
    row_count: int
    entered: int
    changed: int
    refused: int


def roster_event_types() -> dict[str, type[RosterEvent]]:
    """Every kind of event by its name."""
    return {kind.__name__: kind for kind in RosterEvent.__subclasses__()}
