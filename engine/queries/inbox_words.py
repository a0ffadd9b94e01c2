"""What the lines of the inbox say besides what is kept: how an item came, where its case stands."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, RowMapping, select

from engine.domain.clock import HeldBy
from engine.domain.lights import Light
from engine.domain.visit import CameBy
from engine.store import tables as t

CAME = {CameBy.SENT_BACK: "被退回", CameBy.TAKEN_BACK: "前一办理人撤回", CameBy.REASSIGNED: "改派"}
LIMIT_OF = {
    HeldBy.US: "监督机关",
    HeldBy.SUPERVISED_ORG: "被监督机关",
    HeldBy.COMPLAINANT: "投诉举报人",
    HeldBy.RECEIVER: "受移送机关",
}
OVERDUE = frozenset({Light.RED, Light.BLACK})


def limit_of(held_by: str) -> str:
    """Whose time a period is."""
    return LIMIT_OF[HeldBy(held_by)]


def priority(flags: object, light: Light | None) -> int:
    """2 = 挂牌督办, 1 = overdue, 0 = the rest."""
    if isinstance(flags, list) and "listed" in flags:
        return 2
    return 1 if light in OVERDUE else 0


def why_words(
    connection: Connection, place: str, rows: Sequence[RowMapping], *, reasons: bool
) -> Mapping[str, str]:
    """By item: why it came. `reasons` as they were typed are for insiders only."""
    before = {one for row in rows for one in row["previous"]}
    titles: dict[str, str] = {}
    if before:
        query = select(t.visits.c.id, t.visits.c.title).where(
            t.visits.c.place == place, t.visits.c.id.in_(before)
        )
        titles = {row.id: row.title for row in connection.execute(query)}
    return {row["id"]: _why(row, titles, reasons=reasons) for row in rows}


def _why(row: RowMapping, titles: Mapping[str, str], *, reasons: bool) -> str:
    if row["came_by"] is not None:
        came = CAME[CameBy(row["came_by"])]
        return f"{came}：{row['came_reason']}" if reasons and row["came_reason"] else came
    names = [titles[one] for one in row["previous"] if one in titles]
    return f"由“{'、'.join(dict.fromkeys(names))}”转来" if names and reasons else ""


def now_words(connection: Connection, place: str, rows: Iterable[RowMapping]) -> Mapping[str, str]:
    """By case: the open tasks and who has them."""
    case_ids = {row["case_id"] for row in rows}
    if not case_ids:
        return {}
    items, visits, people = t.work_items, t.visits, t.people
    query = (
        select(items.c.id, items.c.case_id, visits.c.title, people.c.name)
        .join(visits, (visits.c.place == items.c.place) & (visits.c.id == items.c.visit_id))
        .outerjoin(people, (people.c.place == items.c.place) & (people.c.id == items.c.assignee))
        .where(items.c.place == place, items.c.case_id.in_(case_ids), items.c.closed_at.is_(None))
    )
    found: dict[str, list[str]] = {}
    for row in sorted(connection.execute(query), key=lambda row: str(row.id)):
        found.setdefault(row.case_id, []).append(f"{row.title}（{row.name or '待签收'}）")
    return {case_id: "、".join(dict.fromkeys(words)) for case_id, words in found.items()}
