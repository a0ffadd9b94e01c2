"""People and organs (人员、机关名录) of one place."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from engine.domain.people import COMPLAINANT, Organ, Person
from engine.store import search_index
from engine.store import tables as t
from engine.store.latest_used import LatestUsed
from engine.store.rows import row_of

KeptPeople = LatestUsed[tuple[str, str, str], tuple[Person, ...]]
"""By place and head of the administrators' log: who holds a role, or everybody."""

EVERYBODY = ""

ROLE_OF_PERSON = (t.people_roles.c.place == t.people.c.place) & (
    t.people_roles.c.person_id == t.people.c.id
)
"""Joins one row per role to each person, see `people_in`."""


class Register:
    """The directory a transaction reads; each person and role is asked for once."""

    def __init__(self, connection: Connection, place: str) -> None:
        self._connection = connection
        self._place = place
        self._people: dict[str, Person | None] = {COMPLAINANT.id: COMPLAINANT}
        self._holders: dict[str, tuple[Person, ...]] = {}
        self._organs: dict[str, Organ | None] = {}
        self._kept: KeptPeople | None = None
        self._head = ""

    def person(self, person_id: str) -> Person | None:
        """The person of that id."""
        if person_id not in self._people:
            found = self._read(t.people.c.id == person_id)
            self._people[person_id] = found[0] if found else None
        return self._people[person_id]

    def learn(self, asked: Iterable[str], rows: Sequence[Mapping[str, Any]]) -> None:
        """Take over what another statement read of people: one row per role of each."""
        found = {person.id: person for person in people_in(rows)}
        for person_id in asked:
            self._people.setdefault(person_id, found.get(person_id))

    def learn_organ(self, organ_id: str | None, rows: Sequence[Mapping[str, Any]]) -> None:
        """Take over what another statement read of an organ."""
        if organ_id is not None:
            self._organs[organ_id] = _organ(rows[0]) if rows else None

    def person_of_login(self, login: str) -> Person | None:
        """The person who logs in by that name."""
        found = self._read(t.people.c.login == login)
        return found[0] if found else None

    def holders(self, role: str) -> Sequence[Person]:
        """Everyone with the role, in the order they were entered; inactive ones included."""
        if role not in self._holders:
            self._holders[role] = self._at_head(role, lambda: self._read_holders(role))
        return self._holders[role]

    def know_head(self, head: str, kept: KeptPeople) -> None:
        """The log of the register ends with `head`: whoever was `kept` at it is still right."""
        self._head, self._kept = head, kept

    def everybody(self) -> Sequence[Person]:
        """All people, in the order they were entered."""
        return self._at_head(EVERYBODY, self._read)

    def organ(self, organ_id: str) -> Organ | None:
        """The organ of that id."""
        if organ_id not in self._organs:
            found = self._organ_rows(t.organs.c.id == organ_id)
            self._organs[organ_id] = found[0] if found else None
        return self._organs[organ_id]

    def organ_named(self, name: str) -> Organ | None:
        """The organ of exactly that name."""
        found = self._organ_rows(t.organs.c.name == name)
        return found[0] if found else None

    def organs(self) -> Sequence[Organ]:
        """All organs, in the order they were entered."""
        return self._organ_rows()

    def enter_organs(self, organs: Iterable[Organ]) -> None:
        """Add organs to the register."""
        organs = list(organs)
        rows = [row_of(organ, t.organs, place=self._place) for organ in organs]
        if rows:
            self._connection.execute(insert(t.organs), rows)
            search_index.write_organs(self._connection, self._place, organs)

    def enter_people(self, people: Iterable[Person], *, password_hash: str | None = None) -> None:
        """Add people to the register, all with the same first password if one is given."""
        people = list(people)
        rows = [
            row_of(person, t.people, place=self._place, password_hash=password_hash)
            for person in people
        ]
        roles = [
            {"place": self._place, "role": role, "person_id": person.id}
            for person in people
            for role in sorted(person.roles)
        ]
        if rows:
            self._connection.execute(insert(t.people), rows)
            search_index.write_people(self._connection, self._place, people)
        if roles:
            self._connection.execute(insert(t.people_roles), roles)

    def _at_head(self, who: str, read: Callable[[], Sequence[Person]]) -> tuple[Person, ...]:
        """What was read at the same head of the log, or what is read now."""
        key = (self._place, self._head, who)
        found = self._kept.get(key) if self._kept else None
        if found is None:
            found = tuple(read())
            if self._kept:
                self._kept.keep(key, found)
        return found

    def _read_holders(self, role: str) -> list[Person]:
        holding = select(t.people_roles.c.person_id).where(
            t.people_roles.c.place == self._place, t.people_roles.c.role == role
        )
        return self._read(t.people.c.id.in_(holding))

    def _read(self, *where: Any) -> list[Person]:  # noqa: ANN401 - SQL conditions
        query = (
            select(t.people, t.people_roles.c.role)
            .outerjoin(t.people_roles, ROLE_OF_PERSON)
            .where(t.people.c.place == self._place, *where)
            .order_by(t.people.c.id)
        )
        return people_in(self._connection.execute(query).mappings())

    def _organ_rows(self, *where: Any) -> list[Organ]:  # noqa: ANN401 - SQL conditions
        query = (
            select(t.organs).where(t.organs.c.place == self._place, *where).order_by(t.organs.c.id)
        )
        return [_organ(row) for row in self._connection.execute(query).mappings()]


def _organ(row: Mapping[Any, Any]) -> Organ:
    return Organ(**{name: row[name] for name in Organ.__slots__})


def people_in(found: Iterable[Mapping[Any, Any]]) -> list[Person]:
    """One person per id, the roles of its rows together."""
    rows: dict[str, Mapping[Any, Any]] = {}
    roles: dict[str, set[str]] = {}
    for row in found:
        rows.setdefault(row["id"], row)
        roles.setdefault(row["id"], set()).update({row["role"]} - {None})
    return [
        Person(
            roles=frozenset(roles[person_id]),
            **{name: row[name] for name in Person.__slots__ if name != "roles"},
        )
        for person_id, row in rows.items()
    ]
