"""核验: what anybody who holds a document may ask of it; nothing about the case or a party."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from engine.commands.extra_documents import CORRECTION
from engine.domain.document import DocumentState
from engine.domain.verify_code import spoken
from engine.domain.work_calendar import local_day
from engine.store import tables as t
from engine.store.connection import reading
from engine.store.transaction import SqlStore

VALID, CORRECTED, RECALLED = "有效", "有效，但已经更正", "已经收回，不再有效"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A document as it was issued; `pdf_sha256` is None until its file was made."""

    title: str
    doc_no: str
    issuer: str
    issued_on: date
    status: str
    pdf_sha256: str | None
    amended_by: tuple[str, ...] = ()
    """Numbers of the notices (更正、收回通知书) about it that went out, oldest first."""

    def matches(self, sha256: str) -> bool:
        """Whether a file with that hash is the very file that was issued."""
        return self.pdf_sha256 is not None and sha256 == self.pdf_sha256


def verify(store: SqlStore, *, place: str, code: str) -> Verified | None:
    """The sealed document with that code (核验码), however it was typed; None for any other."""
    known = spoken(code)
    if known is None:
        return None
    table = t.documents
    query = select(
        table.c.id,
        table.c.title,
        table.c.doc_no,
        table.c.issuer_name,
        table.c.signed_at,
        table.c.state,
        table.c.corrected_at,
        table.c.file,
    ).where(table.c.place == place, table.c.verify_code == known, table.c.sealed_at.is_not(None))
    with reading(store.engine) as connection:
        row = connection.execute(query).mappings().first()
        if row is None:
            return None
        notices = _notices(connection, place, row["id"])
    return Verified(
        title=row["title"],
        doc_no=row["doc_no"] or "",
        issuer=row["issuer_name"] or "",
        issued_on=local_day(row["signed_at"]),
        status=_status(row["state"], corrected=row["corrected_at"] is not None),
        pdf_sha256=row["file"]["pdf_sha256"] if row["file"] else None,
        amended_by=notices,
    )


def _notices(connection: Connection, place: str, document_id: str) -> tuple[str, ...]:
    table = t.documents
    query = (
        select(table.c.doc_no)
        .where(
            table.c.place == place,
            table.c.about_id == document_id,
            table.c.kind == CORRECTION,
            table.c.sealed_at.is_not(None),
            table.c.state != DocumentState.VOID.value,
        )
        .order_by(table.c.sealed_at)
    )
    return tuple(connection.execute(query).scalars())


def _status(state: str, *, corrected: bool) -> str:
    if state == DocumentState.VOID.value:
        return RECALLED
    return CORRECTED if corrected else VALID
