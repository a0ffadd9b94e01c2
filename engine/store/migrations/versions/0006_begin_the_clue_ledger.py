"""Begin the ledger of clues handed over between departments and towns, apart from the cases"""

import sqlalchemy as sa
from alembic import op

from engine.store.column_types import Instant, PlainJson

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "clues",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("release_id", sa.String(length=80), nullable=False),
        sa.Column("direction", sa.String(length=20), nullable=False),
        sa.Column("from_organ_id", sa.String(length=32), nullable=False),
        sa.Column("to_organ_id", sa.String(length=32), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("handed_over_by", PlainJson(), nullable=False),
        sa.Column("material_count", sa.Integer(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("feedback", sa.Text()),
        sa.Column("trail", PlainJson(), nullable=False),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_clues")),
        sa.ForeignKeyConstraint(
            ["place", "release_id"],
            ["releases.place", "releases.id"],
            name=op.f("fk_clues_releases"),
        ),
        sa.CheckConstraint(
            "material_count >= 0", name=op.f("ck_clues_material_count_not_negative")
        ),
        sa.CheckConstraint(
            "feedback IS NULL OR state = 'received'",
            name=op.f("ck_clues_feedback_when_received"),
        ),
    )
    op.create_index(op.f("ix_clues_place_sent_at"), "clues", ["place", "sent_at"])


def downgrade() -> None:
    op.drop_table("clues")
