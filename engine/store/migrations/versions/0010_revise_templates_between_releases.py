"""Keep Word templates changed between two releases, and which document was printed from which"""

import sqlalchemy as sa
from alembic import op

from engine.store.column_types import Instant, PlainJson

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "template_revisions",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("replaces", sa.String(length=64), nullable=False),
        sa.Column("template", sa.LargeBinary(), nullable=False),
        sa.Column("names", PlainJson(), nullable=False),
        sa.Column("engine", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("made_at", Instant(), nullable=False),
        sa.Column("approved_by", sa.String(length=64)),
        sa.Column("in_force_from", Instant()),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_template_revisions")),
        sa.CheckConstraint(
            "approved_by <> made_by", name=op.f("ck_template_revisions_approved_by_another")
        ),
        sa.CheckConstraint(
            "(approved_by IS NULL) = (in_force_from IS NULL)",
            name=op.f("ck_template_revisions_approved_when_in_force"),
        ),
    )
    op.create_index(
        op.f("ix_template_revisions_place_kind_in_force_from"),
        "template_revisions",
        ["place", "kind", "in_force_from"],
    )
    with op.batch_alter_table("documents") as documents:
        documents.add_column(sa.Column("template_sha256", sa.String(length=64)))


def downgrade() -> None:
    with op.batch_alter_table("documents") as documents:
        documents.drop_column("template_sha256")
    op.drop_table("template_revisions")
