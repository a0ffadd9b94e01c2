"""Does what is due: renders documents, rings the timers of diagrams and the watches of limits.

A job about a case takes the case first and without waiting (who works at it comes first), then the
job's own row, and is gone with the commit of its effect. A document is rendered under a lease.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog

from engine.commands import moving
from engine.commands.act import Act
from engine.commands.answers import answer
from engine.commands.bites import bites
from engine.commands.change_calendar import RECALCULATE
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.office import Office
from engine.commands.refusals import CaseBusy, Interrupted
from engine.commands.render_document import render_document
from engine.commands.ring_limits import ring
from engine.domain.people import SYSTEM
from engine.errors import Fault, Refusal
from engine.jobs import hotline, telling
from engine.jobs.indexing import INDEX_AGAIN, index_page
from engine.jobs.recalculating import recalculate
from engine.machine_log import kind_and_place
from engine.store.job_rows import (
    JOB_TRIES_MAX,
    KeptJob,
    claim,
    due_jobs,
    finish,
    give_up_or_retry,
    take,
)
from engine.store.transaction import SqlStore, SqlTransaction

log = structlog.get_logger()

JOBS_AT_ONCE_MAX = 1_000
"""Jobs done in one ringing; the next ringing goes on."""

WORKER_LOST = "worker_lost"
"""Error of a job whose worker died each time it was tried."""


UNFORESEEN = "unforeseen"
"""Error of a job that failed in a way nobody foresaw; the log has its kind and place."""


class JobKindUnknown(Fault):
    """A job of a kind nobody here can do."""

    code = "job_kind_unknown"
    what = "不认识的后台任务“{kind}”。"
    mend = "请升级程序后重试。"


class JobGone(Fault):
    """Another worker did the job between our looking and our locking; nothing is left to do."""

    code = "job_gone"
    what = "后台任务已由其他进程完成。"
    mend = "无需处理。"


Also = Mapping[str, Callable[[KeptJob], None]]
"""Kind of job → its effect, for kinds that are known above this layer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """Who does jobs: `owner` is the name its leases bear; `going` says whether to go on."""

    office: Office
    store: SqlStore
    owner: str
    going: Callable[[], bool] = lambda: True
    also: Also = field(default_factory=dict)


def work(
    office: Office,
    store: SqlStore,
    *,
    owner: str,
    going: Callable[[], bool] = lambda: True,
    also: Also | None = None,
) -> int:
    """Do every job that is due, bells first; answers how many were done."""
    worker = Worker(office=office, store=store, owner=owner, going=going, also=also or {})
    office.refresh_calendars()
    done = 0
    while done < JOBS_AT_ONCE_MAX and going():
        jobs = due_jobs(store.engine, office.clock.now())
        fresh = sum(1 for job in jobs if going() and _do(worker, job))
        if not fresh:
            return done
        done += fresh
    return done


def _do(worker: Worker, job: KeptJob) -> bool:
    """Do one job; False when another has it or its case, or it failed."""
    if job.leased and not _claimed(worker, job):
        return False
    try:
        _perform(worker, job)
    except (CaseBusy, JobGone, Interrupted) as error:
        log.info("job_left", kind=job.kind, job=job.id, why=error.code)
        return False
    except (Refusal, Fault) as error:
        _failed(worker, job, error.code, leased=job.leased)
        return False
    except Exception as error:  # noqa: BLE001 - one job must not stop all the others
        told = kind_and_place(error)
        log.error("job_broke", kind=job.kind, job=job.id, error=told)  # noqa: TRY400 - never its text
        _failed(worker, job, UNFORESEEN, leased=job.leased)
        return False
    return not job.leased or finish(worker.store.engine, job, owner=worker.owner)


def _claimed(worker: Worker, job: KeptJob) -> bool:
    if job.attempts >= JOB_TRIES_MAX:
        _failed(worker, job, WORKER_LOST, leased=False)
        return False
    return claim(worker.store.engine, job, owner=worker.owner, now=worker.office.clock.now())


def _failed(worker: Worker, job: KeptJob, error: str, *, leased: bool) -> None:
    dead = give_up_or_retry(
        worker.store.engine,
        job,
        error=error,
        now=worker.office.clock.now(),
        owner=worker.owner if leased else None,
    )
    log.warning("job_failed", kind=job.kind, job=job.id, error=error, dead=dead)


def _perform(worker: Worker, job: KeptJob) -> None:
    if job.kind in ON_CASES:
        _on_case(worker.office, job, ON_CASES[job.kind])
    elif job.kind in OUTSIDE:
        OUTSIDE[job.kind](worker.office, job)
    elif job.kind == RECALCULATE:
        recalculate(worker.office, worker.store, job)
    elif job.kind == INDEX_AGAIN:
        index_page(worker.office, worker.store, job)
    elif job.kind in worker.also:
        worker.also[job.kind](job)
    else:
        raise JobKindUnknown(kind=job.kind)


def _on_case(office: Office, job: KeptJob, effect: Callable[[Act], None]) -> None:
    """One transaction: the case is locked, the job taken away, its effect recorded."""
    command = CaseCommand(
        key=f"job:{job.id}", place=job.place, by=SYSTEM.id, case_id=str(job.case_id)
    )

    def deed(act: Act) -> Answer:
        assert isinstance(act.tx, SqlTransaction)  # noqa: S101 - this store gives no other
        if not take(act.tx.connection, job):
            raise JobGone(where={"job": job.id})
        effect(act)
        return answer(act)

    change_case(office, command, deed, wait=False)


def _ring(act: Act) -> None:
    if not (act.case.head.ended or act.case.head.runs_on_paper):
        moving.ring(act)


def _weigh(act: Act) -> None:
    """Which period each open item shows, anew; nothing happens to the case by it."""
    assert isinstance(act.tx, SqlTransaction)  # noqa: S101 - this store gives no other
    act.tx.weigh(act.case, bites(act, every=True))


def _render(office: Office, job: KeptJob) -> None:
    render_document(
        office,
        place=job.place,
        case_id=str(job.case_id),
        document_id=str(job.payload["document_id"]),
    )


ON_CASES: dict[str, Callable[[Act], None]] = {
    "ring_case": _ring,
    "ring_limits": ring,
    "weigh_case": _weigh,
}
"""Kind of job → its effect on a case, done in one transaction."""

OUTSIDE: dict[str, Callable[[Office, KeptJob], None]] = {
    "render_document": _render,
    "route_notice": telling.route_notice,
    "send_notice": telling.send_notice,
    "send_digest": telling.send_digest,
    "report_order": hotline.report_order,
}
"""Kind of job → what leaves something outside the database."""
