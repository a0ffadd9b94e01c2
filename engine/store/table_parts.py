"""What every table is made of: names of constraints, the place that stands first, the case."""

from sqlalchemy import (
    Column,
    ForeignKeyConstraint,
    MetaData,
    String,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

Id = String(32)
PlaceCode = String(12)


def place() -> Column[str]:
    """The column every key begins with."""
    return Column("place", PlaceCode, nullable=False)


def of_case(name: str = "case_id", *, nullable: bool = False) -> Column[str]:
    """The case a row belongs to."""
    return Column(name, Id, nullable=nullable)


def case_key() -> ForeignKeyConstraint:
    """Rows of a case point to its cover."""
    return ForeignKeyConstraint(["place", "case_id"], ["cases.place", "cases.id"])
