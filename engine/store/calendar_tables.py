"""What a place changed in its calendar, and how far the open clocks followed."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from engine.store.column_types import Instant, PlainJson
from engine.store.table_parts import Id, metadata, of_case, place

calendar_changes = Table(
    "calendar_changes",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("content", PlainJson, nullable=False),
    Column("document_no", String(60), nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("proposed_by", Id, nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("decided_by", Id),
    Column("decided_at", Instant),
    PrimaryKeyConstraint("place", "id"),
    Index(None, "place", "state", "decided_at"),
    CheckConstraint("state <> 'taken' OR decided_by <> proposed_by", name="taken_by_another"),
)

recalculations = Table(
    "recalculations",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("last_clock_id", Id, nullable=False),
    Column("read_count", Integer, nullable=False),
    Column("moved_count", Integer, nullable=False),
    PrimaryKeyConstraint("place", "id"),
)

moved_clocks = Table(
    "moved_clocks",
    metadata,
    place(),
    Column("id", String(68), nullable=False),
    Column("recalculation_id", Id, nullable=False),
    of_case(),
    Column("clock_id", Id, nullable=False),
    Column("title", String(100), nullable=False),
    Column("due_before", Date),
    Column("due_on", Date),
    PrimaryKeyConstraint("place", "id"),
    Index(None, "place", "recalculation_id"),
)
