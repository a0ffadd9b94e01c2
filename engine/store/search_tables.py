"""What is searched (检索): one row per thing and per audience, its words cut into tokens.

PostgreSQL keeps an index over the pairs of them; SQLite keeps these in a full-text table of its own
(`search_words`), which is none of ours to describe. A row without pairs was written before there
were any, and waits for `index_again`.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from engine.store.table_parts import metadata, of_case, place

search_rows = Table(
    "search_rows",
    metadata,
    place(),
    Column("id", String(60), nullable=False),
    Column("row_no", BigInteger, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("about_id", String(32), nullable=False),
    of_case(nullable=True),
    Column("sight", String(8), nullable=False),
    Column("title", String(200), nullable=False),
    Column("no", String(60)),
    Column("words", Text, nullable=False),
    Column("pairs", Text().with_variant(TSVECTOR(), "postgresql")),
    PrimaryKeyConstraint("place", "id"),
    UniqueConstraint("row_no"),
    Index(None, "place", "case_id"),
    Index("ix_search_rows_newest", "place", "kind", "sight", "about_id"),
    Index(
        "ix_search_rows_waiting",
        "place",
        postgresql_where=text("pairs IS NULL"),
        sqlite_where=text("pairs IS NULL"),
    ),
)
Index("ix_search_rows_pairs", text("pairs"), postgresql_using="gin", _table=search_rows).ddl_if(
    dialect="postgresql"
)

FULL_TEXT = "search_words"


def is_kept_by_the_database(table: str) -> bool:
    """Whether a table is part of SQLite's own full-text index."""
    return table == FULL_TEXT or table.startswith(f"{FULL_TEXT}_")
