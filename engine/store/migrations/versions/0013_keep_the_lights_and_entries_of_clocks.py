"""Keep the light each clock shows, the rungs behind it, and its entries for the registers"""

import sqlalchemy as sa
from alembic import op

from engine.store.column_types import Instant, PlainJson

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("clocks") as clocks:
        clocks.add_column(sa.Column("light", sa.String(8)))
        clocks.add_column(sa.Column("rungs", PlainJson()))
    op.create_table(
        "limit_entries",
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("id", sa.String(48), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("clock_id", sa.String(32), nullable=False),
        sa.Column("key", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(20)),
        sa.Column("began_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant()),
        sa.Column("amount", sa.Integer()),
        sa.Column("entered_at", Instant(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("approver", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("place", "id", name="pk_limit_entries"),
        sa.ForeignKeyConstraint(
            ["place", "case_id"], ["cases.place", "cases.id"], name="fk_limit_entries_cases"
        ),
    )
    op.create_index(
        "ix_limit_entries_place_kind_began_at", "limit_entries", ["place", "kind", "began_at"]
    )


def downgrade() -> None:
    op.drop_table("limit_entries")
    with op.batch_alter_table("clocks") as clocks:
        clocks.drop_column("rungs")
        clocks.drop_column("light")
