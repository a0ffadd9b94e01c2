"""提醒的送出: what the jobs that carry notices out ask of the database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, select

from engine.domain.plain import Plain
from engine.ports import Contact, IdSource, Job, KeptNotice
from engine.store import tables as t
from engine.store.sending import UNLESS_THERE, write_rows

DIGEST_LINES_MAX = 50


class OutboxRows:
    """Notices, contacts and the jobs that follow, inside one write transaction."""

    def __init__(self, connection: Connection, place: str, ids: IdSource) -> None:
        self._connection = connection
        self._place = place
        self._ids = ids

    def notice(self, notice_id: str) -> KeptNotice | None:
        """A notice by its id."""
        found = self._notices(t.notices.c.id == notice_id)
        return found[0] if found else None

    def unread(self, person_id: str, *, since: datetime, until: datetime) -> Sequence[KeptNotice]:
        """What the person got in that time and has not read yet, oldest first."""
        table = t.notices
        return self._notices(
            table.c.person_id == person_id,
            table.c.sent_at >= since,
            table.c.sent_at < until,
            table.c.read_at.is_(None),
        )

    def contact(self, person_id: str) -> Contact | None:
        """Where the person is reached."""
        people = t.people
        query = select(people.c.login, people.c.mobile, people.c.mail).where(
            people.c.place == self._place, people.c.id == person_id
        )
        row = self._connection.execute(query).mappings().first()
        return None if row is None else Contact(**row)

    def chosen_ways(self, person_id: str) -> Mapping[str, Plain]:
        """How the person wants to be told."""
        table = t.personal_settings
        query = select(table.c.settings).where(
            table.c.place == self._place, table.c.person_id == person_id
        )
        kept: Any = self._connection.execute(query).scalar()
        return cast("Mapping[str, Plain]", (kept or {}).get("notices") or {})

    def add(self, jobs: Sequence[Job]) -> None:
        """Jobs that follow; one whose key is there already is there once."""
        rows = [job_row(self._place, self._ids.next(), job) for job in jobs]
        write_rows(self._connection, t.jobs, rows, UNLESS_THERE)

    def _notices(self, *where: Any) -> Sequence[KeptNotice]:  # noqa: ANN401 - SQL conditions
        table = t.notices
        query = (
            select(table.c.id, table.c.person_id, table.c.subject, table.c.sent_at, table.c.read_at)
            .where(table.c.place == self._place, *where)
            .order_by(table.c.sent_at, table.c.id)
            .limit(DIGEST_LINES_MAX)
        )
        return [KeptNotice(**row) for row in self._connection.execute(query).mappings()]


def routing(notice: Mapping[str, Any]) -> Job:
    """The job that decides by which ways a new notice goes out."""
    return Job(
        kind="route_notice",
        key=f"route:{notice['id']}",
        due_at=notice["sent_at"],
        payload={"notice_id": notice["id"]},
    )


def job_row(place: str, job_id: str, job: Job) -> dict[str, Any]:
    """The row of a job that nobody has tried yet."""
    return {
        "place": place,
        "id": job_id,
        "kind": job.kind,
        "key": job.key,
        "case_id": job.case_id,
        "due_at": job.due_at,
        "payload": dict(job.payload),
        "attempts": 0,
        "dead": False,
        "leased": job.leased,
    }
