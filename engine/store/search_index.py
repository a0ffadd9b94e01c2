"""The search index: written with the rows it is about, in the same transaction; can be made anew.

No complainant's name is in it: names and numbers of complainants are found by their blind index
(`identity_words`), whole words only, by those who may know them.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Integer,
    and_,
    delete,
    func,
    literal,
    or_,
    select,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from engine.domain import events as ev
from engine.domain.case import Case, CaseHead
from engine.domain.document import Document
from engine.domain.document_appliers import REGISTRATION_DOCUMENT
from engine.domain.people import Organ, Person
from engine.store import tables as t
from engine.store.connection import writing
from engine.store.search_tables import FULL_TEXT, search_rows
from engine.store.search_words import asked_pairs, pairs_of, readings_of, words_of
from engine.store.sending import OVER, write_rows

CASE, PERSON = "case", "person"
WHOLE, ORGAN, HOUSE = "whole", "organ", "house"
"""For whom a row is: who sees the whole case; the supervised organ; everybody of the house."""

AGAIN_AT_ONCE = 500
PAIR = 2

NAMING_DOCUMENTS = (ev.DocumentSigned, ev.DocumentCompleted)
NAMING = (ev.CaseRegistered, ev.PaperCaseEntered, ev.CaseFiled)
"""Events that may change what a document or a case is found by, and by whom."""

ADD_WORDS = text(f"INSERT OR REPLACE INTO {FULL_TEXT} (rowid, words) VALUES (:row_no, :pairs)")  # noqa: S608 - our own name
FORGET_WORDS = text(f"DELETE FROM {FULL_TEXT}")  # noqa: S608 - our own name
WAITING = select(search_rows.c.id).where(search_rows.c.pairs.is_(None)).limit(1)
FOUND = text(f"search_rows.row_no IN (SELECT rowid FROM {FULL_TEXT} WHERE words MATCH :asked)")  # noqa: S608 - our own name


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRow:
    """One thing for one audience."""

    kind: str
    about_id: str
    sight: str
    title: str
    words: str
    no: str | None = None
    case_id: str | None = None


def write(connection: Connection, place: str, rows: Iterable[SearchRow]) -> None:
    """Put the rows into the index, over those of the same things."""
    found = [_row(place, one) for one in rows]
    if not found:
        return
    write_rows(connection, search_rows, found, OVER)
    if connection.dialect.name == "sqlite":
        words = [{name: row[name] for name in ("row_no", "pairs")} for row in found]
        connection.execute(ADD_WORDS, words)


def write_case(connection: Connection, case: Case) -> None:
    """What a command changed of a case and its documents."""
    events = [one.event for one in case.new_events]
    rows: list[SearchRow] = []
    if any(map(_names_the_case, events)):
        rows.extend(_of_case(case.head))
    for document_id in dict.fromkeys(map(_document_named, events)):
        if document_id is not None:
            rows.extend(_of_document(case.head.id, case.documents[document_id]))
    write(connection, case.head.place, rows)


def write_organs(connection: Connection, place: str, organs: Iterable[Organ]) -> None:
    """Organs that were entered or renamed."""
    write(connection, place, [_of_organ(one) for one in organs])


def write_people(connection: Connection, place: str, people: Iterable[Person]) -> None:
    """People that were entered or renamed."""
    write(connection, place, [_of_person(one.id, one.name, one.unit) for one in people])


def write_person(
    connection: Connection, place: str, person_id: str, name: str, unit: str | None
) -> None:
    """A person that was entered or renamed."""
    write(connection, place, [_of_person(person_id, name, unit)])


def matching(connection: Connection, asked: list[list[str]]) -> ColumnElement[bool]:
    """The condition that a row holds, of each word asked, one of its phrases."""
    is_sqlite = connection.dialect.name == "sqlite"
    both, either = (" AND ", " OR ") if is_sqlite else (" & ", " | ")
    pairs = both.join(
        f"({either.join(f'({both.join(asked_pairs(one))})' for one in ways)})" for ways in asked
    )
    kept = search_rows.c.pairs
    found: Any = FOUND.bindparams(asked=pairs)
    if not is_sqlite:
        simple = text("'simple'")
        found = kept.op("@@")(func.to_tsquery(simple, pairs))
    # Two tokens stand together exactly where their pair does; more are read off the row.
    longer = [ways for ways in asked if any(len(one.split(" ")) > PAIR for one in ways)]
    holds: ColumnElement[bool] = and_(found, *map(standing_in, longer))
    if connection.execute(WAITING).first() is None:
        return holds
    return or_(holds, and_(kept.is_(None), *map(standing_in, asked)))


def standing_in(ways: list[str]) -> ColumnElement[bool]:
    """The condition that a row holds one of these phrases, read off the row itself.

    As `matching`, but without its index: where the rows are few already.
    """
    kept = " " + search_rows.c.words + " "
    return or_(*(_Begins(kept, literal(f" {phrase} ")) > 0 for phrase in ways))


class _Begins(FunctionElement[int]):
    """Where a text begins in another, from 1; 0 where it does not stand there.

    Not LIKE: of a long pattern PostgreSQL guesses that hardly a row has it, and reads them all.
    """

    type = Integer()
    inherit_cache = True


@compiles(_Begins, "sqlite")
def _instr(element: _Begins, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - handed on
    return f"instr({compiler.process(element.clauses, **options)})"


@compiles(_Begins, "postgresql")
def _strpos(element: _Begins, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 - handed on
    return f"strpos({compiler.process(element.clauses, **options)})"


def row_of(kind: str, sight: str, about: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that a row is the one that a thing is found by."""
    return search_rows.c.id == literal(f"{kind}:{sight}:") + about


