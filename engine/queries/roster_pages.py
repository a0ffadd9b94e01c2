"""机关与人员: what the administrators' pages show. None of it is about a case."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, exists, false, func, or_, select

from engine.domain.people import COMPLAINANT, Organ, Person
from engine.queries.looking import Desk, looking_ahead
from engine.store import tables as t
from engine.store.connection import reading
from engine.store.register import Register
from engine.store.search_index import HOUSE, PERSON, row_of, standing_in
from engine.store.search_words import phrases

PAGE_ROWS = 50
CERTIFICATE_WARNING_DAYS = 60
"""From so many days before its last day on a certificate is shown as ending (本系统建议值)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganLine:
    """An organ of the tree, with how many people of it may act today."""

    organ: Organ
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """A person as the list shows him. `certificate` is none, valid, ending or over."""

    person: Person
    organ_name: str
    mobile: str | None
    mail: str | None
    proposed: frozenset[str]
    active: bool
    certificate: str
    has_second_factor: bool
    last_seen_on: date | None
    subject: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePage:
    """One page of the list of people."""

    rows: Sequence[PersonLine]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleAsked:
    """What to look for."""

    text: str = ""
    organ_id: str = ""
    role: str = ""
    only_proposed: bool = False
    page: int = 1


def organ_lines(desk: Desk) -> Sequence[OrganLine]:
    """Every organ, in the order they were entered; who stands below whom says `parent_id`."""
    people = t.people
    today = desk.office.clock.now().date()
    counted = (
        select(people.c.organ_id, func.count())
        .where(
            people.c.place == desk.place,
            or_(people.c.active_to.is_(None), people.c.active_to >= today),
        )
        .group_by(people.c.organ_id)
    )
    with reading(desk.store.engine) as connection:
        counts = {row[0]: row[1] for row in connection.execute(counted)}
        organs = Register(connection, desk.place).organs()
    return [OrganLine(organ=one, people=counts.get(one.id, 0)) for one in organs]


def people_page(desk: Desk, asked: PeopleAsked) -> PeoplePage:
    """The people that fit, by login; first whose login is just what is looked for."""
    people = t.people
    where = [people.c.place == desk.place, *_wanted(desk, asked)]
    with reading(desk.store.engine) as connection:
        total = connection.execute(select(func.count()).select_from(people).where(*where)).scalar()
        pages = max(1, -(-int(total or 0) // PAGE_ROWS))
        page = min(max(asked.page, 1), pages)
        ids = (
            connection.execute(
                select(people.c.id)
                .where(*where)
                .order_by(people.c.login != asked.text, people.c.login)
                .offset((page - 1) * PAGE_ROWS)
                .limit(PAGE_ROWS)
            )
            .scalars()
            .all()
        )
        rows = _lines(desk, connection, ids)
    return PeoplePage(rows=rows, total=int(total or 0), page=page, pages=pages)


def person_line(desk: Desk, person_id: str) -> PersonLine | None:
    """One person."""
    with reading(desk.store.engine) as connection:
        found = _lines(desk, connection, [person_id])
    return found[0] if found else None


def role_titles(desk: Desk) -> Mapping[str, str]:
    """The roles of the place by the release in force that an account may have."""
    with looking_ahead(desk) as act:
        roles = act.release.place_info.roles
        return {key: one.title for key, one in roles.items() if key not in COMPLAINANT.roles}


def _wanted(desk: Desk, asked: PeopleAsked) -> Iterable[Any]:
    people = t.people
    if asked.text:
        columns = (people.c.name, people.c.login, people.c.unit)
        told = [one.contains(asked.text, autoescape=True) for one in columns]
        yield or_(*told, _is_read(asked.text))
    if asked.organ_id:
        yield people.c.organ_id == asked.organ_id
    if asked.role:
        yield people.c.id.in_(_holding(t.people_roles, desk.place, asked.role))
    if asked.only_proposed:
        yield people.c.id.in_(_holding(t.proposed_roles, desk.place, None))


def _is_read(words: str) -> Any:  # noqa: ANN401 - an SQL condition
    """Whether the person is found by these words, initials or syllables."""
    people, rows, asked = t.people.c, t.search_rows.c, phrases(words)
    if not asked:
        return false()
    his = (rows.place == people.place) & row_of(PERSON, HOUSE, people.id)
    return exists().where(his, *map(standing_in, asked)).correlate(t.people)


def _holding(table: Any, place: str, role: str | None) -> Any:  # noqa: ANN401 - SQL parts
    query = select(table.c.person_id).where(table.c.place == place)
    return query if role is None else query.where(table.c.role == role)


def _lines(desk: Desk, connection: Connection, ids: Sequence[str]) -> list[PersonLine]:
    """The people of these ids, in that order."""
    register = Register(connection, desk.place)
    today = desk.office.clock.now().date()
    more = _more(connection, desk.place, ids)
    found = []
    for one in ids:
        person = register.person(one)
        if person is None or not person.organ_id:
            continue
        organ = register.organ(person.organ_id)
        found.append(
            PersonLine(
                person=person,
                organ_name=organ.name if organ else "",
                active=person.is_active_on(today),
                certificate=certificate_state(person, today),
                **more[one],
            )
        )
    return found


def _more(connection: Connection, place: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What the person's own row does not say, or says for administrators only."""

    def of(table: Any, *columns: Any) -> list[Any]:  # noqa: ANN401 - SQL parts
        key = table.c.id if table is t.people else table.c.person_id
        return list(
            connection.execute(select(key, *columns).where(table.c.place == place, key.in_(ids)))
        )

    seen = dict.fromkeys(ids)
    for person_id, at in of(t.sessions, t.sessions.c.seen_at):
        seen[person_id] = max(filter(None, (seen[person_id], at.date())))
    proposed: dict[str, set[str]] = {one: set() for one in ids}
    for person_id, role in of(t.proposed_roles, t.proposed_roles.c.role):
        proposed[person_id].add(role)
    contacts = {
        row[0]: (row[1], row[2]) for row in of(t.people, t.people.c.mobile, t.people.c.mail)
    }
    factors = {row[0] for row in of(t.second_factors, t.second_factors.c.confirmed_at) if row[1]}
    subjects = dict(map(tuple, of(t.sign_on_subjects, t.sign_on_subjects.c.subject)))
    return {
        one: {
            "mobile": contacts.get(one, (None, None))[0],
            "mail": contacts.get(one, (None, None))[1],
            "proposed": frozenset(proposed[one]),
            "has_second_factor": one in factors,
            "last_seen_on": seen[one],
            "subject": subjects.get(one),
        }
        for one in ids
    }


def certificate_state(person: Person, today: date) -> str:
    """none, valid, ending (soon) or over."""
    if person.certificate_no is None:
        return "none"
    if person.certificate_to is None:
        return "valid"
    left = (person.certificate_to - today).days
    if left < 0:
        return "over"
    return "ending" if left <= CERTIFICATE_WARNING_DAYS else "valid"
