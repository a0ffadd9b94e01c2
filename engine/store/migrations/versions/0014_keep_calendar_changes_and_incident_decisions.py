"""Keep changes of the calendar, how far clocks followed, and what was decided on incidents"""

import sqlalchemy as sa
from alembic import op

from engine.store.column_types import Instant, PlainJson

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_changes",
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("content", PlainJson(), nullable=False),
        sa.Column("document_no", sa.String(60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("proposed_by", sa.String(32), nullable=False),
        sa.Column("proposed_at", Instant(), nullable=False),
        sa.Column("decided_by", sa.String(32)),
        sa.Column("decided_at", Instant()),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_calendar_changes")),
        sa.CheckConstraint(
            "state <> 'taken' OR decided_by <> proposed_by",
            name=op.f("ck_calendar_changes_taken_by_another"),
        ),
    )
    op.create_index(
        op.f("ix_calendar_changes_place_state_decided_at"),
        "calendar_changes",
        ["place", "state", "decided_at"],
    )
    op.create_table(
        "recalculations",
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant()),
        sa.Column("last_clock_id", sa.String(32), nullable=False),
        sa.Column("read_count", sa.Integer(), nullable=False),
        sa.Column("moved_count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_recalculations")),
    )
    op.create_table(
        "moved_clocks",
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("id", sa.String(68), nullable=False),
        sa.Column("recalculation_id", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32), nullable=False),
        sa.Column("clock_id", sa.String(32), nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("due_before", sa.Date()),
        sa.Column("due_on", sa.Date()),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_moved_clocks")),
    )
    op.create_index(
        op.f("ix_moved_clocks_place_recalculation_id"),
        "moved_clocks",
        ["place", "recalculation_id"],
    )
    op.create_table(
        "incident_decisions",
        sa.Column("place", sa.String(12), nullable=False),
        sa.Column("id", sa.String(48), nullable=False),
        sa.Column("job_id", sa.String(32), nullable=False),
        sa.Column("case_id", sa.String(32)),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("decision", sa.String(8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(32), nullable=False),
        sa.Column("decided_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_incident_decisions")),
    )
    op.create_index(
        op.f("ix_incident_decisions_place_decided_at"),
        "incident_decisions",
        ["place", "decided_at"],
    )


def downgrade() -> None:
    for name in ("incident_decisions", "moved_clocks", "recalculations", "calendar_changes"):
        op.drop_table(name)
