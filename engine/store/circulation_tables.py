"""传阅: which case lies with whom for reading, since when, and when it was read."""

from sqlalchemy import Column, Index, PrimaryKeyConstraint, String, Table

from engine.store.column_types import Instant
from engine.store.table_parts import Id, case_key, metadata, of_case, place

circulations = Table(
    "circulations",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    of_case(),
    Column("sent_by", Id, nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("words", String(200), nullable=False),
    Column("read_at", Instant),
    PrimaryKeyConstraint("place", "id", "person_id"),
    case_key(),
    Index("ix_circulations_sent", "place", "person_id", "sent_at", "id"),
    Index(None, "place", "case_id"),
)
