"""Count failed logins, so that guessing a password ends after a few tries"""

import sqlalchemy as sa
from alembic import op

from engine.store.column_types import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "login_failures",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("subject_sha256", sa.String(length=64), nullable=False),
        sa.Column("failed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_login_failures")),
    )
    op.create_index(
        op.f("ix_login_failures_place_subject_sha256_failed_at"),
        "login_failures",
        ["place", "subject_sha256", "failed_at"],
    )


def downgrade() -> None:
    op.drop_index(
        op.f("ix_login_failures_place_subject_sha256_failed_at"), table_name="login_failures"
    )
    op.drop_table("login_failures")
