"""办理日志: the events of a case, oldest first."""

from collections.abc import Sequence

from sqlalchemy import Engine

from engine.domain.events import Logged
from engine.store.case_rows import read_log
from engine.store.connection import reading


def case_log(engine: Engine, place: str, case_id: str) -> Sequence[Logged]:
    """Every line of the log of one case."""
    with reading(engine) as connection:
        return list(read_log(connection, place, case_id))
