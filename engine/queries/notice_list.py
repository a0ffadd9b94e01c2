"""提醒: what one person was told, the latest first. Looking does not mark anything as read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from engine.queries.looking import Desk
from engine.queries.visible_cases import may_open
from engine.store import tables as t
from engine.store.connection import reading

PAGE_ROWS = 50
TOLD = ("id", "subject", "text", "case_id", "sent_at", "read_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """One notice; its case is named to whoever may still open it."""

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
    table = t.notices
    mine = (table.c.place == desk.place, table.c.person_id == desk.by.id)
    counted = select(func.count(), func.count(table.c.read_at)).where(*mine)
    with reading(desk.store.engine) as connection:
        total, read = connection.execute(counted).one()
        pages = max(1, -(-total // PAGE_ROWS))
        shown = min(max(page, 1), pages)
        query = (
            select(*(table.c[name] for name in TOLD))
            .where(*mine)
            .order_by(table.c.sent_at.desc(), table.c.id.desc())
            .offset((shown - 1) * PAGE_ROWS)
            .limit(PAGE_ROWS)
        )
        told = connection.execute(query).mappings().all()
        named = _cases(connection, desk, {row["case_id"] for row in told} - {None})
    rows = []
    for row in told:
        number, title = named.get(row["case_id"], (None, None))
        rows.append(NoticeLine(**row, case_no=number, case_title=title))
    return NoticeList(rows=rows, total=total, unread=total - read, page=shown, pages=pages)


def _cases(
    connection: Connection, desk: Desk, ids: set[str]
) -> dict[str, tuple[str | None, str | None]]:
    """Number and title of those of the cases that the person may open, by id."""
    if not ids:
        return {}
    cases = t.cases.c
    number = func.coalesce(cases.case_no, cases.intake_no)
    query = select(cases.id, number, cases.title).where(
        cases.place == desk.place, cases.id.in_(ids), may_open(desk.by)
    )
    return {row[0]: (row[1], row[2]) for row in connection.execute(query)}
