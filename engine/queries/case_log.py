"""办理日志: the events of a case, oldest first, and the proof that none was touched."""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine, select

from engine.domain.case import CaseHead
from engine.domain.events import Logged
from engine.store import tables as t
from engine.store.case_rows import log_content, read_log
from engine.store.chain import ChainFault, KeptLine, faults
from engine.store.connection import reading


def case_log(engine: Engine, place: str, case_id: str) -> Sequence[Logged]:
    """Every line of the log of one case."""
    with reading(engine) as connection:
        return list(read_log(connection, place, case_id))


def chain_faults(connection: Connection, head: CaseHead) -> list[ChainFault]:
    """Every break in the hash chain of one case's log; empty when it is whole."""
    query = (
        select(t.case_log)
        .where(t.case_log.c.place == head.place, t.case_log.c.case_id == head.id)
        .order_by(t.case_log.c.seq)
    )
    lines = (
        KeptLine(
            seq=row["seq"],
            content=log_content(row),
            previous_hash=row["previous_hash"],
            hash=row["hash"],
        )
        for row in connection.execute(query).mappings()
    )
    return list(faults(head.id, lines, head_seq=head.log_seq, head_hash=head.log_hash))
