"""文书登记簿: numbers used, void or missing, and which seal was put where."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from engine.commands.act import Act
from engine.commands.extra_documents import CORRECTION
from engine.domain import events as ev
from engine.domain.document import Document, DocumentState
from engine.domain.events import Logged
from engine.queries.looking import Desk, looking
from engine.store import tables as t
from engine.store.case_rows import read_log
from engine.store.connection import reading
from engine.store.transaction import SqlStore, SqlTransaction

GAPS_SHOWN_MAX = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesReport:
    """One series (issuer, kind, year): all it counted is issued, void with its reason, or a gap.

    `begun_after` is the last number used before this system took over. A gap should never be: the
    number and its document are written together.
    """

    series: str
    year: int
    begun_after: int
    last: int
    issued: int
    void: Sequence[tuple[str, str]]
    corrected: Sequence[tuple[str, str]]
    """Numbers in force that were corrected, with the numbers of the notices (更正通知书)."""
    gaps: Sequence[int]


def number_report(store: SqlStore, place: str, year: int) -> list[SeriesReport]:
    """断号、作废报告 of a place's documents in one year, by series; cases' own numbers stay out."""
    with reading(store.engine) as connection:
        counters = connection.execute(
            select(t.counters)
            .where(t.counters.c.place == place, t.counters.c.year == year)
            .order_by(t.counters.c.series)
        ).mappings()
        reports = [_report(connection, row) for row in counters.all()]
    return [one for one in reports if one is not None]


def _report(connection: Connection, counter: Mapping[Any, Any]) -> SeriesReport | None:
    table = t.documents
    rows = (
        connection.execute(
            select(
                table.c.id,
                table.c.sequence,
                table.c.state,
                table.c.doc_no,
                table.c.void_reason,
                table.c.corrected_at,
            ).where(
                table.c.place == counter["place"],
                table.c.series == counter["series"],
                table.c.year == counter["year"],
            )
        )
        .mappings()
        .all()
    )
    if not rows and not counter["begun_after"]:
        return None
    used = {row["sequence"] for row in rows}
    notices = _notices(
        connection, counter["place"], [row["id"] for row in rows if row["corrected_at"]]
    )
    expected = range(counter["begun_after"] + 1, counter["last"] + 1)
    void = [row for row in rows if row["state"] == DocumentState.VOID.value]
    return SeriesReport(
        series=counter["series"],
        year=counter["year"],
        begun_after=counter["begun_after"],
        last=counter["last"],
        issued=len(rows) - len(void),
        void=[(row["doc_no"], row["void_reason"] or "") for row in void],
        corrected=[
            (row["doc_no"], "、".join(notices.get(row["id"], ())))
            for row in rows
            if row["corrected_at"] and row["state"] != DocumentState.VOID.value
        ],
        gaps=[number for number in expected if number not in used][:GAPS_SHOWN_MAX],
    )


def _notices(connection: Connection, place: str, ids: Sequence[str]) -> dict[str, list[str]]:
    """Numbers of the notices about each of the documents."""
    table = t.documents
    query = select(table.c.about_id, table.c.doc_no).where(
        table.c.place == place,
        table.c.kind == CORRECTION,
        table.c.about_id.in_(ids),
        table.c.doc_no.is_not(None),
    )
    found: dict[str, list[str]] = {}
    for about, number in connection.execute(query) if ids else ():
        found.setdefault(about, []).append(number)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class SealUse:
    """用印登记: one line of the register, all of it from the case log, which nobody can change."""

    at: datetime
    seal: str
    document: str
    doc_no: str
    copies: int
    applicant: str
    approver: str
    keeper: str
    pdf_sha256: str
    case_id: str


def seal_register(desk: Desk) -> list[SealUse]:
    """Every use of a seal in the place, oldest first; for the keepers and the auditors.

    What was sealed on paper stands in the register of paper.
    """
    with reading(desk.store.engine) as connection:
        cases = connection.execute(
            select(t.case_log.c.case_id)
            .where(t.case_log.c.place == desk.place, t.case_log.c.kind == "DocumentSealed")
            .distinct()
        ).scalars()
        case_ids = list(cases)
    return sorted((use for one in case_ids for use in _uses(desk, one)), key=lambda use: use.at)


def _uses(desk: Desk, case_id: str) -> Iterator[SealUse]:
    with looking(desk, case_id) as act:
        assert isinstance(act.tx, SqlTransaction)  # noqa: S101 - looking() gives no other
        for line in read_log(act.tx.connection, desk.place, case_id):
            if isinstance(line.event, ev.DocumentSealed) and not line.is_from_paper:
                yield _use(act, line, line.event)


def _use(act: Act, line: Logged, event: ev.DocumentSealed) -> SealUse:
    document = act.case.documents[event.document_id]
    bodies = act.bodies_of(document.bodies)
    seals = act.release.place_info.seals
    return SealUse(
        at=line.at,
        seal=seals.get(event.seal, event.seal),
        document=document.title,
        doc_no=document.doc_no or "",
        copies=event.copies,
        applicant=_name(act, bodies[0].given_by) if bodies else "",
        approver=_name(act, _approver(act, document, before=line.at)),
        keeper=_name(act, line.actor),
        pdf_sha256=document.file.pdf_sha256 if document.file else "",
        case_id=act.case.head.id,
    )


def _approver(act: Act, document: Document, *, before: datetime) -> str:
    """Who approved last, at the steps that sign such a document."""
    steps = set(act.release.documents[document.kind].signed_at)
    given = [one for one in act.case.opinions_in(steps) if one.given_at <= before]
    return given[-1].author if given else ""


def _name(act: Act, person_id: str) -> str:
    person = act.tx.directory.person(person_id) if person_id else None
    return person.name if person else ""
