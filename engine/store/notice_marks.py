"""已读: that somebody has read a notice of his."""

from sqlalchemy import Engine, func, select, update

from engine.ports import Clock
from engine.store import tables as t
from engine.store.connection import writing

EVERY = "all"


class NoticeMarks:
    """Marks notices as read; reading twice is reading once."""

    def __init__(self, engine: Engine, *, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    def read(self, place: str, person_id: str, notice_id: str) -> bool:
        """Mark one of the person's notices, or `EVERY`; False when there is none of that id."""
        table = t.notices
        mine = [table.c.place == place, table.c.person_id == person_id]
        if notice_id != EVERY:
            mine.append(table.c.id == notice_id)
        with writing(self._engine) as connection:
            connection.execute(
                update(table)
                .where(*mine, table.c.read_at.is_(None))
                .values(read_at=self._clock.now())
            )
            count = connection.execute(select(func.count()).select_from(table).where(*mine))
            return notice_id == EVERY or bool(count.scalar())
