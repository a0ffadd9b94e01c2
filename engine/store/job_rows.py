"""Jobs as rows: found without a lock, claimed by lease, taken away when done.

What a job does to a case goes through the door under the job's own key, so a job that runs twice
(a crash between its effect and its removal) has its effect once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, and_, delete, or_, select, update

from engine.store import tables as t
from engine.store.connection import reading, writing

JOBS_LOOKED_AT_MAX = 100
LEASE = timedelta(minutes=5)
JOB_TRIES_MAX = 5
FIRST_PAUSE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptJob:
    """A job as it lies in the table."""

    place: str
    id: str
    kind: str
    case_id: str | None
    due_at: datetime
    payload: dict[str, Any]
    attempts: int


def due_jobs(engine: Engine, now: datetime) -> Sequence[KeptJob]:
    """Jobs that are due and nobody works on, in due order."""
    query = (
        select(t.jobs)
        .where(t.jobs.c.dead.is_(False), t.jobs.c.due_at <= now, _free(now))
        .order_by(t.jobs.c.due_at, t.jobs.c.id)
        .limit(JOBS_LOOKED_AT_MAX)
    )
    with reading(engine) as connection:
        rows = connection.execute(query).mappings().all()
    return [KeptJob(**{name: row[name] for name in KeptJob.__slots__}) for row in rows]


def next_due_at(engine: Engine) -> datetime | None:
    """When the next job is due, or None."""
    query = select(t.jobs.c.due_at).where(t.jobs.c.dead.is_(False)).order_by(t.jobs.c.due_at)
    with reading(engine) as connection:
        found: datetime | None = connection.execute(query.limit(1)).scalar()
    return found


def claim(engine: Engine, job: KeptJob, *, owner: str, now: datetime) -> bool:
    """Take the job for `LEASE`; False when somebody else was faster."""
    with writing(engine) as connection:
        taken = connection.execute(
            update(t.jobs)
            .where(_this(job), t.jobs.c.dead.is_(False), _free(now))
            .values(lease_owner=owner, lease_until=now + LEASE, attempts=job.attempts + 1)
        )
        return bool(taken.rowcount == 1)


def finish(engine: Engine, job: KeptJob) -> None:
    """The job is done."""
    with writing(engine) as connection:
        connection.execute(delete(t.jobs).where(_this(job)))


def give_up_or_retry(engine: Engine, job: KeptJob, *, error: str, now: datetime) -> bool:
    """Put the job off, longer each time; after `JOB_TRIES_MAX` it is dead, which somebody must see.

    Answers whether it is dead. `error` is a code, never a text with personal data.
    """
    tries = job.attempts + 1
    dead = tries >= JOB_TRIES_MAX
    with writing(engine) as connection:
        connection.execute(
            update(t.jobs)
            .where(_this(job))
            .values(
                dead=dead,
                last_error=error,
                lease_owner=None,
                lease_until=None,
                due_at=now + FIRST_PAUSE * 2**tries,
            )
        )
    return dead


def _free(now: datetime) -> Any:  # noqa: ANN401 - an SQL condition
    return or_(t.jobs.c.lease_until.is_(None), t.jobs.c.lease_until < now)


def _this(job: KeptJob) -> Any:  # noqa: ANN401 - an SQL condition
    return and_(t.jobs.c.place == job.place, t.jobs.c.id == job.id)
