"""Find cases, documents, organs and people by any two characters of what they are called

`migrate.upgrade` then makes the index of what is there already.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_rows",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=60), nullable=False),
        sa.Column("row_no", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("about_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32)),
        sa.Column("sight", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("no", sa.String(length=60)),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_search_rows")),
        sa.UniqueConstraint("row_no", name=op.f("uq_search_rows_row_no")),
    )
    op.create_index(op.f("ix_search_rows_place_case_id"), "search_rows", ["place", "case_id"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE search_words USING fts5(words, tokenize = 'ascii')")
    else:
        op.execute(
            "CREATE INDEX ix_search_rows_words ON search_rows"
            " USING gin (to_tsvector('simple', words))"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words")
    op.drop_table("search_rows")
