"""样式修订: Word templates changed between two releases, with who made and who approved them."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from engine.store.column_types import Instant, PlainJson
from engine.store.table_parts import Id, metadata, place

template_revisions = Table(
    "template_revisions",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("replaces", String(64), nullable=False),
    Column("template", LargeBinary, nullable=False),
    Column("names", PlainJson, nullable=False),
    Column("engine", String(12), nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_by", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("approved_by", String(64)),
    Column("in_force_from", Instant),
    PrimaryKeyConstraint("place", "id"),
    CheckConstraint("approved_by <> made_by", name="approved_by_another"),
    CheckConstraint(
        "(approved_by IS NULL) = (in_force_from IS NULL)", name="approved_when_in_force"
    ),
    Index(None, "place", "kind", "in_force_from"),
)
