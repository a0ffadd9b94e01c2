"""Ring before files are made: bells are found without passing by all the documents that wait"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

BELLS = "('ring_case', 'ring_limits', 'weigh_case', 'index_again')"
DUE = "ix_jobs_due"


def upgrade() -> None:
    op.drop_index(DUE, table_name="jobs")
    op.add_column(
        "jobs", sa.Column("leased", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.execute(f"UPDATE jobs SET leased = (kind NOT IN {BELLS})")  # noqa: S608 - words of ours
    with op.batch_alter_table("jobs") as jobs:
        jobs.alter_column("leased", server_default=None)
    op.create_index(DUE, "jobs", ["dead", "leased", "due_at"])


def downgrade() -> None:
    op.drop_index(DUE, table_name="jobs")
    with op.batch_alter_table("jobs") as jobs:
        jobs.drop_column("leased")
    op.create_index(DUE, "jobs", ["dead", "due_at"])
