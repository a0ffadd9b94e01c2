"""What is looked for in the lists of one person: in the covers of cases and the titles of tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select

from engine.queries.visible_cases import PLACE, Eyes
from engine.store import tables as t
from engine.store.search_index import CASE, ORGAN, WHOLE, matching, standing_in
from engine.store.search_words import phrases, terms


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedFor:
    """By word asked: the phrases of which a cover holds one, and the titles of tasks it is in.

    `holds` is the condition that a cover has them all.
    """

    ways: Sequence[list[str]]
    titles: Sequence[list[str]]
    holds: ColumnElement[bool]


def looked_for(connection: Connection, place: str, words: str, *, among_few: bool) -> LookedFor:
    """What these words ask for; among a few items each is read, among many the index is asked.

    SQLite asks no index here: it would first list whatever of the place is found by the words.
    """
    asked = phrases(words)
    if not asked:
        return LookedFor(ways=(), titles=(), holds=false())
    known = connection.execute(TITLES, {PLACE.key: place}).scalars().all()
    titles = [[one for one in known if term in one] for term in terms(words)]
    if among_few or connection.dialect.name == "sqlite":
        return LookedFor(ways=asked, titles=titles, holds=and_(*map(standing_in, asked)))
    return LookedFor(ways=asked, titles=titles, holds=matching(connection, asked))


def search_items(
    query: Select[Any], eyes: Eyes, looked: LookedFor
) -> tuple[Select[Any], list[ColumnElement[bool]]]:
    """The items found, and what is to hold of their visits.

    Most words stand in the title of no task; then no visit is looked at.
    """
    items, rows = t.work_items.c, t.search_rows
    cover = and_(
        rows.c.place == items.place,
        rows.c.kind == CASE,
        rows.c.sight == (ORGAN if eyes is Eyes.ORGAN else WHOLE),
        rows.c.about_id == items.case_id,
    )
    query = query.join(rows, cover)
    if not any(looked.titles):
        return query.where(looked.holds), []
    both = zip(looked.titles, looked.ways, strict=True)
    return query, [or_(t.visits.c.title.in_(one), standing_in(ways)) for one, ways in both]


def _titles() -> Select[Any]:
    """Each title that a task of the place has, from its index alone: from one to the next."""
    titles = t.visits.c.title
    least = select(func.min(titles)).where(t.visits.c.place == PLACE)
    found = select(least.scalar_subquery().label("title")).cte("titles", recursive=True)
    following = least.where(titles > found.c.title).correlate(found).scalar_subquery()
    found = found.union_all(select(following).where(found.c.title.is_not(None)))
    return select(found.c.title).where(found.c.title.is_not(None))


TITLES = _titles()
