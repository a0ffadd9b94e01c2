"""Persons and organs as the rules see them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Organ:
    """An organ of the register (机关名录)."""

    id: str
    name: str
    uscc: str | None = None
    level: str | None = None
    kind: str | None = None
    parent_id: str | None = None
    address: str | None = None
    head_name: str | None = None
    head_title: str | None = None
    liaison_name: str | None = None
    liaison_phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who may act. `certificate_to` is the last day of the supervision certificate."""

    id: str
    login: str
    name: str
    organ_id: str
    roles: frozenset[str]
    unit: str | None = None
    post: str | None = None
    office_phone: str | None = None
    certificate_no: str | None = None
    certificate_to: date | None = None
    active_from: date | None = None
    active_to: date | None = None

    def is_active_on(self, day: date) -> bool:
        """Whether the person may act on `day`; the first and the last day count."""
        begun = self.active_from is None or self.active_from <= day
        return begun and (self.active_to is None or day <= self.active_to)

    def is_certified_on(self, day: date) -> bool:
        """Whether the supervision certificate (监督证) is valid on `day`, its last day included."""
        return self.certificate_no is not None and (
            self.certificate_to is None or day <= self.certificate_to
        )


COMPLAINANT = Person(
    id="complainant",
    login="complainant",
    name="投诉举报人",
    organ_id="",
    roles=frozenset({"complainant"}),
)
"""Whoever holds the query code of a case; never a row of the register."""

SYSTEM = Person(id="system", login="system", name="系统", organ_id="", roles=frozenset())
"""Timers and other machines."""
