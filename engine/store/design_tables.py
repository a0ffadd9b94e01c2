"""设计: drafts of definitions, what they contain, who edits which part, and what was published."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from engine.store.column_types import Instant, PlainJson
from engine.store.table_parts import Id, metadata, place

design_drafts = Table(
    "design_drafts",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    Column("title", String(100), nullable=False),
    Column("owner_id", Id, nullable=False),
    Column("base_release_id", String(80), nullable=False),
    Column("state", String(12), nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Column("parts", PlainJson, nullable=False),
    PrimaryKeyConstraint("place", "id"),
    ForeignKeyConstraint(["place", "base_release_id"], ["releases.place", "releases.id"]),
    Index(None, "place", "owner_id", "saved_at"),
)

design_contents = Table(
    "design_contents",
    metadata,
    place(),
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("place", "sha256"),
)

design_edits = Table(
    "design_edits",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    Column("draft_id", Id, nullable=False),
    Column("part", String(200), nullable=False),
    Column("before", String(64), nullable=False),
    Column("after", String(64), nullable=False),
    Column("edited_by", Id, nullable=False),
    Column("edited_at", Instant, nullable=False),
    Column("undone", Boolean, nullable=False),
    PrimaryKeyConstraint("place", "id"),
    ForeignKeyConstraint(["place", "draft_id"], ["design_drafts.place", "design_drafts.id"]),
    Index(None, "place", "draft_id", "id"),
)

design_locks = Table(
    "design_locks",
    metadata,
    place(),
    Column("part", String(200), nullable=False),
    Column("draft_id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    Column("since", Instant, nullable=False),
    Column("stolen_from", Id),
    Column("reason", Text),
    PrimaryKeyConstraint("place", "part"),
    ForeignKeyConstraint(["place", "draft_id"], ["design_drafts.place", "design_drafts.id"]),
    CheckConstraint("(stolen_from IS NULL) = (reason IS NULL)", name="stolen_with_reason"),
)

design_proofs = Table(
    "design_proofs",
    metadata,
    place(),
    Column("release_id", String(80), nullable=False),
    Column("proof", PlainJson, nullable=False),
    Column("proved_at", Instant, nullable=False),
    PrimaryKeyConstraint("place", "release_id"),
)

publications = Table(
    "publications",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    Column("release_id", String(80), nullable=False),
    Column("in_force_from", Instant, nullable=False),
    Column("made_by", String(64), nullable=False),
    Column("changes", Text, nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("state", String(12), nullable=False),
    Column("reach", PlainJson, nullable=False),
    Column("draft_id", Id),
    Column("approved_by", String(64)),
    Column("decided_at", Instant),
    Column("decision_reason", Text),
    Column("backed_out_by", String(64)),
    Column("backed_out_at", Instant),
    Column("backed_out_reason", Text),
    PrimaryKeyConstraint("place", "id"),
    ForeignKeyConstraint(["place", "release_id"], ["releases.place", "releases.id"]),
    Index(None, "place", "state", "in_force_from"),
    CheckConstraint("approved_by IS NULL OR approved_by <> made_by", name="decided_by_another"),
    CheckConstraint(
        "(state = 'backed_out') = (backed_out_at IS NOT NULL)", name="backed_out_has_day"
    ),
)
