"""案件和文书的清单: those a person may open, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select

from engine.domain.people import Person
from engine.domain.separation import ORGAN_ROLES, WATCHERS
from engine.queries.case_words import CASE_STATUS, DOCUMENT_STATE, word
from engine.queries.looking import Desk
from engine.queries.visible_cases import Eyes, eyes_of, may_open, whole_for
from engine.store import tables as t
from engine.store.connection import reading
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
    """The cases the person may open."""
    cases = t.cases.c
    query = _cases_of(desk.by, select(t.cases)).where(cases.place == desk.place)
    query, order = _narrowed(query, wanted, cases.status), cases.id.desc()
    organ_reads = bool(desk.by.roles & ORGAN_ROLES)
    with reading(desk.store.engine) as connection:
        if wanted.words:
            query = _found(connection, desk, query, phrases(wanted.words))
            order = t.search_rows.c.about_id.desc()
        rows, listed = _page(connection, query, order, wanted)
    return Listed(rows=[_case_row(row, organ_reads=organ_reads) for row in rows], **listed)


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


def _found(
    connection: Connection, desk: Desk, query: Select[Any], asked: list[list[str]]
) -> Select[Any]:
    """Every word stands in what a case is found by: its number, title, organ, how these are read.

    Whose cases are few, theirs are read; who sees every case asks the index.
    """
    if not asked:
        return query.join(t.search_rows, false())
    eyes, cases, rows = eyes_of(desk.by), t.cases.c, t.search_rows.c
    sight = ORGAN if eyes is Eyes.ORGAN else WHOLE
    its_row = and_(
        rows.place == cases.place,
        rows.kind == CASE,
        rows.sight == sight,
        rows.about_id == cases.id,
    )
    holds = matching(connection, asked) if eyes is Eyes.EVERY else and_(*map(standing_in, asked))
    return query.join(t.search_rows, its_row).where(rows.place == desk.place, holds)


def _narrowed(query: Select[Any], wanted: Wanted, state: ColumnElement[Any]) -> Select[Any]:
    if wanted.state:
        query = query.where(state == wanted.state)
    if wanted.organ:
        query = query.where(t.cases.c.organ_id == wanted.organ)
    return query


def _holds(words: str, *places: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(*(one.contains(words, autoescape=True) for one in places))


def _page(
    connection: Connection, query: Select[Any], order: ColumnElement[Any], wanted: Wanted
) -> tuple[Sequence[Any], dict[str, Any]]:
    most = ROWS_FOUND_MAX if wanted.words else ROWS_COUNTED_MAX
    some = query.with_only_columns(t.cases.c.id).limit(most).subquery()
    total = int(connection.execute(select(func.count()).select_from(some)).scalar() or 0)
    pages = max(1, -(-total // wanted.rows))
    page = min(wanted.page, pages)
    part = query.order_by(order).limit(wanted.rows).offset((page - 1) * wanted.rows)
    rows = connection.execute(part).mappings().all()
    return rows, {"total": total, "counted_up": total >= most, "page": page, "pages": pages}


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
