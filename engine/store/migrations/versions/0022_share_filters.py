"""Share filters, and tell when a single sign-on was last used"""

import sqlalchemy as sa
from alembic import op

from engine.store.column_types import Instant, PlainJson

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLE = "shared_filters"
USED_AT = "used_at"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("organ_id", sa.String(length=32), nullable=False),
        sa.Column("tab", sa.String(length=20), nullable=False),
        sa.Column("query", PlainJson(), nullable=False),
        sa.PrimaryKeyConstraint("place", "person_id", "name", name=op.f("pk_shared_filters")),
        sa.ForeignKeyConstraint(
            ["place", "person_id"],
            ["people.place", "people.id"],
            name=op.f("fk_shared_filters_people"),
        ),
    )
    op.create_index(op.f("ix_shared_filters_place_organ_id"), TABLE, ["place", "organ_id"])
    op.add_column("sign_on_subjects", sa.Column(USED_AT, Instant()))


def downgrade() -> None:
    op.drop_column("sign_on_subjects", USED_AT)
    op.drop_table(TABLE)
