"""Places, releases, organs, people and who is signed in."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    false,
)

from engine.store.table_parts import Id, PlaceCode, metadata, place

places = Table(
    "places",
    metadata,
    Column("code", PlaceCode, primary_key=True),
    Column("title", String(100), nullable=False),
)

releases = Table(
    "releases",
    metadata,
    place(),
    Column("id", String(80), nullable=False),
    Column("bundle", LargeBinary, nullable=False),
    PrimaryKeyConstraint("place", "id"),
)

organs = Table(
    "organs",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    Column("name", String(100), nullable=False),
    Column("uscc", String(18)),
    Column("level", String(20)),
    Column("kind", String(40)),
    Column("parent_id", Id),
    Column("address", String(200)),
    Column("head_name", String(50)),
    Column("head_title", String(50)),
    Column("liaison_name", String(50)),
    Column("liaison_phone", String(40)),
    PrimaryKeyConstraint("place", "id"),
    UniqueConstraint("place", "name"),
    UniqueConstraint("place", "uscc"),
)

people = Table(
    "people",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    Column("login", String(64), nullable=False),
    Column("name", String(50), nullable=False),
    Column("organ_id", Id, nullable=False),
    Column("unit", String(100)),
    Column("post", String(100)),
    Column("office_phone", String(40)),
    Column("mobile", String(40)),
    Column("certificate_no", String(32)),
    Column("certificate_to", Date),
    Column("active_from", Date),
    Column("active_to", Date),
    Column("password_hash", String(200)),
    Column("first_password", Boolean, nullable=False, server_default=false()),
    Column("mail", String(100)),
    PrimaryKeyConstraint("place", "id"),
    UniqueConstraint("place", "login"),
    ForeignKeyConstraint(["place", "organ_id"], ["organs.place", "organs.id"]),
)

people_roles = Table(
    "people_roles",
    metadata,
    place(),
    Column("role", String(40), nullable=False),
    Column("person_id", Id, nullable=False),
    PrimaryKeyConstraint("place", "role", "person_id"),
    ForeignKeyConstraint(["place", "person_id"], ["people.place", "people.id"]),
)
