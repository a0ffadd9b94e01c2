"""Keep what lists show beside the items: shelf, next period, who knows the case; a draft per person

Lists are then read from an index, whatever the number of items. When the light of a period changes
needs the calendar of the case's release: a job per open case weighs it after this step.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from engine.store.column_types import Instant, PlainJson

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NEVER = date(9999, 12, 31)
AT_ONCE = 1_000
BEFORE_NOW = datetime(2026, 1, 1, tzinfo=UTC)

items = sa.table(
    "work_items",
    *(sa.column(name) for name in ("place", "id", "case_id", "visit_id", "assignee", "owner")),
    *(sa.column(name) for name in ("state", "kind", "shelf", "limit_title", "limit_held_by")),
    *(sa.column(name) for name in ("came_by", "came_reason")),
    sa.column("candidates", PlainJson),
    sa.column("closed_at", Instant),
    sa.column("sort_on", sa.Date),
    sa.column("due_on", sa.Date),
)
cases = sa.table(
    "cases",
    *(sa.column(name) for name in ("place", "id")),
    sa.column("handlers", PlainJson),
    sa.column("recused", PlainJson),
    sa.column("ended", sa.Boolean),
)
visits = sa.table("visits", *(sa.column(name) for name in ("place", "id", "case_id")))
clocks = sa.table(
    "clocks",
    *(sa.column(name) for name in ("place", "case_id", "state")),
    sa.column("due_on", sa.Date),
    sa.column("data", PlainJson),
)
pool = sa.table(
    "item_candidates",
    *(sa.column(name) for name in ("place", "item_id")),
    sa.column("sort_on", sa.Date),
)
case_people = sa.table(
    "case_people",
    *(sa.column(name) for name in ("place", "person_id", "case_id")),
    sa.column("ended", sa.Boolean),
)
log = sa.table(
    "case_log", *(sa.column(n) for n in ("place", "case_id", "seq", "kind", "actor", "payload"))
)
jobs = sa.table(
    "jobs",
    *(sa.column(name) for name in ("place", "id", "kind", "key", "case_id")),
    sa.column("due_at", Instant),
    sa.column("payload", PlainJson),
    sa.column("attempts", sa.Integer),
    sa.column("dead", sa.Boolean),
)

SHELVES = {"to_claim": "claim", "in_hand": "todo", "waiting": "waiting"}
TURNED = {"TaskSentBack": "退回", "TaskTakenBack": "撤回"}


def upgrade() -> None:
    _tables()
    connection = op.get_bind()
    for case in _all(connection, sa.select(cases)):
        _fill(connection, case)
    _index()


def _tables() -> None:
    op.drop_index(op.f("ix_work_items_place_assignee_state"), table_name="work_items")
    columns: tuple[sa.Column[Any], ...] = (
        sa.Column("came_by", sa.String(length=12)),
        sa.Column("came_reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("shelf", sa.String(length=12), nullable=False, server_default="none"),
        sa.Column("sort_on", sa.Date(), nullable=False, server_default="9999-12-31"),
        sa.Column("due_on", sa.Date()),
        sa.Column("limit_title", sa.String(length=100)),
        sa.Column("limit_held_by", sa.String(length=20)),
        *(sa.Column(f"{light}_at", Instant()) for light in ("yellow", "orange", "red", "black")),
    )
    for column in columns:
        op.add_column("work_items", column)
    op.add_column(
        "item_candidates",
        sa.Column("sort_on", sa.Date(), nullable=False, server_default="9999-12-31"),
    )
    op.create_table(
        "case_people",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("place", "person_id", "case_id", name=op.f("pk_case_people")),
        sa.ForeignKeyConstraint(
            ["place", "case_id"], ["cases.place", "cases.id"], name=op.f("fk_case_people_cases")
        ),
    )
    _key_of_drafts("place", "item_id", "person_id")


def _index() -> None:
    op.create_index(
        "ix_work_items_shelf", "work_items", ["place", "assignee", "shelf", "sort_on", "id"]
    )
    op.create_index("ix_work_items_done", "work_items", ["place", "assignee", "closed_at", "id"])
    op.create_index(
        "ix_work_items_open",
        "work_items",
        ["place", "case_id"],
        postgresql_where=sa.text("closed_at IS NULL"),
        sqlite_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_item_candidates_sorted", "item_candidates", ["place", "person_id", "sort_on", "item_id"]
    )
    op.create_index("ix_item_candidates_item", "item_candidates", ["place", "item_id"])
    op.create_index(
        "ix_case_people_running", "case_people", ["place", "person_id", "ended", "case_id"]
    )
    op.create_index("ix_case_people_case", "case_people", ["place", "case_id"])
    op.create_index(op.f("ix_drafts_place_person_id"), "drafts", ["place", "person_id"])


def _key_of_drafts(*columns: str) -> None:
    with op.batch_alter_table("drafts") as drafts:
        drafts.drop_constraint("pk_drafts", type_="primary")
        drafts.create_primary_key("pk_drafts", list(columns))


def _all(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[sa.RowMapping]:
    yield from connection.execute(query).mappings().all()


def _fill(connection: sa.Connection, case: sa.RowMapping) -> None:
    place, case_id = case["place"], case["id"]
    own = list(
        _all(connection, sa.select(items).where(items.c.place == place, items.c.case_id == case_id))
    )
    first = connection.execute(
        sa.select(sa.func.min(visits.c.id)).where(
            visits.c.place == place, visits.c.case_id == case_id
        )
    ).scalar()
    limit, came = _limit(connection, case), _came(connection, case)
    people = set(case["handlers"])
    for item in own:
        people |= {*item["candidates"], item["assignee"], item["owner"]}
        values = {"shelf": _shelf(item, first)} | came.get(item["id"], {})
        if item["closed_at"] is None and limit:
            values |= limit
            connection.execute(
                sa.update(pool)
                .where(pool.c.place == place, pool.c.item_id == item["id"])
                .values(sort_on=limit["sort_on"])
            )
        connection.execute(
            sa.update(items)
            .where(items.c.place == place, items.c.id == item["id"])
            .values(**values)
        )
    rows = [
        {"place": place, "person_id": one, "case_id": case_id, "ended": case["ended"]}
        for one in sorted(people - {None} - set(case["recused"]))
    ]
    if rows:
        connection.execute(sa.insert(case_people), rows)
    if not case["ended"]:
        connection.execute(sa.insert(jobs), _job(place, case_id))


def _shelf(item: sa.RowMapping, first: str | None) -> str:
    if item["closed_at"] is None:
        return SHELVES.get(item["state"], "none")
    if item["assignee"] is None:
        return "none"
    return "started" if item["visit_id"] == first and item["state"] == "done" else "done"


def _limit(connection: sa.Connection, case: sa.RowMapping) -> dict[str, Any]:
    """The soonest last day of the case; the job weighs it against the step's own."""
    query = (
        sa.select(clocks)
        .where(
            clocks.c.place == case["place"],
            clocks.c.case_id == case["id"],
            clocks.c.state == "running",
            clocks.c.due_on.is_not(None),
        )
        .order_by(clocks.c.due_on)
        .limit(1)
    )
    for clock in _all(connection, query):
        return {
            "sort_on": clock["due_on"],
            "due_on": clock["due_on"],
            "limit_title": clock["data"]["title"],
            "limit_held_by": clock["data"]["held_by"],
        }
    return {}