def fill_if_empty(engine: Engine) -> None:
    """Make the index of a database that had none before."""
    with writing(engine) as connection:
        if connection.execute(select(search_rows.c.id).limit(1)).first() is None:
            rebuild_all(connection)


def rebuild_all(connection: Connection) -> int:
    """Make the index of every place anew; answers how many rows there are."""
    places = connection.execute(select(t.places.c.code)).scalars().all()
    return sum(rebuild(connection, one) for one in places)


def rebuild(connection: Connection, place: str) -> int:
    """Make the index of a place anew from its rows; answers how many there are."""
    connection.execute(delete(search_rows).where(search_rows.c.place == place))
    if connection.dialect.name == "sqlite":
        connection.execute(FORGET_WORDS)
        others = select(search_rows.c.row_no, search_rows.c.pairs)
        for row in connection.execute(others).mappings().all():
            connection.execute(ADD_WORDS, dict(row))
    rows = [
        *(found for head in _all(connection, t.cases, place) for found in _of_case(head)),
        *(
            found
            for one in _all(connection, t.documents, place)
            for found in _of_document(one.case_id, one)
        ),
        *(_of_organ(one) for one in _all(connection, t.organs, place)),
        *(_of_person(one.id, one.name, one.unit) for one in _all(connection, t.people, place)),
    ]
    write(connection, place, rows)
    return len(rows)


def index_again(connection: Connection, place: str, kind: str, *, after: str) -> str | None:
    """Make the rows of the next things of a kind anew, as texts are cut now.

    Answers the id of the last, or None when there are no more. Whoever changes one of them
    meanwhile waits, so that nothing older is written over what he writes.
    """
    table, rows_of = _AGAIN[kind]
    query = (
        select(table)
        .where(table.c.place == place, table.c.id > after)
        .order_by(table.c.id)
        .limit(AGAIN_AT_ONCE)
        .with_for_update(read=True)
    )
    found = connection.execute(query).all()
    write(connection, place, (row for one in found for row in rows_of(one)))
    return str(found[-1].id) if len(found) == AGAIN_AT_ONCE else None


def _all(connection: Connection, table: Any, place: str) -> list[Any]:  # noqa: ANN401 - a table
    return list(connection.execute(select(table).where(table.c.place == place)))


def _names_the_case(event: ev.Event) -> bool:
    registers = isinstance(event, ev.DocumentSigned) and event.document == REGISTRATION_DOCUMENT
    return registers or isinstance(event, NAMING)


def _document_named(event: ev.Event) -> str | None:
    """Id of the document that the event gives a title, a number or other readers."""
    if isinstance(event, ev.DocumentDrafted):
        return event.document.id
    return event.document_id if isinstance(event, NAMING_DOCUMENTS) else None


def _of_case(head: CaseHead) -> Iterable[SearchRow]:
    about = {"kind": CASE, "about_id": head.id, "case_id": head.id}
    no = head.case_no or head.intake_no
    words = words_of(head.case_no, head.intake_no, head.title, head.organ_name)
    words = f"{words} x {readings_of(head.title, head.organ_name)}"
    yield SearchRow(sight=WHOLE, title=head.title, no=no, words=words, **about)
    cover = f"{words_of(head.case_no, head.organ_name)} x {readings_of(head.organ_name)}"
    title = f"{head.organ_name or ''}"
    yield SearchRow(sight=ORGAN, title=title, no=head.case_no, words=cover, **about)


def _of_document(case_id: str, document: Document) -> Iterable[SearchRow]:
    about = {"kind": "document", "about_id": document.id, "case_id": case_id}
    words = words_of(document.doc_no, document.title)
    is_made = document.signed_at or document.completed_at
    for sight in (WHOLE, ORGAN) if is_made else (WHOLE,):
        yield SearchRow(sight=sight, title=document.title, no=document.doc_no, words=words, **about)


def _of_organ(organ: Organ) -> SearchRow:
    words = f"{words_of(organ.name, organ.uscc)} x {readings_of(organ.name)}"
    return SearchRow(kind="organ", about_id=organ.id, sight=HOUSE, title=organ.name, words=words)


def _of_person(person_id: str, name: str, unit: str | None) -> SearchRow:
    words = f"{words_of(name, unit)} x {readings_of(name)}"
    return SearchRow(kind="person", about_id=person_id, sight=HOUSE, title=name, words=words)


_AGAIN: Mapping[str, tuple[Any, Callable[[Any], Iterable[SearchRow]]]] = {
    CASE: (t.cases, _of_case),
    "document": (t.documents, lambda one: _of_document(one.case_id, one)),
    "organ": (t.organs, lambda one: [_of_organ(one)]),
    "person": (t.people, lambda one: [_of_person(one.id, one.name, one.unit)]),
}
KINDS = tuple(_AGAIN)
"""What is found."""


def _row(place: str, row: SearchRow) -> dict[str, Any]:
    row_id = f"{row.kind}:{row.sight}:{row.about_id}"
    digest = hashlib.sha256(f"{place}\0{row_id}".encode()).digest()
    return {
        "place": place,
        "id": row_id,
        "row_no": int.from_bytes(digest[:8], "big") >> 1,
        "pairs": pairs_of(row.words),
        **{name: getattr(row, name) for name in SearchRow.__slots__},
    }
