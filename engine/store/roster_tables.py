"""The administrators' log (管理日志), and the roles that were proposed and not yet granted."""

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from engine.store.column_types import Instant
from engine.store.table_parts import Id, metadata, place

proposed_roles = Table(
    "proposed_roles",
    metadata,
    place(),
    Column("role", String(40), nullable=False),
    Column("person_id", Id, nullable=False),
    PrimaryKeyConstraint("place", "role", "person_id"),
    ForeignKeyConstraint(["place", "person_id"], ["people.place", "people.id"]),
)

roster_log = Table(
    "roster_log",
    metadata,
    place(),
    Column("seq", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", Id, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("about_id", Id, nullable=False),
    Column("payload", Text, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    PrimaryKeyConstraint("place", "seq"),
    Index(None, "place", "about_id", "seq"),
)

roster_log_heads = Table(
    "roster_log_heads",
    metadata,
    place(),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    PrimaryKeyConstraint("place"),
)
