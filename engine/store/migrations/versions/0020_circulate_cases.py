"""Circulate cases: which lies with whom for reading, and when it was read"""

import sqlalchemy as sa
from alembic import op

from engine.store.column_types import Instant

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLE = "circulations"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("sent_by", sa.String(length=32), nullable=False),
        sa.Column("sent_at", Instant(), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("read_at", Instant()),
        sa.PrimaryKeyConstraint("place", "id", "person_id", name=op.f("pk_circulations")),
        sa.ForeignKeyConstraint(
            ["place", "case_id"], ["cases.place", "cases.id"], name=op.f("fk_circulations_cases")
        ),
    )
    op.create_index("ix_circulations_sent", TABLE, ["place", "person_id", "sent_at", "id"])
    op.create_index(op.f("ix_circulations_place_case_id"), TABLE, ["place", "case_id"])


def downgrade() -> None:
    op.drop_table(TABLE)
