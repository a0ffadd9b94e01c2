"""Find cases by initials and syllables too; count lists from indexes alone

A job per place makes the search index anew, which works all the while: what was not reached yet is
looked through row by row.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from engine.store.column_types import Instant, PlainJson

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BEFORE_NOW = datetime(2026, 1, 1, tzinfo=UTC)
ID = "index-again-after-step-0018"

places = sa.table("places", sa.column("code"))
jobs = sa.table(
    "jobs",
    *(sa.column(name) for name in ("place", "id", "kind", "key", "case_id")),
    sa.column("due_at", Instant),
    sa.column("payload", PlainJson),
    sa.column("attempts", sa.Integer),
    sa.column("dead", sa.Boolean),
)

OPEN: dict[str, Any] = {
    "postgresql_where": sa.text("closed_at IS NULL"),
    "sqlite_where": sa.text("closed_at IS NULL"),
}
NO_PAIRS: dict[str, Any] = {
    "postgresql_where": sa.text("pairs IS NULL"),
    "sqlite_where": sa.text("pairs IS NULL"),
}
NEWEST, WAITING = "ix_search_rows_newest", "ix_search_rows_waiting"
COVERING = ["place", "case_id", "assignee", "shelf", "sort_on", "id"]


def upgrade() -> None:
    connection = op.get_bind()
    for code in connection.execute(sa.select(places.c.code)).scalars().all():
        job = {"place": code, "id": ID, "kind": "index_again", "key": ID, "case_id": None}
        more = {"due_at": BEFORE_NOW, "payload": {}, "attempts": 0, "dead": False}
        connection.execute(sa.insert(jobs), job | more)
    op.add_column("search_rows", sa.Column("pairs", sa.Text()))
    op.create_index(NEWEST, "search_rows", ["place", "kind", "sight", "about_id"])
    op.create_index(WAITING, "search_rows", ["place"], **NO_PAIRS)
    _words_become("words", "pairs")
    op.drop_index("ix_work_items_open", table_name="work_items")
    op.create_index("ix_work_items_open", "work_items", COVERING, **OPEN)
    op.create_index(op.f("ix_cases_place_organ_id_id"), "cases", ["place", "organ_id", "id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_cases_place_organ_id_id"), table_name="cases")
    op.drop_index("ix_work_items_open", table_name="work_items")
    op.create_index("ix_work_items_open", "work_items", ["place", "case_id"], **OPEN)
    op.execute("DELETE FROM jobs WHERE kind = 'index_again'")
    for index in (WAITING, NEWEST):
        op.drop_index(index, table_name="search_rows")
    _words_become("pairs", "words")
    op.drop_column("search_rows", "pairs")


def _words_become(before: str, now: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DELETE FROM search_words")
        op.execute(
            f"INSERT INTO search_words (rowid, words) SELECT row_no, {now} FROM search_rows"  # noqa: S608 - a column of ours
            f" WHERE {now} IS NOT NULL"
        )
        return
    op.execute(f"DROP INDEX ix_search_rows_{before}")
    op.execute(
        f"CREATE INDEX ix_search_rows_{now} ON search_rows USING gin (to_tsvector('simple', {now}))"
    )
