"""检索: cases, documents, organs and people, each only to whom may open it anyway."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Text, and_, exists, false, or_, select, type_coerce

from engine.domain.people import Person
from engine.domain.separation import ORGAN_ROLES, THREE_ADMINISTRATORS
from engine.domain.sight import KNOWS_THE_COMPLAINANT
from engine.queries.case_file import visible_documents
from engine.queries.looking import Desk, looking
from engine.queries.visible_cases import may_open, whole_for
from engine.store import tables as t
from engine.store.connection import reading
from engine.store.identity_index import blind
from engine.store.search_index import HOUSE, ORGAN, WHOLE, matching
from engine.store.search_words import phrases

ROWS_PER_KIND = 20
ASKED_CHARACTERS_MAX = 60
BY_TITLE, BY_COMPLAINANT = "title", "complainant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing that was found. `by` says whether by what it is called or by who complained."""

    kind: str
    id: str
    case_id: str | None
    title: str
    no: str | None
    by: str = BY_TITLE


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchFound:
    """What was found, kind by kind; `more` names the kinds of which there is more."""

    rows: Sequence[Found]
    more: Sequence[str]


def search(desk: Desk, asked: str) -> SearchFound:
    """Everything `desk.by` may open that holds every word of `asked`."""
    wanted = phrases(asked[:ASKED_CHARACTERS_MAX])
    if not wanted or desk.by.roles & THREE_ADMINISTRATORS:
        return SearchFound(rows=(), more=())
    rows: list[Found] = []
    more = []
    with reading(desk.store.engine) as connection:
        for kind in ("case", "document", "organ", "person"):
            found = _of_kind(desk, connection, kind, wanted)
            if kind == "case":
                found = _with_complainants(desk, connection, found, asked)
            if len(found) > ROWS_PER_KIND:
                more.append(kind)
            rows.extend(found[:ROWS_PER_KIND])
    return SearchFound(rows=rows, more=more)


def _of_kind(desk: Desk, connection: Connection, kind: str, wanted: list[list[str]]) -> list[Found]:
    rows, cases = t.search_rows, t.cases
    query = select(rows).where(
        rows.c.place == desk.place, rows.c.kind == kind, matching(connection, wanted)
    )
    if kind in {"organ", "person"}:
        query = query.where(rows.c.sight == HOUSE, _of_house(desk.by))
    else:
        whole = whole_for(desk.by)
        query = query.join(
            cases, and_(cases.c.place == rows.c.place, cases.c.id == rows.c.case_id)
        ).where(
            may_open(desk.by),
            or_(and_(rows.c.sight == WHOLE, whole), and_(rows.c.sight == ORGAN, ~whole)),
        )
    query = query.order_by(rows.c.about_id.desc()).limit(ROWS_PER_KIND + 1)
    found = connection.execute(query).mappings().all()
    return [_found(row) for row in found if _is_readable(desk, row)]


def _of_house(by: Person) -> Any:  # noqa: ANN401 - an SQL condition
    """People of the supervised organs look nobody up, and their own organ only."""
    if not by.roles & ORGAN_ROLES:
        return t.search_rows.c.place != ""
    return and_(t.search_rows.c.kind == "organ", t.search_rows.c.about_id == by.organ_id)


def _is_readable(desk: Desk, row: RowMapping) -> bool:
    """The supervised organ reads of the documents those that were served on it."""
    if row["kind"] != "document" or row["sight"] != ORGAN:
        return True
    with looking(desk, row["case_id"]) as act:
        return any(one.id == row["about_id"] for one in visible_documents(act, desk.by))


def _with_complainants(
    desk: Desk, connection: Connection, found: list[Found], asked: str
) -> list[Found]:
    """Cases in which a complainant has exactly that name or number, to those who may know it."""
    cases, words = t.cases, t.identity_words
    word = blind(desk.store.secrecy, desk.place, asked)
    named = exists().where(
        words.c.place == cases.c.place, words.c.case_id == cases.c.id, words.c.word_hmac == word
    )
    query = (
        select(cases)
        .where(cases.c.place == desk.place, named, may_open(desk.by), _knows(desk.by))
        .order_by(cases.c.id.desc())
        .limit(ROWS_PER_KIND + 1)
    )
    known = {one.id for one in found}
    more = [
        Found(
            kind="case",
            id=row["id"],
            case_id=row["id"],
            title=row["title"],
            no=row["case_no"] or row["intake_no"],
            by=BY_COMPLAINANT,
        )
        for row in connection.execute(query).mappings()
        if row["id"] not in known
    ]
    return [*more, *found]


def _knows(by: Person) -> Any:  # noqa: ANN401 - an SQL condition
    """As `engine.domain.sight.knows_complainant` says, on rows of `cases`."""
    if by.roles & ORGAN_ROLES:
        return false()
    whole = whole_for(by)
    if by.roles & KNOWS_THE_COMPLAINANT:
        return whole
    return and_(whole, type_coerce(t.cases.c.handlers, Text).contains(f'"{by.id}"'))


def _found(row: RowMapping) -> Found:
    return Found(
        kind=row["kind"],
        id=row["about_id"],
        case_id=row["case_id"],
        title=row["title"],
        no=row["no"],
    )
