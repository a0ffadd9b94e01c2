"""审计: reads the log of every case and proves that nothing was changed, removed or cut off."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, Engine, RowMapping, Select, select

from engine.domain.plain import Plain, canonical
from engine.store import tables as t
from engine.store.case_rows import log_content
from engine.store.chain import ChainFault, KeptLine, faults
from engine.store.connection import reading
from engine.store.roster_rows import roster_log_faults
from engine.store.secrecy import Secrecy

NAMING_BODIES = frozenset({"BodyGiven", "PaperCaseEntered"})
"""Kinds of lines that name a form body with its hash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """What was read, and every fault found."""

    cases: int
    lines: int
    faults: tuple[ChainFault, ...]


def verify(
    engine: Engine, *, place: str | None = None, secrecy: Secrecy | None = None
) -> AuditReport:
    """Check every case of `place`, or of all places: the chain, and the form bodies it names.

    The administrators' logs of these places too.

    Without the key (`secrecy`) a body with sealed identity is compared by its kept hash alone.
    """
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
            found.extend(_body_faults(connection, head, kept, secrecy))
        for one in _places(connection, place):
            found.extend(roster_log_faults(connection, one))
    return AuditReport(cases=cases, lines=lines, faults=tuple(found))


def _places(connection: Connection, place: str | None) -> list[str]:
    """Where administrators keep a log."""
    query = select(t.roster_log_heads.c.place).order_by(t.roster_log_heads.c.place)
    return [one for one in connection.execute(query).scalars() if place in {None, one}]


def _body_faults(
    connection: Connection,
    head: RowMapping,
    kept: Iterable[KeptLine],
    secrecy: Secrecy | None,
) -> Iterator[ChainFault]:
    """Form bodies that are gone or no longer what the log says was handed in."""
    query = select(t.bodies).where(
        t.bodies.c.place == head["place"], t.bodies.c.case_id == head["id"]
    )
    bodies = {row["id"]: row for row in connection.execute(query).mappings()}
    for line in kept:
        if line.content["kind"] not in NAMING_BODIES:
            continue
        given = json.loads(str(line.content["payload"]))
        row = bodies.get(given["body_id"])
        if row is None:
            yield ChainFault(case_id=head["id"], seq=line.seq, what="所附表单内容缺失")
        elif given["sha256"] not in {row["sha256"]} & {_hash_now(row, secrecy)}:
            yield ChainFault(case_id=head["id"], seq=line.seq, what="所附表单内容被改动")


def _hash_now(row: RowMapping, secrecy: Secrecy | None) -> str:
    """The hash of a body as it lies there; the kept one where identity cannot be opened."""
    identity: Plain = {}
    if row["identity"] is not None:
        if secrecy is None:
            return str(row["sha256"])
        try:
            identity = secrecy.open(row["identity"], bound_to=f"{row['place']}/{row['id']}")
        except InvalidTag:
            return ""
    text = canonical({"values": row["values"], "identity": identity})
    return hashlib.sha256(text.encode()).hexdigest()


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
