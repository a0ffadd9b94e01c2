"""12345 工单: work orders as the hotline sent them, sealed; which case came of each."""

from sqlalchemy import (
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from engine.store.column_types import Instant
from engine.store.table_parts import Id, metadata, of_case, place

hotline_orders = Table(
    "hotline_orders",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    Column("order_no", String(60), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("answer_by", Date),
    Column("sealed", LargeBinary, nullable=False),
    of_case(nullable=True),
    Column("told_status", String(30)),
    PrimaryKeyConstraint("place", "id"),
    UniqueConstraint("place", "order_no"),
    ForeignKeyConstraint(["place", "case_id"], ["cases.place", "cases.id"]),
    Index(None, "place", "case_id"),
)
