"""What machines keep: counters, answers to commands, jobs, notices."""

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
    Text,
    UniqueConstraint,
)

from engine.store.column_types import Instant, PlainJson
from engine.store.table_parts import Id, metadata, of_case, place

counters = Table(
    "counters",
    metadata,
    place(),
    Column("series", String(60), nullable=False),
    Column("year", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("begun_after", Integer, nullable=False, server_default="0"),
    PrimaryKeyConstraint("place", "series", "year"),
    CheckConstraint("last >= 0", name="last_not_negative"),
)

commands = Table(
    "commands",
    metadata,
    place(),
    Column("key", String(120), nullable=False),
    Column("kind", String(40), nullable=False),
    of_case(nullable=True),
    Column("answer", LargeBinary, nullable=False),
    Column("answered_at", Instant, nullable=False),
    PrimaryKeyConstraint("place", "key"),
)

jobs = Table(
    "jobs",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("key", String(160), nullable=False),
    of_case(nullable=True),
    Column("due_at", Instant, nullable=False),
    Column("payload", PlainJson, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_owner", String(64)),
    Column("lease_until", Instant),
    Column("last_error", Text),
    Column("dead", Boolean, nullable=False),
    Column("leased", Boolean, nullable=False),
    PrimaryKeyConstraint("place", "id"),
    UniqueConstraint("place", "key"),
    Index("ix_jobs_due", "dead", "leased", "due_at"),
)

incident_decisions = Table(
    "incident_decisions",
    metadata,
    place(),
    Column("id", String(48), nullable=False),
    Column("job_id", Id, nullable=False),
    of_case(nullable=True),
    Column("kind", String(40), nullable=False),
    Column("error", Text),
    Column("decision", String(8), nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", Id, nullable=False),
    Column("decided_at", Instant, nullable=False),
    PrimaryKeyConstraint("place", "id"),
    Index(None, "place", "decided_at"),
)

notices = Table(
    "notices",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    of_case(nullable=True),
    Column("subject", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("read_at", Instant),
    PrimaryKeyConstraint("place", "id"),
    Index(None, "place", "person_id", "sent_at"),
)
