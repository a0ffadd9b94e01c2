"""中止与不计入登记簿、延期登记簿: what was entered on the clocks of a place, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, and_, func, select

from engine.commands.refusals import NotYourTask
from engine.domain.clock import PauseKind
from engine.domain.separation import WATCHERS
from engine.queries.looking import Desk
from engine.queries.visible_cases import may_open
from engine.store import tables as t
from engine.store.clock_rows import EXTENSION, PAUSE, RESTART
from engine.store.connection import reading
from engine.store.register import Register

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """One entry. A pause of several clocks at once is one line with their number."""

    case_id: str
    case_no: str | None
    case_title: str
    kind: str
    what: str
    limit: str
    clocks: int
    amount: int | None
    began_at: datetime
    ended_at: datetime | None
    entered_at: datetime
    ground: str
    article: str
    document: str
    approver: str

    @property
    def is_retroactive(self) -> bool:
        """补录."""
        return self.entered_at.date() > self.began_at.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPage:
    """One page of a register."""

    rows: Sequence[RegisterLine]
    total: int
    page: int


def suspensions(desk: Desk, *, page: int = 1) -> RegisterPage:
    """中止、补正、鉴定 …: every time that did not count."""
    return _register(desk, (PAUSE,), page)


def extensions(desk: Desk, *, page: int = 1) -> RegisterPage:
    """延期、重新计算."""
    return _register(desk, (EXTENSION, RESTART), page)


def refuse_all_but_watchers(desk: Desk) -> None:
    """Registers of all cases are for those who see all cases."""
    if not desk.by.roles & WATCHERS:
        raise NotYourTask(where={"place": desk.place}, task="期限登记簿")


def _register(desk: Desk, kinds: tuple[str, ...], page: int) -> RegisterPage:
    refuse_all_but_watchers(desk)
    one, cases = t.limit_entries.c, t.cases.c
    together = (one.case_id, one.kind, one.reason, one.began_at)
    query = (
        select(
            *together,
            cases.case_no,
            cases.intake_no,
            cases.title,
            func.count().label("clocks"),
            func.min(one.key).label("key"),
            func.max(one.ended_at).label("ended_at"),
            func.min(one.entered_at).label("entered_at"),
            *(func.max(one[name]).label(name) for name in ("amount", "ground", "article")),
            *(func.max(one[name]).label(name) for name in ("document", "approver")),
        )
        .join(t.cases, and_(cases.place == one.place, cases.id == one.case_id))
        .where(one.place == desk.place, one.kind.in_(kinds), may_open(desk.by))
        .group_by(*together, cases.case_no, cases.intake_no, cases.title)
        .order_by(one.began_at.desc(), one.case_id)
    )
    counted = select(func.count()).select_from(query.order_by(None).subquery())
    with reading(desk.store.engine) as connection:
        total = connection.execute(counted).scalar_one()
        found = connection.execute(query.limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS))
        register = Register(connection, desk.place)
        rows = [_line(row, register) for row in found.mappings().all()]
    return RegisterPage(rows=rows, total=total, page=page)


def _line(row: RowMapping, register: Register) -> RegisterLine:
    approver = register.person(row["approver"]) if row["approver"] else None
    same = ("case_id", "kind", "clocks", "amount", "began_at", "ended_at", "entered_at")
    return RegisterLine(
        case_no=row["case_no"] or row["intake_no"],
        case_title=row["title"],
        what=_what(row),
        limit=row["key"],
        approver=approver.name if approver else "",
        **{name: row[name] for name in (*same, "ground", "article", "document")},
    )


def _what(row: RowMapping) -> str:
    if row["kind"] == PAUSE:
        return PauseKind(row["reason"]).label
    return "延期" if row["kind"] == EXTENSION else "重新计算"
