"""Makes the search index anew after texts are cut otherwise than before: in pages, resumable.

Each page is a job of its own, taken away with the commit of what it wrote; the next one is put
there in the same transaction. Killed in between, the work goes on where it stood.
"""

from engine.commands.office import Office
from engine.ports import Job
from engine.store.connection import writing
from engine.store.job_rows import KeptJob, take
from engine.store.outbox_rows import OutboxRows
from engine.store.search_index import KINDS, index_again
from engine.store.transaction import SqlStore

INDEX_AGAIN = "index_again"
"""Put there by a step of the database (0018), one for each place."""


def index_page(office: Office, store: SqlStore, job: KeptJob) -> None:
    """Make a page anew, unless another worker did."""
    kind = str(job.payload.get("kind", KINDS[0]))
    with writing(store.engine) as connection:
        if not take(connection, job):
            return
        last = index_again(connection, job.place, kind, after=str(job.payload.get("after", "")))
        following = kind if last else _next(kind)
        if following is not None:
            page = Job(
                kind=INDEX_AGAIN,
                key=f"{INDEX_AGAIN}:{following}:{last or ''}",
                due_at=office.clock.now(),
                payload={"kind": following, "after": last or ""},
            )
            OutboxRows(connection, job.place, office.ids).add([page])


def _next(kind: str) -> str | None:
    place = KINDS.index(kind) + 1
    return KINDS[place] if place < len(KINDS) else None
