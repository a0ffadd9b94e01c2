"""Jobs as rows: found without a lock, taken when done, put off when they fail.

A job whose effect lies in the database is taken away in the transaction of its effect: exactly
once. A job with an effect outside (a rendered file) is claimed by a lease: at least once, and only
who still holds the lease may end it. What fails for good stays as an incident for a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    Connection,
    Engine,
    Select,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from engine.store import tables as t
from engine.store.connection import reading, writing

BELLS_LOOKED_AT_MAX = 100
LEASED_LOOKED_AT_MAX = 8
"""Work of a twentieth of a second each: after so many of them bells are looked for again."""

INCIDENTS_MAX = 1_000
LEASE = timedelta(minutes=5)
JOB_TRIES_MAX = 5
FIRST_PAUSE = timedelta(seconds=5)


class KeptJob(NamedTuple):
    """A job as it lies in the table; made a hundred at a time, hence a tuple."""

    place: str
    id: str
    kind: str
    case_id: str | None
    due_at: datetime
    payload: dict[str, Any]
    attempts: int
    leased: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A job that failed `JOB_TRIES_MAX` times. `error` is a code of ours."""

    place: str
    id: str
    kind: str
    case_id: str | None
    due_at: datetime
    attempts: int
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """How much waits: due now, the oldest of them, waiting for later, failed for good."""

    due: int
    oldest_due_at: datetime | None
    waiting: int
    incidents: int


def _free(now: datetime | BindParameter[datetime]) -> Any:  # noqa: ANN401 - an SQL condition
    return or_(t.jobs.c.lease_until.is_(None), t.jobs.c.lease_until < now)


def _due(*, leased: bool, at_most: int) -> Select[Any]:
    return (
        select(*(t.jobs.c[name] for name in KeptJob._fields))
        .where(
            t.jobs.c.dead.is_(False),
            t.jobs.c.leased.is_(leased),
            t.jobs.c.due_at <= bindparam("now"),
            _free(bindparam("now")),
        )
        .order_by(t.jobs.c.due_at, t.jobs.c.id)
        .limit(at_most)
    )


DUE = (
    _due(leased=False, at_most=BELLS_LOOKED_AT_MAX),
    _due(leased=True, at_most=LEASED_LOOKED_AT_MAX),
)
OF_JOB = and_(t.jobs.c.place == bindparam("of"), t.jobs.c.id == bindparam("job"))
TAKE = delete(t.jobs).where(OF_JOB, t.jobs.c.dead.is_(False))
CLAIM = (
    update(t.jobs)
    .where(OF_JOB, t.jobs.c.dead.is_(False), _free(bindparam("now")))
    .values(
        lease_owner=bindparam("owner"), lease_until=bindparam("until"), attempts=bindparam("tries")
    )
)
FINISH = delete(t.jobs).where(OF_JOB, t.jobs.c.lease_owner == bindparam("owner"))
"""Built once: these are asked for every timer of every case, and for every document."""


def due_jobs(engine: Engine, now: datetime) -> Sequence[KeptJob]:
    """Jobs that are due and nobody works on: the bells in due order, then some of the leased.

    A thousand documents that wait for their files must not hold up a timer.
    """
    with reading(engine) as connection:
        found = [connection.execute(query, {"now": now}).all() for query in DUE]
    return [KeptJob._make(row) for rows in found for row in rows]


def next_due_at(engine: Engine) -> datetime | None:
    """When the next job is due, or None."""
    query = select(func.min(t.jobs.c.due_at)).where(t.jobs.c.dead.is_(False))
    with reading(engine) as connection:
        found: datetime | None = connection.execute(query).scalar()
    return found


def take(connection: Connection, job: KeptJob) -> bool:
    """Take the job away in the transaction of its effect; False when somebody else did it."""
    return connection.execute(TAKE, {"of": job.place, "job": job.id}).rowcount == 1


def claim(engine: Engine, job: KeptJob, *, owner: str, now: datetime) -> bool:
    """Take the job for `LEASE`; False when somebody else was faster.

    A claim counts as a try at once: a job that ends the process it is done in must not go round
    for ever.
    """
    with writing(engine) as connection:
        taken = connection.execute(
            CLAIM,
            {
                "of": job.place,
                "job": job.id,
                "now": now,
                "owner": owner,
                "until": now + LEASE,
                "tries": job.attempts + 1,
            },
        )
        return bool(taken.rowcount == 1)