def _came(connection: sa.Connection, case: sa.RowMapping) -> dict[str, dict[str, str | None]]:
    """Why items came otherwise than the diagram leads, as the log tells."""
    found: dict[str, dict[str, str | None]] = {}
    turned: dict[str, str | None] | None = None
    query = (
        sa.select(log)
        .where(
            log.c.place == case["place"],
            log.c.case_id == case["id"],
            log.c.kind.in_(["TaskReassigned", "VisitOpened", *TURNED]),
        )
        .order_by(log.c.seq)
    )
    for line in _all(connection, query):
        event = json.loads(line["payload"])
        if line["kind"] in TURNED:
            turned = {"came_by": TURNED[line["kind"]], "came_reason": event["reason"]}
        elif line["kind"] == "VisitOpened":
            found.update({item["id"]: turned for item in event["items"] if turned})
            turned = None
        else:
            himself = line["actor"] == event["to_person"]
            found[event["item_id"]] = {
                "came_by": None if himself else "改派",
                "came_reason": event["reason"],
            }
    return found


def _job(place: str, case_id: str) -> dict[str, Any]:
    return {
        "place": place,
        "id": case_id,
        "kind": "weigh_case",
        "key": f"weigh:{case_id}",
        "case_id": case_id,
        "due_at": BEFORE_NOW,
        "payload": {},
        "attempts": 0,
        "dead": False,
    }


def downgrade() -> None:
    op.execute("DELETE FROM jobs WHERE kind = 'weigh_case'")
    op.drop_index(op.f("ix_drafts_place_person_id"), table_name="drafts")
    op.execute(
        "DELETE FROM drafts WHERE EXISTS (SELECT 1 FROM drafts AS newer"
        " WHERE newer.place = drafts.place AND newer.item_id = drafts.item_id"
        " AND newer.person_id > drafts.person_id)"
    )
    _key_of_drafts("place", "item_id")
    op.drop_table("case_people")
    for index in ("ix_item_candidates_item", "ix_item_candidates_sorted"):
        op.drop_index(index, table_name="item_candidates")
    op.drop_column("item_candidates", "sort_on")
    for index in ("ix_work_items_open", "ix_work_items_done", "ix_work_items_shelf"):
        op.drop_index(index, table_name="work_items")
    for column in (
        *(f"{light}_at" for light in ("black", "red", "orange", "yellow")),
        *("limit_held_by", "limit_title", "due_on", "sort_on", "shelf", "came_reason", "came_by"),
    ):
        op.drop_column("work_items", column)
    op.create_index(
        op.f("ix_work_items_place_assignee_state"), "work_items", ["place", "assignee", "state"]
    )
