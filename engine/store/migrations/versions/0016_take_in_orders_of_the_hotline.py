"""Take in the work orders of the hotline, sealed, each by its number once"""

import sqlalchemy as sa
from alembic import op

from engine.store.column_types import Instant

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hotline_orders",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("order_no", sa.String(length=60), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("answer_by", sa.Date()),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.String(length=32)),
        sa.Column("told_status", sa.String(length=30)),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_hotline_orders")),
        sa.UniqueConstraint("place", "order_no", name=op.f("uq_hotline_orders_place_order_no")),
        sa.ForeignKeyConstraint(
            ["place", "case_id"],
            ["cases.place", "cases.id"],
            name=op.f("fk_hotline_orders_cases"),
        ),
    )
    op.create_index(op.f("ix_hotline_orders_place_case_id"), "hotline_orders", ["place", "case_id"])


def downgrade() -> None:
    op.drop_table("hotline_orders")
