"""案件和文书的清单: those a person may open, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    and_,
    false,
    func,
    literal,
    or_,
    select,
)

from engine.domain.people import Person
from engine.domain.separation import ORGAN_ROLES, WATCHERS
from engine.queries.case_words import CASE_STATUS, DOCUMENT_STATE, word
from engine.queries.looking import Desk
from engine.queries.visible_cases import Eyes, eyes_of, hidden_from_watcher, may_open, whole_for
from engine.store import tables as t
from engine.store.connection import reading, reading_lists
from engine.store.search_index import CASE, ORGAN, WHOLE, matching, standing_in
from engine.store.search_words import phrases

ROWS_COUNTED_MAX = 10_000
ROWS_FOUND_MAX = 500
"""How far what was looked for is counted and paged."""

RELATED_MAX = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a list is narrowed to, and which page of it."""

    words: str = ""
    state: str = ""
    organ: str = ""
    kind: str = ""
    page: int = 1
    rows: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case."""

    case_id: str
    case_no: str | None
    title: str
    state: str
    organ_name: str | None
    registered_at: datetime | None
    filed_on: date | None
    closed_on: date | None
    ended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One document."""

    document_id: str
    case_id: str
    case_title: str
    kind: str
    title: str
    doc_no: str | None
    state: str
    issuer_name: str | None
    signed_at: datetime | None
    served_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A page of a list; `counted_up` says that counting stopped at its bound."""

    rows: Sequence[Any]
    total: int
    counted_up: bool
    page: int
    pages: int


def case_list(desk: Desk, wanted: Wanted) -> Listed:
    """The cases the person may open.

    Only ids are looked for, narrowed, counted and paged; of the page the cases are read.
    """
    organ_reads = bool(desk.by.roles & ORGAN_ROLES)
    with reading_lists(desk.store.engine) as connection:
        query, order = _ids(connection, desk, wanted)
        ids, listed = _page_of_ids(connection, query.order_by(order.desc()), wanted)
        shown = select(t.cases).where(t.cases.c.place == desk.place, t.cases.c.id.in_(ids))
        found = connection.execute(shown).mappings() if ids else ()
        rows = {row["id"]: _case_row(row, organ_reads=organ_reads) for row in found}
    return Listed(rows=[rows[one] for one in ids], **listed)


def document_list(desk: Desk, wanted: Wanted) -> Listed:
    """The documents of the cases the person sees whole."""
    documents, cases = t.documents.c, t.cases.c
    query = (
        select(t.documents, cases.title.label("case_title"))
        .select_from(t.documents)
        .join(t.cases, (cases.place == documents.place) & (cases.id == documents.case_id))
        .where(documents.place == desk.place, may_open(desk.by), whole_for(desk.by))
    )
    query = _narrowed(query, wanted, documents.state)
    if wanted.kind:
        query = query.where(documents.kind == wanted.kind)
    if wanted.words:
        query = query.where(_holds(wanted.words, documents.doc_no, documents.title, cases.title))
    with reading(desk.store.engine) as connection:
        rows, listed = _page(connection, query, documents.id.desc(), wanted)
    return Listed(rows=[_document_row(row) for row in rows], **listed)


def related_cases(
    connection: Connection, desk: Desk, case_id: str, organ_id: str | None
) -> list[CaseRow]:
    """Other cases about the same organ that the person sees whole."""
    cases = t.cases.c
    if organ_id is None or desk.by.roles & ORGAN_ROLES:
        return []
    query = (
        _cases_of(desk.by, select(t.cases))
        .where(cases.place == desk.place, cases.organ_id == organ_id, cases.id != case_id)
        .where(whole_for(desk.by))
        .order_by(cases.id.desc())
        .limit(RELATED_MAX)
    )
    found = connection.execute(query).mappings().all()
    return [_case_row(row, organ_reads=False) for row in found]


def case_by_no(connection: Connection, desk: Desk, number: str) -> CaseRow | None:
    """The case of that number, if the person sees it whole."""
    cases = t.cases.c
    query = _cases_of(desk.by, select(t.cases)).where(
        cases.place == desk.place, cases.case_no == number, whole_for(desk.by)
    )
    found = connection.execute(query).mappings().first()
    return None if found is None else _case_row(found, organ_reads=False)


def case_whole(connection: Connection, desk: Desk, case_id: str) -> CaseRow | None:
    """That case, if the person sees it whole."""
    cases = t.cases.c
    query = _cases_of(desk.by, select(t.cases)).where(
        cases.place == desk.place, cases.id == case_id, whole_for(desk.by)
    )
    found = connection.execute(query).mappings().first()
    return None if found is None else _case_row(found, organ_reads=False)


def _cases_of(by: Person, query: Select[Any]) -> Select[Any]:
    """By the index of who has to do with a case, where the person does not see them all."""
    if by.roles & WATCHERS:
        return query.where(may_open(by))
    cases, known = t.cases.c, t.case_people.c
    joined = (known.place == cases.place) & (known.case_id == cases.id)
    return query.join(t.case_people, joined & (known.person_id == by.id)).where(may_open(by))


def _ids(
    connection: Connection, desk: Desk, wanted: Wanted
) -> tuple[Select[Any], ColumnElement[Any]]:
    """Ids of the cases, and by what the newest come first."""
    cases, rows = t.cases.c, t.search_rows.c
    if not wanted.words:
        return _narrowed(_of_person(desk, cases.id, cases.place), wanted, cases.status), cases.id
    query = _of_person(desk, rows.about_id, rows.place)
    query = query.where(*_holding(connection, desk, phrases(wanted.words)))
    if wanted.state or wanted.organ:
        its_case = (cases.place == rows.place) & (cases.id == rows.about_id)
        query = _narrowed(query.join(t.cases, its_case), wanted, cases.status)
    return query, rows.about_id


def _of_person(desk: Desk, id_: ColumnElement[str], place: ColumnElement[str]) -> Select[Any]:
    """These ids of cases, of those the person may open: his own, or all but a few."""
    eyes, me, organ = eyes_of(desk.by), literal(desk.by.id), literal(desk.by.organ_id, String)
    query = select(id_).where(place == desk.place)
    if eyes is Eyes.EVERY:
        hidden = hidden_from_watcher(literal(desk.place), me, organ)
        return query.where(id_.not_in(hidden))
    known, cases = t.case_people.c, t.cases.c
    if eyes is Eyes.NONE:
        return query.where(false())
    query = query.join(t.case_people, (known.place == place) & (known.case_id == id_))
    if eyes is Eyes.ORGAN:
        ours = select(cases.id).where(cases.place == desk.place, cases.organ_id == organ)
        query = query.where(known.case_id.in_(ours))
    return query.where(known.person_id == me)


def _holding(
    connection: Connection, desk: Desk, asked: list[list[str]]
) -> list[ColumnElement[bool]]:
    """Every word stands in what a case is found by: its number, title, organ, how these are read.

    Whose cases are few, theirs are read; who sees every case asks the index.
    """
    if not asked:
        return [false()]
    eyes, rows = eyes_of(desk.by), t.search_rows.c
    sight = ORGAN if eyes is Eyes.ORGAN else WHOLE
    holds = matching(connection, asked) if eyes is Eyes.EVERY else and_(*map(standing_in, asked))
    return [rows.kind == CASE, rows.sight == sight, holds]


def _narrowed(query: Select[Any], wanted: Wanted, state: ColumnElement[Any]) -> Select[Any]:
    if wanted.state:
        query = query.where(state == wanted.state)
    if wanted.organ:
        query = query.where(t.cases.c.organ_id == wanted.organ)
    return query


def _holds(words: str, *places: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(*(one.contains(words, autoescape=True) for one in places))


def _page_of_ids(
    connection: Connection, query: Select[Any], wanted: Wanted
) -> tuple[Sequence[str], dict[str, Any]]:
    """The ids of the page; what was looked for is read to its bound at once, not twice."""
    if wanted.words:
        ids = connection.execute(query.limit(ROWS_FOUND_MAX)).scalars().all()
        listed = _listed(len(ids), ROWS_FOUND_MAX, wanted)
        after = (listed["page"] - 1) * wanted.rows
        return ids[after : after + wanted.rows], listed
    listed = _counted(connection, query.order_by(None), wanted)
    after = (listed["page"] - 1) * wanted.rows
    ids = connection.execute(query.limit(wanted.rows).offset(after)).scalars().all()
    return ids, listed


def _page(
    connection: Connection, query: Select[Any], order: ColumnElement[Any], wanted: Wanted
) -> tuple[Sequence[Any], dict[str, Any]]:
    listed = _counted(connection, query.with_only_columns(t.cases.c.id), wanted)
    part = query.order_by(order).limit(wanted.rows).offset((listed["page"] - 1) * wanted.rows)
    return connection.execute(part).mappings().all(), listed


def _counted(connection: Connection, query: Select[Any], wanted: Wanted) -> dict[str, Any]:
    most = ROWS_FOUND_MAX if wanted.words else ROWS_COUNTED_MAX
    some = query.limit(most).subquery()
    total = int(connection.execute(select(func.count()).select_from(some)).scalar() or 0)
    return _listed(total, most, wanted)


def _listed(total: int, most: int, wanted: Wanted) -> dict[str, Any]:
    pages = max(1, -(-total // wanted.rows))
    page = min(wanted.page, pages)
    return {"total": total, "counted_up": total >= most, "page": page, "pages": pages}


def _case_row(row: Any, *, organ_reads: bool) -> CaseRow:  # noqa: ANN401 - a row
    same = ("title", "organ_name", "registered_at", "filed_on", "closed_on", "ended")
    over = row["ended"] or row["closed_on"]
    state = ("已办结" if over else "办理中") if organ_reads else word(CASE_STATUS, row["status"])
    number = row["case_no"] if organ_reads else row["case_no"] or row["intake_no"]
    kept = {name: row[name] for name in same}
    if organ_reads:
        kept["registered_at"] = None
    return CaseRow(case_id=row["id"], case_no=number, state=state, **kept)


def _document_row(row: Any) -> DocumentRow:  # noqa: ANN401 - a row
    same = ("case_id", "case_title", "kind", "title", "doc_no", "issuer_name", "signed_at")
    return DocumentRow(
        document_id=row["id"],
        state=word(DOCUMENT_STATE, row["state"]),
        served_on=row["served_on"],
        **{name: row[name] for name in same},
    )
