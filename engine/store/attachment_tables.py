"""Attachments of cases, and the uploads they come by."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
)

from engine.store.column_types import Instant
from engine.store.table_parts import Id, case_key, metadata, of_case, place

attachments = Table(
    "attachments",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    of_case(),
    Column("kind", String(100), nullable=False),
    Column("suffix", String(12), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("added_by", Id, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("before_filing", Boolean, nullable=False),
    PrimaryKeyConstraint("place", "id"),
    case_key(),
    Index(None, "place", "case_id"),
    CheckConstraint("size > 0", name="size_positive"),
)

uploads = Table(
    "uploads",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    of_case(),
    Column("person_id", Id, nullable=False),
    Column("name", LargeBinary, nullable=False),  # sealed: it may tell who complained
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("begun_at", Instant, nullable=False),
    PrimaryKeyConstraint("place", "id"),
    case_key(),
    Index(None, "place", "case_id"),
    Index(None, "place", "person_id", "begun_at"),
    CheckConstraint("size > 0", name="size_positive"),
)
