"""The clue ledger (线索移送台账): apart from the cases, and without anybody's identity."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from engine.store.column_types import Instant, PlainJson
from engine.store.table_parts import Id, metadata, place

clues = Table(
    "clues",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    Column("release_id", String(80), nullable=False),
    Column("direction", String(20), nullable=False),
    Column("from_organ_id", Id, nullable=False),
    Column("to_organ_id", Id, nullable=False),
    Column("summary", Text, nullable=False),
    Column("is_urgent", Boolean, nullable=False),
    Column("handed_over_by", PlainJson, nullable=False),
    Column("material_count", Integer, nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("state", String(12), nullable=False),
    Column("feedback", Text),
    Column("trail", PlainJson, nullable=False),
    PrimaryKeyConstraint("place", "id"),
    ForeignKeyConstraint(["place", "release_id"], ["releases.place", "releases.id"]),
    Index(None, "place", "sent_at"),
    CheckConstraint("material_count >= 0", name="material_count_not_negative"),
    CheckConstraint("feedback IS NULL OR state = 'received'", name="feedback_when_received"),
)
