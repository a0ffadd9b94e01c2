"""The search index: written with the rows it is about, in the same transaction; can be made anew.

No complainant's name is in it: names and numbers of complainants are found by their blind index
(`identity_words`), whole words only, by those who may know them.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, func, or_, select, text
from sqlalchemy.dialects import postgresql, sqlite

from engine.domain import events as ev
from engine.domain.case import Case, CaseHead
from engine.domain.document import Document
from engine.domain.people import Organ, Person
from engine.store import tables as t
from engine.store.connection import writing
from engine.store.search_tables import FULL_TEXT, search_rows
from engine.store.search_words import initials_of, words_of

WHOLE, ORGAN, HOUSE = "whole", "organ", "house"
"""For whom a row is: who sees the whole case; the supervised organ; everybody of the house."""

NAMING_DOCUMENTS = (ev.DocumentDrafted, ev.DocumentSigned, ev.DocumentSealed, ev.DocumentFrozen)
NAMING = (ev.CaseRegistered, ev.CaseFiled, ev.DocumentFrozen, ev.DocumentSigned)
"""Events that may change what a document or a case is found by."""

ADD_WORDS = text(f"INSERT INTO {FULL_TEXT} (rowid, words) VALUES (:row_no, :words)")  # noqa: S608 - our own name
DROP_WORDS = text(f"DELETE FROM {FULL_TEXT} WHERE rowid = :row_no")  # noqa: S608 - our own name
FORGET_WORDS = text(f"DELETE FROM {FULL_TEXT}")  # noqa: S608 - our own name
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
    is_sqlite = connection.dialect.name == "sqlite"
    insert = (sqlite if is_sqlite else postgresql).insert(search_rows)
    new = {name: insert.excluded[name] for name in ("title", "no", "words")}
    connection.execute(
        insert.on_conflict_do_update(index_elements=["place", "id"], set_=new), found
    )
    if is_sqlite:
        words = [{name: row[name] for name in ("row_no", "words")} for row in found]
        connection.execute(DROP_WORDS, words)
        connection.execute(ADD_WORDS, words)


def write_case(connection: Connection, case: Case) -> None:
    """What a command changed of a case and its documents."""
    events = [one.event for one in case.new_events]
    rows: list[SearchRow] = []
    if any(isinstance(one, NAMING) for one in events):
        rows.extend(_of_case(case.head))
    if any(isinstance(one, NAMING_DOCUMENTS) for one in events):
        for document_id in sorted(case.touched.documents):
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
    if connection.dialect.name == "sqlite":
        words = " AND ".join(
            "(" + " OR ".join(f'"{phrase}"' for phrase in ways) + ")" for ways in asked
        )
        return FOUND.bindparams(asked=words)  # type: ignore[return-value]  # a condition as text
    kept = func.to_tsvector(text("'simple'"), search_rows.c.words)
    return and_(
        *(
            or_(
                *(kept.op("@@")(func.phraseto_tsquery(text("'simple'"), phrase)) for phrase in ways)
            )
            for ways in asked
        )
    )


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
        others = select(search_rows.c.row_no, search_rows.c.words)
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


def _all(connection: Connection, table: Any, place: str) -> list[Any]:  # noqa: ANN401 - a table
    return list(connection.execute(select(table).where(table.c.place == place)))


def _of_case(head: CaseHead) -> Iterable[SearchRow]:
    about = {"kind": "case", "about_id": head.id, "case_id": head.id}
    no = head.case_no or head.intake_no
    words = words_of(head.case_no, head.intake_no, head.title, head.organ_name)
    yield SearchRow(sight=WHOLE, title=head.title, no=no, words=words, **about)
    cover = words_of(head.case_no, head.organ_name)
    title = f"{head.organ_name or ''}"
    yield SearchRow(sight=ORGAN, title=title, no=head.case_no, words=cover, **about)


def _of_document(case_id: str, document: Document) -> Iterable[SearchRow]:
    about = {"kind": "document", "about_id": document.id, "case_id": case_id}
    words = words_of(document.doc_no, document.title)
    for sight in (WHOLE, ORGAN) if document.sealed_at else (WHOLE,):
        yield SearchRow(sight=sight, title=document.title, no=document.doc_no, words=words, **about)


def _of_organ(organ: Organ) -> SearchRow:
    words = f"{words_of(organ.name, organ.uscc)} x {initials_of(organ.name)}"
    return SearchRow(kind="organ", about_id=organ.id, sight=HOUSE, title=organ.name, words=words)


def _of_person(person_id: str, name: str, unit: str | None) -> SearchRow:
    words = f"{words_of(name, unit)} x {initials_of(name)}"
    return SearchRow(kind="person", about_id=person_id, sight=HOUSE, title=name, words=words)


def _row(place: str, row: SearchRow) -> Mapping[str, Any]:
    row_id = f"{row.kind}:{row.sight}:{row.about_id}"
    digest = hashlib.sha256(f"{place}\0{row_id}".encode()).digest()
    return {
        "place": place,
        "id": row_id,
        "row_no": int.from_bytes(digest[:8], "big") >> 1,
        **{name: getattr(row, name) for name in SearchRow.__slots__},
    }
