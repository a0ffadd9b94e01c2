"""Who may log in, who is logged in, and how each person likes his pages."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from engine.domain.preferences import FILTER_NAME_CHARACTERS_MAX
from engine.store.column_types import Instant, PlainJson
from engine.store.table_parts import Id, metadata, place


def _person_key() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["place", "person_id"], ["people.place", "people.id"])


sessions = Table(
    "sessions",
    metadata,
    place(),
    Column("token_sha256", String(64), nullable=False),
    Column("id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("browser", String(60), nullable=False),
    Column("limited", Boolean, nullable=False),
    PrimaryKeyConstraint("place", "token_sha256"),
    UniqueConstraint("place", "id"),
    _person_key(),
    Index(None, "place", "person_id"),
)

login_failures = Table(
    "login_failures",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    Column("subject_sha256", String(64), nullable=False),
    Column("failed_at", Instant, nullable=False),
    PrimaryKeyConstraint("place", "id"),
    Index(None, "place", "subject_sha256", "failed_at"),
)

second_factors = Table(
    "second_factors",
    metadata,
    place(),
    Column("person_id", Id, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("confirmed_at", Instant),
    Column("last_step", Integer, nullable=False),
    PrimaryKeyConstraint("place", "person_id"),
    _person_key(),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    place(),
    Column("person_id", Id, nullable=False),
    Column("code_sha256", String(64), nullable=False),
    PrimaryKeyConstraint("place", "person_id", "code_sha256"),
    _person_key(),
)

sign_on_subjects = Table(
    "sign_on_subjects",
    metadata,
    place(),
    Column("issuer", String(200), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("person_id", Id, nullable=False),
    Column("used_at", Instant),
    PrimaryKeyConstraint("place", "issuer", "subject"),
    UniqueConstraint("place", "issuer", "person_id"),
    _person_key(),
)

personal_settings = Table(
    "personal_settings",
    metadata,
    place(),
    Column("person_id", Id, nullable=False),
    Column("settings", PlainJson, nullable=False),
    Column("saved_at", Instant, nullable=False),
    PrimaryKeyConstraint("place", "person_id"),
    _person_key(),
)

shared_filters = Table(
    "shared_filters",
    metadata,
    place(),
    Column("person_id", Id, nullable=False),
    Column("name", String(FILTER_NAME_CHARACTERS_MAX), nullable=False),
    Column("organ_id", Id, nullable=False),
    Column("tab", String(20), nullable=False),
    Column("query", PlainJson, nullable=False),
    PrimaryKeyConstraint("place", "person_id", "name"),
    _person_key(),
    Index(None, "place", "organ_id"),
)
"""Which saved filters their owners gave to their organ; a row goes when its owner does."""
