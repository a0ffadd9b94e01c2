"""Begin the log of those who keep the register; proposed roles wait until they are granted"""

import sqlalchemy as sa
from alembic import op

from engine.store.column_types import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

PLACE = sa.String(length=12)
ID = sa.String(length=32)


def upgrade() -> None:
    op.create_table(
        "proposed_roles",
        sa.Column("place", PLACE, nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("place", "role", "person_id", name=op.f("pk_proposed_roles")),
        sa.ForeignKeyConstraint(
            ["place", "person_id"],
            ["people.place", "people.id"],
            name=op.f("fk_proposed_roles_people"),
        ),
    )
    op.create_table(
        "roster_log",
        sa.Column("place", PLACE, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", ID, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("about_id", ID, nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("place", "seq", name=op.f("pk_roster_log")),
    )
    op.create_index(
        op.f("ix_roster_log_place_about_id_seq"), "roster_log", ["place", "about_id", "seq"]
    )
    op.create_table(
        "roster_log_heads",
        sa.Column("place", PLACE, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_roster_log_heads")),
    )


def downgrade() -> None:
    for table in ("roster_log_heads", "roster_log", "proposed_roles"):
        op.drop_table(table)
