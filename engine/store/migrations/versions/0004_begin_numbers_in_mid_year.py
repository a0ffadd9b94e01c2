"""Remember after which number a series began, so that going live in mid-year is no gap"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("counters") as counters:
        counters.add_column(
            sa.Column("begun_after", sa.Integer(), nullable=False, server_default="0")
        )


def downgrade() -> None:
    with op.batch_alter_table("counters") as counters:
        counters.drop_column("begun_after")
