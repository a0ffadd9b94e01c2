"""同事共享的筛选: what colleagues of one's own organ gave to all of it.

A filter is words to look for and nothing else: the list it narrows is that of who uses it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from engine.domain.plain import Plain
from engine.queries.looking import Desk
from engine.store import tables as t
from engine.store.connection import reading

SHOWN_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedFilter:
    """A filter that a colleague shares."""

    name: str
    owner: str
    tab: str
    query: Mapping[str, Plain]


def shared_filters(desk: Desk) -> Sequence[SharedFilter]:
    """Those of colleagues who are of my organ today, by owner and name."""
    shared, people = t.shared_filters.c, t.people.c
    today = desk.office.clock.now().date()
    query = (
        select(shared.name, people.name.label("owner"), shared.tab, shared.query)
        .join(t.people, (people.place == shared.place) & (people.id == shared.person_id))
        .where(
            shared.place == desk.place,
            shared.organ_id == desk.by.organ_id,
            people.organ_id == desk.by.organ_id,
            people.id != desk.by.id,
            or_(people.active_from.is_(None), people.active_from <= today),
            or_(people.active_to.is_(None), people.active_to >= today),
        )
        .order_by(people.name, people.id, shared.name)
        .limit(SHOWN_MAX)
    )
    with reading(desk.store.engine) as connection:
        return [SharedFilter(**row) for row in connection.execute(query).mappings()]
