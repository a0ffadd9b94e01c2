"""Does what is due: renders documents, rings the timers of diagrams."""

from collections.abc import Callable

import structlog

from engine.commands import moving
from engine.commands.act import Act
from engine.commands.answers import answer
from engine.commands.door import Answer, CaseCommand, change_case
from engine.commands.office import Office
from engine.commands.render_document import render_document
from engine.commands.ring_limits import RingLimits, ring_limits
from engine.domain.people import SYSTEM
from engine.errors import Fault, Refusal
from engine.store.job_rows import KeptJob, claim, due_jobs, finish, give_up_or_retry
from engine.store.transaction import SqlStore

log = structlog.get_logger()

JOBS_AT_ONCE_MAX = 1_000
"""Jobs done in one ringing; the next ringing goes on."""


class JobKindUnknown(Fault):
    """A job of a kind nobody here can do."""

    code = "job_kind_unknown"
    what = "不认识的后台任务“{kind}”。"
    mend = "请升级程序后重试。"


def work(office: Office, store: SqlStore, *, owner: str) -> int:
    """Do every job that is due, in due order; answers how many were done."""
    done = 0
    while done < JOBS_AT_ONCE_MAX:
        jobs = due_jobs(store.engine, office.clock.now())
        fresh = [job for job in jobs if _do(office, store, job, owner)]
        if not fresh:
            return done
        done += len(fresh)
    return done


def _do(office: Office, store: SqlStore, job: KeptJob, owner: str) -> bool:
    """Claim and do one job; False when another worker has it or it failed."""
    if not claim(store.engine, job, owner=owner, now=office.clock.now()):
        return False
    try:
        _perform(office, job)
    except (Refusal, Fault) as error:
        dead = give_up_or_retry(store.engine, job, error=error.code, now=office.clock.now())
        log.warning("job_failed", kind=job.kind, job=job.id, error=error.code, dead=dead)
        return False
    finish(store.engine, job)
    return True


def _perform(office: Office, job: KeptJob) -> None:
    if job.kind not in WAYS:
        raise JobKindUnknown(kind=job.kind)
    WAYS[job.kind](office, job)


def _render(office: Office, job: KeptJob) -> None:
    render_document(
        office,
        place=job.place,
        case_id=str(job.case_id),
        document_id=str(job.payload["document_id"]),
    )


def _ring(office: Office, job: KeptJob) -> None:
    command = CaseCommand(
        key=f"job:{job.id}", place=job.place, by=SYSTEM.id, case_id=str(job.case_id)
    )

    def deed(act: Act) -> Answer:
        if not act.case.head.ended:
            moving.ring(act)
        return answer(act)

    change_case(office, command, deed)


def _ring_limits(office: Office, job: KeptJob) -> None:
    ring_limits(
        office,
        RingLimits(key=f"job:{job.id}", place=job.place, by=SYSTEM.id, case_id=str(job.case_id)),
    )


WAYS: dict[str, Callable[[Office, KeptJob], None]] = {
    "render_document": _render,
    "ring_case": _ring,
    "ring_limits": _ring_limits,
}
"""Kind of job → how it is done."""
