"""Jobs that failed for good, and what people decided about them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, delete, insert, select, update

from engine.ports import IncidentDecision
from engine.store import tables as t
from engine.store.connection import reading

DECISIONS_READ_MAX = 200


class IncidentRows:
    """The incidents of one place inside one write transaction."""

    def __init__(self, connection: Connection, place: str) -> None:
        self._connection = connection
        self._place = place

    def retry(self, job_id: str, decision: IncidentDecision) -> bool:
        """Try it again from the beginning, now, and keep why; False when there is none."""
        kept = self._keep(job_id, decision)
        if kept:
            again = {"dead": False, "attempts": 0, "due_at": decision.decided_at}
            self._connection.execute(update(t.jobs).where(*self._this(job_id)).values(again))
        return kept

    def skip(self, job_id: str, decision: IncidentDecision) -> bool:
        """Drop it, and keep why; False when there is none."""
        kept = self._keep(job_id, decision)
        if kept:
            self._connection.execute(delete(t.jobs).where(*self._this(job_id)))
        return kept

    def _this(self, job_id: str) -> tuple[Any, ...]:
        jobs = t.jobs.c
        return (jobs.place == self._place, jobs.id == job_id, jobs.dead.is_(True))

    def _keep(self, job_id: str, decision: IncidentDecision) -> bool:
        query = select(t.jobs).where(*self._this(job_id)).with_for_update()
        job = self._connection.execute(query).mappings().first()
        if job is None:
            return False
        number = select(t.incident_decisions.c.id).where(
            t.incident_decisions.c.place == self._place,
            t.incident_decisions.c.job_id == job_id,
        )
        times = len(self._connection.execute(number).all())
        row = {
            "place": self._place,
            "id": f"{job_id}-{times + 1}",
            "job_id": job_id,
            "case_id": job["case_id"],
            "kind": job["kind"],
            "error": job["last_error"],
            **{name: getattr(decision, name) for name in IncidentDecision.__slots__},
        }
        self._connection.execute(insert(t.incident_decisions), row)
        return True


def decisions_of(engine: Engine, place: str) -> Sequence[RowMapping]:
    """What was decided, newest first."""
    table = t.incident_decisions
    query = select(table).where(table.c.place == place).order_by(table.c.decided_at.desc())
    with reading(engine) as connection:
        return connection.execute(query.limit(DECISIONS_READ_MAX)).mappings().all()
