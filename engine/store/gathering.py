"""Rows of several tables with one statement: a command reads all it needs in one round trip.

Each table is one branch of a ``UNION ALL``; columns of equal type share a slot, what a branch does
not have is NULL. JSON travels as text and is read here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    Dialect,
    Integer,
    LargeBinary,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    literal_column,
    null,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.sql.base import Executable
from sqlalchemy.types import TypeEngine

from engine.store import tables as t
from engine.store.column_types import Instant
from engine.store.kept_rows import KEPT, from_driver, kept_columns

SLOT_TYPES: tuple[type[TypeEngine[Any]] | type[Instant], ...] = (
    Text,
    Instant,
    Date,
    Integer,
    Boolean,
    LargeBinary,
)

Found = dict[str, list[Any]]
"""By branch: rows as mappings, or as the driver gave them where they are kept so."""

PEOPLE_COLUMNS = tuple(
    column for column in t.people.c if column.name not in {"mobile", "password_hash"}
)


@dataclass(frozen=True, slots=True)
class Branch:
    """One table's part: what is selected, by which columns, in which slots.

    A kept one gives its rows as the driver gave them, the id first.
    """

    name: str
    query: Select[Any]
    columns: tuple[Column[Any], ...]
    kept: bool = False

    def slots(self) -> tuple[tuple[int, int], ...]:
        """For each column its type (a place in `SLOT_TYPES`) and its number within that type."""
        used = [0] * len(SLOT_TYPES)
        found = []
        for column in self.columns:
            kind = _kind(column)
            found.append((kind, used[kind]))
            used[kind] += 1
        return tuple(found)


def _of_case(table: Table) -> Select[Any]:
    return select().where(
        table.c.place == bindparam("place"), table.c.case_id == bindparam("case_id")
    )


def _kept(table: Table) -> Branch:
    """Every row of a case, as the case keeps it."""
    return Branch(table.name, _of_case(table), kept_columns(table), kept=True)


def _command() -> Branch:
    query = select().where(
        t.commands.c.place == bindparam("place"), t.commands.c.key == bindparam("key")
    )
    return Branch("commands", query, (t.commands.c.kind, t.commands.c.answer))


def _people() -> Branch:
    joined = t.people.outerjoin(
        t.people_roles,
        (t.people_roles.c.place == t.people.c.place)
        & (t.people_roles.c.person_id == t.people.c.id),
    )
    query = (
        select()
        .select_from(joined)
        .where(
            t.people.c.place == bindparam("place"),
            t.people.c.id.in_(bindparam("people", expanding=True)),
        )
    )
    return Branch("people", query, (*PEOPLE_COLUMNS, t.people_roles.c.role))


def _organ() -> Branch:
    query = select().where(
        t.organs.c.place == bindparam("place"), t.organs.c.id == bindparam("organ_id")
    )
    return Branch("organs", query, tuple(t.organs.c))


def _drafts() -> Branch:
    joined = t.drafts.join(
        t.work_items,
        (t.work_items.c.place == t.drafts.c.place) & (t.work_items.c.id == t.drafts.c.item_id),
    )
    query = (
        select()
        .select_from(joined)
        .where(
            t.work_items.c.place == bindparam("place"),
            t.work_items.c.case_id == bindparam("case_id"),
        )
    )
    return Branch("drafts", query, (t.drafts.c.item_id,))


def _roster() -> Branch:
    query = select().where(t.roster_log_heads.c.place == bindparam("place"))
    return Branch("roster", query, (t.roster_log_heads.c.hash,))


def _lines_since() -> Branch:
    query = _of_case(t.case_log).where(t.case_log.c.seq > bindparam("since"))
    return Branch("lines_since", query, tuple(t.case_log.c))


WHOLE_CASE = ("case_states", *(table.name for table in KEPT))
AROUND = ("commands", "people", "organs", "drafts", "roster")
BRANCHES: Mapping[str, Branch] = {
    **{table.name: _kept(table) for table in KEPT},
    "case_states": Branch("case_states", _of_case(t.case_states), tuple(t.case_states.c)),
    "commands": _command(),
    "people": _people(),
    "organs": _organ(),
    "drafts": _drafts(),
    "roster": _roster(),
    "lines_since": _lines_since(),
}


def gather(connection: Connection, names: tuple[str, ...], keys: Mapping[str, object]) -> Found:
    """The rows of each named branch; the kept ones in the order of their ids."""
    statement, shapes = _plan(names, type(connection.dialect))  # type: ignore[arg-type]  # any class is hashable
    parts: list[list[Any]] = [[] for _ in names]
    with connection.execute(statement, dict(keys)) as result:
        for row in result.cursor.fetchall():  # past SQLAlchemy: most values are never looked at
            parts[row[0]].append(shapes[row[0]](row))
    for name, part in zip(names, parts, strict=True):
        if BRANCHES[name].kept:
            part.sort(key=itemgetter(0))
    return dict(zip(names, parts, strict=True))


Shape = Callable[[Sequence[Any]], Any]
"""Makes of a row of the whole statement what its branch gives."""


@cache
def _plan(names: tuple[str, ...], dialect: type[Dialect]) -> tuple[Executable, Sequence[Shape]]:
    """The statement, and per branch where each of its columns stands."""
    branches = [BRANCHES[name] for name in names]
    widths = [
        max(
            (number for branch in branches for k, number in branch.slots() if k == kind), default=-1
        )
        + 1
        for kind in range(len(SLOT_TYPES))
    ]
    first = [1 + sum(widths[:kind]) for kind in range(len(SLOT_TYPES))]
    shapes = [_shape(branch, first, dialect()) for branch in branches]
    parts = [_part(index, branch, widths) for index, branch in enumerate(branches)]
    return union_all(*parts), shapes


def _shape(branch: Branch, first: Sequence[int], dialect: Dialect) -> Shape:
    slots = [first[kind] + number for kind, number in branch.slots()]
    if branch.kept:
        return itemgetter(*slots)
    readings = [
        (column.name, slot, from_driver(column, dialect))
        for column, slot in zip(branch.columns, slots, strict=True)
    ]
    return lambda row: {
        name: row[slot] if read is None or row[slot] is None else read(row[slot])
        for name, slot, read in readings
    }


def _part(index: int, branch: Branch, widths: Sequence[int]) -> Select[Any]:
    by_slot = dict(zip(branch.slots(), branch.columns, strict=True))
    columns: list[Any] = [literal_column(str(index), Integer)]
    for kind, width in enumerate(widths):
        kind_type = SLOT_TYPES[kind]
        for number in range(width):
            column = by_slot.get((kind, number))
            columns.append(
                _nothing(kind_type, typed=index == 0)
                if column is None
                else _plain_text(column, kind_type)
            )
    return branch.query.add_columns(*columns)


def _nothing(kind_type: Any, *, typed: bool) -> Any:  # noqa: ANN401 - SQL expressions
    """NULL; the first branch says of which type, the others follow: a short text is read sooner."""
    return cast(null(), kind_type) if typed else literal_column("NULL", kind_type)


def _plain_text(column: Column[Any], kind_type: Any) -> Any:  # noqa: ANN401 - SQL expressions
    return type_coerce(column, kind_type)


def _kind(column: Column[Any]) -> int:
    for kind, slot_type in enumerate(SLOT_TYPES):
        if isinstance(column.type, slot_type):
            return kind
    return 0  # texts of a given length, and JSON as text