def finish(engine: Engine, job: KeptJob, *, owner: str) -> bool:
    """The job is done; False when the lease had passed to another, who will do it again."""
    with writing(engine) as connection:
        asked = {"of": job.place, "job": job.id, "owner": owner}
        gone = connection.execute(FINISH, asked)
        return bool(gone.rowcount == 1)


def give_up_or_retry(
    engine: Engine, job: KeptJob, *, error: str, now: datetime, owner: str | None = None
) -> bool:
    """Put the job off, longer each time; after `JOB_TRIES_MAX` it is an incident.

    Answers whether it is. `error` is a code, never a text with personal data. `owner` holds the
    lease, if the job was claimed.
    """
    tries = job.attempts + 1
    dead = tries >= JOB_TRIES_MAX
    counted = job.attempts if owner is None else tries
    with writing(engine) as connection:
        connection.execute(
            update(t.jobs)
            .where(
                _this(job),
                t.jobs.c.attempts == counted,
                _free(now) if owner is None else t.jobs.c.lease_owner == owner,
            )
            .values(
                dead=dead,
                attempts=tries,
                last_error=error,
                lease_owner=None,
                lease_until=None,
                due_at=now + FIRST_PAUSE * 2**tries,
            )
        )
    return dead


def release(engine: Engine, *, owner: str) -> int:
    """Give back every lease of `owner`, who stops working; answers how many there were."""
    with writing(engine) as connection:
        freed = connection.execute(
            update(t.jobs)
            .where(t.jobs.c.lease_owner == owner)
            .values(lease_owner=None, lease_until=None)
        )
        return freed.rowcount


# --- incidents -----------------------------------------------------------------------------------


def incidents(engine: Engine, *, place: str | None = None) -> Sequence[Incident]:
    """Jobs that failed for good, oldest first; of one place or of all."""
    query = select(t.jobs).where(t.jobs.c.dead.is_(True)).order_by(t.jobs.c.id)
    if place is not None:
        query = query.where(t.jobs.c.place == place)
    with reading(engine) as connection:
        rows = connection.execute(query.limit(INCIDENTS_MAX)).mappings().all()
    return [
        Incident(
            error=row["last_error"],
            **{name: row[name] for name in Incident.__slots__ if name != "error"},
        )
        for row in rows
    ]


def retry_incident(engine: Engine, place: str, job_id: str, *, now: datetime) -> bool:
    """Try it again from the beginning, now; False when there is no such incident."""
    with writing(engine) as connection:
        changed = connection.execute(
            update(t.jobs)
            .where(t.jobs.c.place == place, t.jobs.c.id == job_id, t.jobs.c.dead.is_(True))
            .values(dead=False, attempts=0, due_at=now)
        )
        return bool(changed.rowcount == 1)


def skip_incident(engine: Engine, place: str, job_id: str) -> bool:
    """Drop it: a person has done by hand what was to be done. False when there is none."""
    with writing(engine) as connection:
        gone = connection.execute(
            delete(t.jobs).where(
                t.jobs.c.place == place, t.jobs.c.id == job_id, t.jobs.c.dead.is_(True)
            )
        )
        return bool(gone.rowcount == 1)


def backlog(engine: Engine, now: datetime) -> Backlog:
    """How much waits, for those who watch."""
    due = and_(t.jobs.c.dead.is_(False), t.jobs.c.due_at <= now)
    query = select(
        select(func.count()).where(due).select_from(t.jobs).scalar_subquery(),
        select(func.min(t.jobs.c.due_at)).where(due).scalar_subquery(),
        select(func.count()).where(t.jobs.c.dead.is_(False)).select_from(t.jobs).scalar_subquery(),
        select(func.count()).where(t.jobs.c.dead.is_(True)).select_from(t.jobs).scalar_subquery(),
    )
    with reading(engine) as connection:
        due_now, oldest, alive, dead = connection.execute(query).one()
    return Backlog(due=due_now, oldest_due_at=oldest, waiting=alive - due_now, incidents=dead)


def _this(job: KeptJob) -> Any:  # noqa: ANN401 - an SQL condition
    return and_(t.jobs.c.place == job.place, t.jobs.c.id == job.id)
