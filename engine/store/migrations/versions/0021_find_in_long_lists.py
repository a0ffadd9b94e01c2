"""Find in long lists: the pairs of words are kept cut, titles and recusals have an index

PostgreSQL cut the pairs of each row anew whenever it did not begin with their index.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

PAIRS, TITLES, RECUSED = "ix_search_rows_pairs", "ix_visits_title", "ix_cases_recused"
SOMEBODY: dict[str, Any] = {
    "postgresql_where": sa.text("recused <> '[]'"),
    "sqlite_where": sa.text("recused <> '[]'"),
}


def upgrade() -> None:
    op.create_index(TITLES, "visits", ["place", "title"])
    op.create_index(RECUSED, "cases", ["place", "id"], **SOMEBODY)
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index(PAIRS, table_name="search_rows")
        op.execute(
            "ALTER TABLE search_rows ALTER COLUMN pairs TYPE tsvector"
            " USING to_tsvector('simple', pairs)"
        )
        op.create_index(PAIRS, "search_rows", ["pairs"], postgresql_using="gin")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index(PAIRS, table_name="search_rows")
        op.execute(
            "ALTER TABLE search_rows ALTER COLUMN pairs TYPE text"
            " USING array_to_string(tsvector_to_array(pairs), ' ')"
        )
        op.execute(f"CREATE INDEX {PAIRS} ON search_rows USING gin (to_tsvector('simple', pairs))")
    op.drop_index(RECUSED, table_name="cases")
    op.drop_index(TITLES, table_name="visits")
