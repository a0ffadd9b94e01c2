"""审计: reads the log of every case and proves that nothing was changed, removed or cut off."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Select, select

from engine.store import tables as t
from engine.store.case_rows import log_content
from engine.store.chain import ChainFault, KeptLine, faults
from engine.store.connection import reading


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """What was read, and every fault found."""

    cases: int
    lines: int
    faults: tuple[ChainFault, ...]


def verify(engine: Engine, *, place: str | None = None) -> AuditReport:
    """Check every case of `place`, or of all places."""
    found: list[ChainFault] = []
    cases = lines = 0
    with reading(engine) as connection:
        for head in connection.execute(_heads(place)).mappings():
            kept = list(_lines(connection, head["place"], head["id"]))
            cases += 1
            lines += len(kept)
            found.extend(
                faults(head["id"], kept, head_seq=head["log_seq"], head_hash=head["log_hash"])
            )
    return AuditReport(cases=cases, lines=lines, faults=tuple(found))


def _heads(place: str | None) -> Select[str, str, int, str]:
    query = select(t.cases.c.place, t.cases.c.id, t.cases.c.log_seq, t.cases.c.log_hash)
    return query if place is None else query.where(t.cases.c.place == place)


def _lines(connection: Connection, place: str, case_id: str) -> Iterator[KeptLine]:
    query = (
        select(t.case_log)
        .where(t.case_log.c.place == place, t.case_log.c.case_id == case_id)
        .order_by(t.case_log.c.seq)
    )
    for row in connection.execute(query).mappings():
        yield KeptLine(
            seq=row["seq"],
            content=log_content(row),
            previous_hash=row["previous_hash"],
            hash=row["hash"],
        )
