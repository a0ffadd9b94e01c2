"""Keep second factors, subjects of single sign-on and settings; sessions can be listed and ended

Whoever is logged in when this runs logs in once more.
"""

import sqlalchemy as sa
from alembic import op

from engine.store.column_types import Instant, PlainJson

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

PLACE = sa.String(length=12)
ID = sa.String(length=32)


def upgrade() -> None:
    op.add_column("people", sa.Column("mail", sa.String(length=100)))
    op.add_column(
        "people",
        sa.Column("first_password", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.drop_table("sessions")
    op.create_table(
        "sessions",
        sa.Column("place", PLACE, nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.Column("browser", sa.String(length=60), nullable=False),
        sa.Column("limited", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("place", "token_sha256", name=op.f("pk_sessions")),
        sa.UniqueConstraint("place", "id", name=op.f("uq_sessions_place_id")),
        _of_person("sessions"),
    )
    op.create_index(op.f("ix_sessions_place_person_id"), "sessions", ["place", "person_id"])
    op.create_table(
        "second_factors",
        sa.Column("place", PLACE, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("confirmed_at", Instant()),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("place", "person_id", name=op.f("pk_second_factors")),
        _of_person("second_factors"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("place", PLACE, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint(
            "place", "person_id", "code_sha256", name=op.f("pk_recovery_codes")
        ),
        _of_person("recovery_codes"),
    )
    op.create_table(
        "sign_on_subjects",
        sa.Column("place", PLACE, nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.PrimaryKeyConstraint("place", "issuer", "subject", name=op.f("pk_sign_on_subjects")),
        sa.UniqueConstraint(
            "place", "issuer", "person_id", name=op.f("uq_sign_on_subjects_place_issuer_person_id")
        ),
        _of_person("sign_on_subjects"),
    )
    op.create_table(
        "personal_settings",
        sa.Column("place", PLACE, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("settings", PlainJson(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("place", "person_id", name=op.f("pk_personal_settings")),
        _of_person("personal_settings"),
    )


def _of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["place", "person_id"], ["people.place", "people.id"], name=op.f(f"fk_{table}_people")
    )


def downgrade() -> None:
    for table in (
        "personal_settings",
        "sign_on_subjects",
        "recovery_codes",
        "second_factors",
        "sessions",
    ):
        op.drop_table(table)
    op.create_table(
        "sessions",
        sa.Column("place", PLACE, nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("place", "token_sha256", name=op.f("pk_sessions")),
        _of_person("sessions"),
    )
    with op.batch_alter_table("people") as people:
        people.drop_column("first_password")
        people.drop_column("mail")
