"""Keep the files that people add to cases, and the uploads they come by"""

import sqlalchemy as sa
from alembic import op

from engine.store.column_types import Instant

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _of_a_case(name: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.PrimaryKeyConstraint("place", "id", name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint(
            ["place", "case_id"], ["cases.place", "cases.id"], name=op.f(f"fk_{name}_cases")
        ),
        sa.CheckConstraint("size > 0", name=op.f(f"ck_{name}_size_positive")),
    )


def upgrade() -> None:
    op.create_table(
        "attachments",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=100), nullable=False),
        sa.Column("suffix", sa.String(length=12), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_by", sa.String(length=32), nullable=False),
        sa.Column("added_at", Instant(), nullable=False),
        sa.Column("before_filing", sa.Boolean(), nullable=False),
        *_of_a_case("attachments"),
    )
    op.create_index(op.f("ix_attachments_place_case_id"), "attachments", ["place", "case_id"])
    op.create_table(
        "uploads",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        *_of_a_case("uploads"),
    )
    op.create_index(op.f("ix_uploads_place_case_id"), "uploads", ["place", "case_id"])
    op.create_index(
        op.f("ix_uploads_place_person_id_begun_at"), "uploads", ["place", "person_id", "begun_at"]
    )


def downgrade() -> None:
    op.drop_table("uploads")
    op.drop_table("attachments")
