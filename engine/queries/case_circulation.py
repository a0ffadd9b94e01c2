"""一个案件的传阅: who has it to read, who has read it, and to whom it may be sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from engine.commands.circulate import possible_readers
from engine.commands.refusals import CaseNotFound
from engine.domain.sight import Sight, sight
from engine.queries.looking import Desk, looking
from engine.queries.task_deeds import Taker
from engine.store import tables as t

LINES_MAX = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CirculationLine:
    """One sending to one reader; `mine` was sent to whoever asks."""

    sender: str
    reader: str
    words: str
    sent_at: datetime
    read_at: datetime | None
    mine: bool


def circulation_lines(connection: Connection, desk: Desk, case_id: str) -> list[CirculationLine]:
    """What was sent for reading of a case the person sees whole, the latest first."""
    sent, sender, reader = t.circulations, t.people.alias("sender"), t.people.alias("reader")
    query = (
        select(sent, sender.c.name.label("sender"), reader.c.name.label("reader"))
        .join(sender, (sender.c.place == sent.c.place) & (sender.c.id == sent.c.sent_by))
        .join(reader, (reader.c.place == sent.c.place) & (reader.c.id == sent.c.person_id))
        .where(sent.c.place == desk.place, sent.c.case_id == case_id)
        .order_by(sent.c.sent_at.desc(), sent.c.id.desc(), sent.c.person_id)
        .limit(LINES_MAX)
    )
    same = ("sender", "reader", "words", "sent_at", "read_at")
    return [
        CirculationLine(mine=row["person_id"] == desk.by.id, **{name: row[name] for name in same})
        for row in connection.execute(query).mappings()
    ]


def readers(desk: Desk, case_id: str) -> Sequence[Taker]:
    """Whom the person may send the case to; raises `case_not_found` unless he sees all of it."""
    with looking(desk, case_id) as act:
        if sight(act.case, desk.by) is not Sight.WHOLE:
            raise CaseNotFound(where={"case": case_id})
        return [
            Taker(person_id=one.id, name=one.name, unit=one.unit) for one in possible_readers(act)
        ]
