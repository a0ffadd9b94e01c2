"""All tables. The place (地方, a tenant) stands first in every key and index; ids are ours.

`case_log`, `bodies` and `opinions` are insert-only in what they say; everything else is what the
events of the log add up to.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from engine.store.column_types import Instant, PlainJson

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


# --- who and where -----------------------------------------------------------------------------

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
    Column("in_force_from", Instant, nullable=False),
    Column("made_by", String(64), nullable=False),
    Column("approved_by", String(64)),
    Column("changes", Text, nullable=False),
    PrimaryKeyConstraint("place", "id"),
    Index(None, "place", "in_force_from"),
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

sessions = Table(
    "sessions",
    metadata,
    place(),
    Column("token_sha256", String(64), nullable=False),
    Column("person_id", Id, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    PrimaryKeyConstraint("place", "token_sha256"),
    ForeignKeyConstraint(["place", "person_id"], ["people.place", "people.id"]),
)

login_failures = Table(
    "login_failures",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    Column("subject_sha256", String(64), nullable=False),
    Column("failed_at", Instant, nullable=False),
    PrimaryKeyConstraint("place", "id"),
    Index(None, "place", "subject_sha256", "failed_at"),
)

# --- the case ----------------------------------------------------------------------------------

cases = Table(
    "cases",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    Column("release_id", String(80), nullable=False),
    Column("entry", String(20), nullable=False),
    Column("query_code_hash", String(64), nullable=False),
    Column("case_no", String(60)),
    Column("intake_no", String(60)),
    Column("title", String(200), nullable=False),
    Column("source", String(40)),
    Column("organ_id", Id),
    Column("organ_name", String(100)),
    Column("status", String(30), nullable=False),
    Column("outcome", String(30)),
    Column("flags", PlainJson, nullable=False),
    Column("instrument_set", String(40)),
    Column("handlers", PlainJson, nullable=False),
    Column("recused", PlainJson, nullable=False),
    Column("appointed", PlainJson, nullable=False),
    Column("objected", PlainJson, nullable=False),
    Column("received_on", Date),
    Column("registered_at", Instant),
    Column("discovered_on", Date),
    Column("accepted_on", Date),
    Column("filed_on", Date),
    Column("closed_on", Date),
    Column("ended", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("log_seq", Integer, nullable=False),
    Column("log_hash", String(64), nullable=False),
    PrimaryKeyConstraint("place", "id"),
    UniqueConstraint("place", "case_no"),
    UniqueConstraint("place", "query_code_hash"),
    ForeignKeyConstraint(["place", "release_id"], ["releases.place", "releases.id"]),
    Index(None, "place", "status"),
    CheckConstraint("version >= 0", name="version_not_negative"),
)

case_states = Table(
    "case_states",
    metadata,
    place(),
    of_case(),
    Column("state", LargeBinary, nullable=False),
    Column("facts", PlainJson, nullable=False),
    PrimaryKeyConstraint("place", "case_id"),
    case_key(),
)

visits = Table(
    "visits",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    of_case(),
    Column("token_id", String(64), nullable=False),
    Column("process", String(64), nullable=False),
    Column("element", String(100), nullable=False),
    Column("step", String(12), nullable=False),
    Column("roles", PlainJson, nullable=False),
    Column("form", String(20), nullable=False),
    Column("path", PlainJson, nullable=False),
    Column("title", String(100), nullable=False),
    Column("rule", String(12), nullable=False),
    Column("round_no", Integer, nullable=False),
    Column("previous", PlainJson, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("state", String(12), nullable=False),
    Column("decision", String(40)),
    Column("ended_at", Instant),
    PrimaryKeyConstraint("place", "id"),
    case_key(),
    Index(None, "place", "case_id"),
    CheckConstraint("state = 'open' OR ended_at IS NOT NULL", name="ended_visit_has_ended_at"),
)

work_items = Table(
    "work_items",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    of_case(),
    Column("visit_id", Id, nullable=False),
    Column("role", String(40), nullable=False),
    Column("candidates", PlainJson, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("owner", Id),
    Column("assignee", Id),
    Column("parent_id", Id),
    Column("position", Integer, nullable=False),
    Column("weight", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("outcome", String(40)),
    Column("opened_at", Instant, nullable=False),
    Column("first_read_at", Instant),
    Column("claimed_at", Instant),
    Column("closed_at", Instant),
    Column("close_reason", String(12)),
    Column("body_id", Id),
    PrimaryKeyConstraint("place", "id"),
    ForeignKeyConstraint(["place", "visit_id"], ["visits.place", "visits.id"]),
    case_key(),
    Index(None, "place", "case_id"),
    Index(None, "place", "assignee", "state"),
    CheckConstraint("state <> 'done' OR assignee IS NOT NULL", name="done_has_assignee"),
    CheckConstraint("close_reason IS NULL OR closed_at IS NOT NULL", name="closed_has_closed_at"),
)

item_candidates = Table(
    "item_candidates",
    metadata,
    place(),
    Column("person_id", Id, nullable=False),
    Column("item_id", Id, nullable=False),
    PrimaryKeyConstraint("place", "person_id", "item_id"),
    ForeignKeyConstraint(["place", "item_id"], ["work_items.place", "work_items.id"]),
)

drafts = Table(
    "drafts",
    metadata,
    place(),
    Column("item_id", Id, nullable=False),
    Column("person_id", Id, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("saved_at", Instant, nullable=False),
    PrimaryKeyConstraint("place", "item_id"),
    ForeignKeyConstraint(["place", "item_id"], ["work_items.place", "work_items.id"]),
)

opinions = Table(
    "opinions",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    of_case(),
    Column("item_id", Id, nullable=False),
    Column("visit_id", Id, nullable=False),
    Column("step", String(12), nullable=False),
    Column("role", String(40), nullable=False),
    Column("author", Id, nullable=False),
    Column("on_behalf_of", Id),
    Column("result", String(20)),
    Column("text", Text, nullable=False),
    Column("body_sha256", String(64)),
    Column("given_at", Instant, nullable=False),
    Column("voided_by", Integer),
    PrimaryKeyConstraint("place", "id"),
    case_key(),
    Index(None, "place", "case_id"),
)

bodies = Table(
    "bodies",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    of_case(),
    Column("item_id", Id, nullable=False),
    Column("step", String(12), nullable=False),
    Column("role", String(40), nullable=False),
    Column("form", String(20), nullable=False),
    Column("values", PlainJson, nullable=False),
    Column("identity", LargeBinary),
    Column("sha256", String(64), nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("given_by", Id, nullable=False),
    PrimaryKeyConstraint("place", "id"),
    case_key(),
    Index(None, "place", "case_id"),
)

identity_words = Table(
    "identity_words",
    metadata,
    place(),
    of_case(),
    Column("word_hmac", String(64), nullable=False),
    PrimaryKeyConstraint("place", "word_hmac", "case_id"),
    case_key(),
)

clocks = Table(
    "clocks",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    of_case(),
    Column("key", String(40), nullable=False),
    Column("state", String(12), nullable=False),
    Column("due_on", Date),
    Column("reminded", Boolean, nullable=False),
    Column("overdue", Boolean, nullable=False),
    Column("data", PlainJson, nullable=False),
    PrimaryKeyConstraint("place", "id"),
    case_key(),
    Index(None, "place", "case_id"),
    Index(None, "place", "state", "due_on"),
)

documents = Table(
    "documents",
    metadata,
    place(),
    Column("id", Id, nullable=False),
    of_case(),
    Column("kind", String(8), nullable=False),
    Column("variant", String(8)),
    Column("title", String(100), nullable=False),
    Column("state", String(12), nullable=False),
    Column("drafted_at", Instant, nullable=False),
    Column("bodies", PlainJson, nullable=False),
    Column("issuer", String(20)),
    Column("issuer_name", String(100)),
    Column("doc_no", String(60)),
    Column("series", String(60)),
    Column("year", Integer),
    Column("sequence", Integer),
    Column("signed_at", Instant),
    Column("sealed_at", Instant),
    Column("seal", String(20)),
    Column("served_on", Date),
    Column("service_mode", String(12)),
    Column("completed_at", Instant),
    Column("about_id", Id),
    Column("file", PlainJson),
    Column("void_reason", Text),
    PrimaryKeyConstraint("place", "id"),
    case_key(),
    UniqueConstraint("place", "series", "year", "sequence"),
    Index(None, "place", "case_id"),
)

case_log = Table(
    "case_log",
    metadata,
    place(),
    of_case(),
    Column("seq", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("actor", Id, nullable=False),
    Column("acting_for", Id),
    Column("effective_at", Instant),
    Column("kind", String(40), nullable=False),
    Column("payload", Text, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    PrimaryKeyConstraint("place", "case_id", "seq"),
    case_key(),
)

# --- machinery ---------------------------------------------------------------------------------

counters = Table(
    "counters",
    metadata,
    place(),
    Column("series", String(60), nullable=False),
    Column("year", Integer, nullable=False),
    Column("last", Integer, nullable=False),
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
    PrimaryKeyConstraint("place", "id"),
    UniqueConstraint("place", "key"),
    Index("ix_jobs_due", "dead", "due_at"),
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
