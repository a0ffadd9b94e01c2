"""The lines of the inbox: what is shown of the items, and of what was sent for reading."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, bindparam, select

from engine.domain.biting import Bite
from engine.domain.lights import Light
from engine.domain.separation import ORGAN_ROLES
from engine.queries.inbox_words import limit_of, now_words, priority, why_words
from engine.queries.looking import Desk
from engine.queries.visible_cases import ME, PLACE
from engine.store import tables as t


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """One line. `due_on` is the last day of the period that bites next, `limit_of` whose it is.

    `why` says how the item came, `now` where its case stands, on the lists of what is done.
    """

    item_id: str
    case_id: str
    case_no: str | None
    case_title: str
    task: str
    step: str = ""
    process: str = ""
    role: str = ""
    opened_at: datetime
    closed_at: datetime | None
    whose: str
    why: str
    now: str
    due_on: date | None = None
    limit_title: str | None = None
    limit_of: str | None = None
    light: Light | None = None
    priority: int = 0


def rows_of_items(
    connection: Connection, desk: Desk, ids: Sequence[str], now: datetime, *, stands: bool
) -> list[InboxRow]:
    """What is shown of these items, in that order; `stands` tells where their cases stand."""
    if not ids:
        return []
    found = connection.execute(ITEMS, {PLACE.key: desk.place, "ids": ids}).mappings()
    by_id = {row["id"]: row for row in found}
    return _shown(connection, desk, [by_id[one] for one in ids], now, stands=stands)


def rows_of_circulations(connection: Connection, desk: Desk, ids: Sequence[str]) -> list[InboxRow]:
    """What is shown of what was sent to the person for reading; closed once he has read it."""
    if not ids:
        return []
    asked = {PLACE.key: desk.place, ME.key: desk.by.id, "ids": ids}
    found = {row["id"]: row for row in connection.execute(CIRCULATIONS, asked).mappings()}
    stand = now_words(connection, desk.place, found.values())
    return [
        InboxRow(
            item_id=one,
            case_id=row["case_id"],
            case_no=row["case_no"] or row["intake_no"],
            case_title=row["case_title"],
            task="传阅",
            opened_at=row["sent_at"],
            closed_at=row["read_at"],
            whose=row["sender"],
            why=row["words"],
            now=stand.get(row["case_id"], ""),
        )
        for one, row in ((one, found[one]) for one in ids)
    ]


def _all_of_a_row() -> Select[Any]:
    items, visits, cases, people = t.work_items, t.visits, t.cases, t.people
    of_item = (
        *("id", "case_id", "role", "opened_at", "closed_at", "came_by", "came_reason", "due_on"),
        *("limit_title", "limit_held_by", "yellow_at", "orange_at", "red_at", "black_at"),
    )
    return (
        select(
            *(items.c[name] for name in of_item),
            visits.c.title.label("task"),
            visits.c.step,
            visits.c.process,
            visits.c.previous,
            cases.c.case_no,
            cases.c.intake_no,
            cases.c.title.label("case_title"),
            cases.c.flags,
            people.c.name.label("holder"),
        )
        .select_from(items)
        .join(visits, (visits.c.place == items.c.place) & (visits.c.id == items.c.visit_id))
        .join(cases, (cases.c.place == items.c.place) & (cases.c.id == items.c.case_id))
        .outerjoin(people, (people.c.place == items.c.place) & (people.c.id == items.c.assignee))
        .where(items.c.place == PLACE, items.c.id.in_(bindparam("ids", expanding=True)))
    )


ITEMS = _all_of_a_row()


def _all_of_a_circulation() -> Select[Any]:
    sent, cases, people = t.circulations, t.cases, t.people
    return (
        select(
            *(sent.c[name] for name in ("id", "case_id", "words", "sent_at", "read_at")),
            cases.c.case_no,
            cases.c.intake_no,
            cases.c.title.label("case_title"),
            people.c.name.label("sender"),
        )
        .select_from(sent)
        .join(cases, (cases.c.place == sent.c.place) & (cases.c.id == sent.c.case_id))
        .join(people, (people.c.place == sent.c.place) & (people.c.id == sent.c.sent_by))
        .where(sent.c.place == PLACE, sent.c.person_id == ME)
        .where(sent.c.id.in_(bindparam("ids", expanding=True)))
    )


CIRCULATIONS = _all_of_a_circulation()


def _shown(
    connection: Connection, desk: Desk, found: Sequence[RowMapping], now: datetime, *, stands: bool
) -> list[InboxRow]:
    organ_reads = bool(desk.by.roles & ORGAN_ROLES)
    why = why_words(connection, desk.place, found, reasons=not organ_reads)
    over = [row for row in found if row["closed_at"] is not None]
    stand = now_words(connection, desk.place, over) if stands and not organ_reads else {}
    rows = []
    for row in found:
        bite = _bite(row)
        light = bite.light(now) if bite else None
        rows.append(
            InboxRow(
                item_id=row["id"],
                case_no=row["case_no"] or row["intake_no"],
                whose=row["holder"] or "待签收",
                why=why[row["id"]],
                now=stand.get(row["case_id"], ""),
                limit_of=limit_of(bite.held_by) if bite else None,
                light=light,
                priority=priority(row["flags"], light),
                **{name: row[name] for name in _AS_KEPT},
            )
        )
    return rows


_AS_KEPT = (
    *("case_id", "case_title", "task", "step", "process", "role"),
    *("opened_at", "closed_at", "due_on", "limit_title"),
)


def _bite(row: RowMapping) -> Bite | None:
    if row["limit_title"] is None:
        return None
    return Bite(
        title=row["limit_title"],
        held_by=row["limit_held_by"],
        due_on=row["due_on"],
        yellow_at=row["yellow_at"],
        orange_at=row["orange_at"],
        red_at=row["red_at"],
        black_at=row["black_at"],
    )
