"""Tell deeds from what comes by the way, so that a page in somebody's hands is not called stale"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "cases", sa.Column("acted_version", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute("UPDATE cases SET acted_version = version")
    with op.batch_alter_table("cases") as cases:
        cases.alter_column("acted_version", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("acted_version")
