"""提醒: what one person was told, the latest first. Looking does not mark anything as read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engine.queries.looking import Desk
from engine.store import tables as t
from engine.store.connection import reading

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """One notice."""

    id: str
    subject: str
    text: str
    case_id: str | None
    case_no: str | None
    case_title: str | None
    sent_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeList:
    """One page of them."""

    rows: Sequence[NoticeLine]
    total: int
    unread: int
    page: int
    pages: int


def notice_list(desk: Desk, *, page: int = 1) -> NoticeList:
    """The notices of who asks."""
    table, cases = t.notices, t.cases.c
    mine = (table.c.place == desk.place, table.c.person_id == desk.by.id)
    counted = select(func.count(), func.count(table.c.read_at)).where(*mine)
    with reading(desk.store.engine) as connection:
        total, read = connection.execute(counted).one()
        pages = max(1, -(-total // PAGE_ROWS))
        shown = min(max(page, 1), pages)
        query = (
            select(table, func.coalesce(cases.case_no, cases.intake_no).label("case_no"))
            .add_columns(cases.title.label("case_title"))
            .outerjoin(t.cases, (cases.place == table.c.place) & (cases.id == table.c.case_id))
            .where(*mine)
            .order_by(table.c.sent_at.desc(), table.c.id.desc())
            .offset((shown - 1) * PAGE_ROWS)
            .limit(PAGE_ROWS)
        )
        rows = [
            NoticeLine(**{name: row[name] for name in NoticeLine.__slots__})
            for row in connection.execute(query).mappings()
        ]
    return NoticeList(rows=rows, total=total, unread=total - read, page=shown, pages=pages)
