"""抄送传阅 in SQL: what was sent to a person for reading, as far as he may open the case now."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, select

from engine.queries.visible_cases import ME, PLACE, Eyes, opens, sees_whole
from engine.store import tables as t
from engine.store.search_index import CASE, WHOLE, row_of, standing_in
from engine.store.search_words import phrases

SORTED_BY = {"due": "sent_at", "opened": "sent_at", "closed": "read_at"}


def circulated(eyes: Eyes) -> Select[Any]:
    """Ids of what was sent to `ME`; whoever left a case no longer finds it here."""
    sent, cases = t.circulations, t.cases
    about = (cases.c.place == sent.c.place) & (cases.c.id == sent.c.case_id)
    return (
        select(sent.c.id)
        .select_from(sent)
        .join(cases, about)
        .where(sent.c.place == PLACE, sent.c.person_id == ME, opens(eyes), sees_whole(eyes))
    )


def worded(query: Select[Any], words: str) -> Select[Any]:
    """Those whose case is found by every word."""
    if not words:
        return query
    sent, rows = t.circulations.c, t.search_rows
    cover = (rows.c.place == sent.place) & row_of(CASE, WHOLE, sent.case_id)
    asked = phrases(words)
    holds = and_(*map(standing_in, asked)) if asked else false()
    return query.join(rows, cover).where(holds)


def sorting(asked: str) -> list[ColumnElement[Any]]:
    """As `inbox_lists.sorting`: the newest first where nothing is asked."""
    sent = t.circulations.c
    name = asked.removeprefix("-") or "opened"
    both = (sent[SORTED_BY[name]], sent.id)
    return [one.desc() if asked.startswith("-") or not asked else one.asc() for one in both]
