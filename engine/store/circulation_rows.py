"""传阅 as rows: one per reader, written from the events of the case, as the log tells them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, select, update

from engine.domain import events as ev
from engine.domain.case import CaseHead
from engine.store import tables as t
from engine.store.sending import write_rows


def unread_circulations(
    connection: Connection, place: str, case_id: str, person_id: str
) -> Sequence[str]:
    """Ids of what was sent to the person of this case and not opened yet, oldest first."""
    kept = t.circulations.c
    query = (
        select(kept.id)
        .where(kept.place == place, kept.case_id == case_id)
        .where(kept.person_id == person_id, kept.read_at.is_(None))
        .order_by(kept.id)
    )
    return connection.execute(query).scalars().all()


def write_circulations(connection: Connection, head: CaseHead, lines: Iterable[ev.Logged]) -> None:
    """What these lines of the log of a case send to readers, and what these opened."""
    for line in lines:
        if isinstance(line.event, ev.CaseCirculated):
            write_rows(connection, t.circulations, _rows(head, line, line.event))
        elif isinstance(line.event, ev.CirculationOpened):
            kept = t.circulations.c
            opened = update(t.circulations).where(
                kept.place == head.place,
                kept.person_id == line.actor,
                kept.id.in_(line.event.circulations),
            )
            connection.execute(opened.values(read_at=line.at))


def _rows(head: CaseHead, line: ev.Logged, event: ev.CaseCirculated) -> list[dict[str, object]]:
    return [
        {
            "place": head.place,
            "id": event.circulation_id,
            "person_id": reader,
            "case_id": head.id,
            "sent_by": line.actor,
            "sent_at": line.at,
            "words": event.words,
        }
        for reader in event.readers
    ]
