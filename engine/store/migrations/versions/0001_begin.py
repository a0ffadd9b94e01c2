"""The first shape of the tables: the case, its people, its log"""

import sqlalchemy as sa
from alembic import op

from engine.store.column_types import Instant, PlainJson

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "commands",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("answered_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("place", "key", name=op.f("pk_commands")),
    )
    op.create_table(
        "counters",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("series", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("last >= 0", name=op.f("ck_counters_last_not_negative")),
        sa.PrimaryKeyConstraint("place", "series", "year", name=op.f("pk_counters")),
    )
    op.create_table(
        "jobs",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("payload", PlainJson(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=64), nullable=True),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("dead", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_jobs")),
        sa.UniqueConstraint("place", "key", name=op.f("uq_jobs_place_key")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index("ix_jobs_due", ["dead", "due_at"], unique=False)

    op.create_table(
        "notices",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=False),
        sa.Column("read_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_notices")),
    )
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notices_place_person_id_sent_at"),
            ["place", "person_id", "sent_at"],
            unique=False,
        )

    op.create_table(
        "organs",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("level", sa.String(length=20), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("parent_id", sa.String(length=32), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("head_name", sa.String(length=50), nullable=True),
        sa.Column("head_title", sa.String(length=50), nullable=True),
        sa.Column("liaison_name", sa.String(length=50), nullable=True),
        sa.Column("liaison_phone", sa.String(length=40), nullable=True),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_organs")),
        sa.UniqueConstraint("place", "name", name=op.f("uq_organs_place_name")),
        sa.UniqueConstraint("place", "uscc", name=op.f("uq_organs_place_uscc")),
    )
    op.create_table(
        "places",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_places")),
    )
    op.create_table(
        "releases",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("bundle", sa.LargeBinary(), nullable=False),
        sa.Column("in_force_from", Instant(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("approved_by", sa.String(length=64), nullable=True),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_releases")),
    )
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_releases_place_in_force_from"), ["place", "in_force_from"], unique=False
        )

    op.create_table(
        "cases",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("release_id", sa.String(length=80), nullable=False),
        sa.Column("entry", sa.String(length=20), nullable=False),
        sa.Column("query_code_hash", sa.String(length=64), nullable=False),
        sa.Column("case_no", sa.String(length=60), nullable=True),
        sa.Column("intake_no", sa.String(length=60), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("organ_id", sa.String(length=32), nullable=True),
        sa.Column("organ_name", sa.String(length=100), nullable=True),
        sa.Column("status", sa.String(length=30), nullable=False),
        sa.Column("outcome", sa.String(length=30), nullable=True),
        sa.Column("flags", PlainJson(), nullable=False),
        sa.Column("instrument_set", sa.String(length=40), nullable=True),
        sa.Column("handlers", PlainJson(), nullable=False),
        sa.Column("recused", PlainJson(), nullable=False),
        sa.Column("appointed", PlainJson(), nullable=False),
        sa.Column("objected", PlainJson(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("registered_at", Instant(), nullable=True),
        sa.Column("discovered_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("filed_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("log_seq", sa.Integer(), nullable=False),
        sa.Column("log_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("version >= 0", name=op.f("ck_cases_version_not_negative")),
        sa.ForeignKeyConstraint(
            ["place", "release_id"],
            ["releases.place", "releases.id"],
            name=op.f("fk_cases_releases"),
        ),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_cases")),
        sa.UniqueConstraint("place", "case_no", name=op.f("uq_cases_place_case_no")),
        sa.UniqueConstraint(
            "place", "query_code_hash", name=op.f("uq_cases_place_query_code_hash")
        ),
    )
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_cases_place_status"), ["place", "status"], unique=False
        )

    op.create_table(
        "people",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.Column("organ_id", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=100), nullable=True),
        sa.Column("post", sa.String(length=100), nullable=True),
        sa.Column("office_phone", sa.String(length=40), nullable=True),
        sa.Column("mobile", sa.String(length=40), nullable=True),
        sa.Column("certificate_no", sa.String(length=32), nullable=True),
        sa.Column("certificate_to", sa.Date(), nullable=True),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["place", "organ_id"], ["organs.place", "organs.id"], name=op.f("fk_people_organs")
        ),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_people")),
        sa.UniqueConstraint("place", "login", name=op.f("uq_people_place_login")),
    )
    op.create_table(
        "bodies",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("item_id", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("values", PlainJson(), nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("given_at", Instant(), nullable=False),
        sa.Column("given_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["place", "case_id"], ["cases.place", "cases.id"], name=op.f("fk_bodies_cases")
        ),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_bodies")),
    )
    with op.batch_alter_table("bodies", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bodies_place_case_id"), ["place", "case_id"], unique=False
        )

    op.create_table(
        "case_log",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("acting_for", sa.String(length=32), nullable=True),
        sa.Column("effective_at", Instant(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["place", "case_id"], ["cases.place", "cases.id"], name=op.f("fk_case_log_cases")
        ),
        sa.PrimaryKeyConstraint("place", "case_id", "seq", name=op.f("pk_case_log")),
    )
    op.create_table(
        "case_states",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("facts", PlainJson(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place", "case_id"], ["cases.place", "cases.id"], name=op.f("fk_case_states_cases")
        ),
        sa.PrimaryKeyConstraint("place", "case_id", name=op.f("pk_case_states")),
    )
    op.create_table(
        "clocks",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reminded", sa.Boolean(), nullable=False),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("data", PlainJson(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place", "case_id"], ["cases.place", "cases.id"], name=op.f("fk_clocks_cases")
        ),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_clocks")),
    )
    with op.batch_alter_table("clocks", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_clocks_place_case_id"), ["place", "case_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_clocks_place_state_due_on"), ["place", "state", "due_on"], unique=False
        )

    op.create_table(
        "documents",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("variant", sa.String(length=8), nullable=True),
        sa.Column("path", PlainJson(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("drafted_at", Instant(), nullable=False),
        sa.Column("bodies", PlainJson(), nullable=False),
        sa.Column("issuer", sa.String(length=20), nullable=True),
        sa.Column("issuer_name", sa.String(length=100), nullable=True),
        sa.Column("doc_no", sa.String(length=60), nullable=True),
        sa.Column("series", sa.String(length=60), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("signed_at", Instant(), nullable=True),
        sa.Column("sealed_at", Instant(), nullable=True),
        sa.Column("seal", sa.String(length=20), nullable=True),
        sa.Column("served_on", sa.Date(), nullable=True),
        sa.Column("service_mode", sa.String(length=12), nullable=True),
        sa.Column("completed_at", Instant(), nullable=True),
        sa.Column("about_id", sa.String(length=32), nullable=True),
        sa.Column("file", PlainJson(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["place", "case_id"], ["cases.place", "cases.id"], name=op.f("fk_documents_cases")
        ),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_documents")),
        sa.UniqueConstraint(
            "place",
            "series",
            "year",
            "sequence",
            name=op.f("uq_documents_place_series_year_sequence"),
        ),
    )
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_documents_place_case_id"), ["place", "case_id"], unique=False
        )

    op.create_table(
        "identity_words",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("word_hmac", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["place", "case_id"], ["cases.place", "cases.id"], name=op.f("fk_identity_words_cases")
        ),
        sa.PrimaryKeyConstraint("place", "word_hmac", "case_id", name=op.f("pk_identity_words")),
    )
    op.create_table(
        "opinions",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("item_id", sa.String(length=32), nullable=False),
        sa.Column("visit_id", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("author", sa.String(length=32), nullable=False),
        sa.Column("on_behalf_of", sa.String(length=32), nullable=True),
        sa.Column("result", sa.String(length=20), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("body_sha256", sa.String(length=64), nullable=True),
        sa.Column("given_at", Instant(), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["place", "case_id"], ["cases.place", "cases.id"], name=op.f("fk_opinions_cases")
        ),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_opinions")),
    )
    with op.batch_alter_table("opinions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_opinions_place_case_id"), ["place", "case_id"], unique=False
        )

    op.create_table(
        "people_roles",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["place", "person_id"],
            ["people.place", "people.id"],
            name=op.f("fk_people_roles_people"),
        ),
        sa.PrimaryKeyConstraint("place", "role", "person_id", name=op.f("pk_people_roles")),
    )
    op.create_table(
        "sessions",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("ends_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place", "person_id"], ["people.place", "people.id"], name=op.f("fk_sessions_people")
        ),
        sa.PrimaryKeyConstraint("place", "token_sha256", name=op.f("pk_sessions")),
    )
    op.create_table(
        "visits",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("token_id", sa.String(length=64), nullable=False),
        sa.Column("process", sa.String(length=64), nullable=False),
        sa.Column("element", sa.String(length=100), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("roles", PlainJson(), nullable=False),
        sa.Column("form", sa.String(length=20), nullable=False),
        sa.Column("path", PlainJson(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("rule", sa.String(length=12), nullable=False),
        sa.Column("round_no", sa.Integer(), nullable=False),
        sa.Column("previous", PlainJson(), nullable=False),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.CheckConstraint(
            "state = 'open' OR ended_at IS NOT NULL",
            name=op.f("ck_visits_ended_visit_has_ended_at"),
        ),
        sa.ForeignKeyConstraint(
            ["place", "case_id"], ["cases.place", "cases.id"], name=op.f("fk_visits_cases")
        ),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_visits")),
    )
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_visits_place_case_id"), ["place", "case_id"], unique=False
        )

    op.create_table(
        "work_items",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("visit_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("candidates", PlainJson(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=True),
        sa.Column("assignee", sa.String(length=32), nullable=True),
        sa.Column("parent_id", sa.String(length=32), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("opened_at", Instant(), nullable=False),
        sa.Column("first_read_at", Instant(), nullable=True),
        sa.Column("claimed_at", Instant(), nullable=True),
        sa.Column("closed_at", Instant(), nullable=True),
        sa.Column("close_reason", sa.String(length=12), nullable=True),
        sa.Column("body_id", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "state <> 'done' OR assignee IS NOT NULL", name=op.f("ck_work_items_done_has_assignee")
        ),
        sa.CheckConstraint(
            "close_reason IS NULL OR closed_at IS NOT NULL",
            name=op.f("ck_work_items_closed_has_closed_at"),
        ),
        sa.ForeignKeyConstraint(
            ["place", "case_id"], ["cases.place", "cases.id"], name=op.f("fk_work_items_cases")
        ),
        sa.ForeignKeyConstraint(
            ["place", "visit_id"], ["visits.place", "visits.id"], name=op.f("fk_work_items_visits")
        ),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_work_items")),
    )
    with op.batch_alter_table("work_items", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_work_items_place_assignee_state"),
            ["place", "assignee", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_work_items_place_case_id"), ["place", "case_id"], unique=False
        )

    op.create_table(
        "drafts",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("item_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place", "item_id"],
            ["work_items.place", "work_items.id"],
            name=op.f("fk_drafts_work_items"),
        ),
        sa.PrimaryKeyConstraint("place", "item_id", name=op.f("pk_drafts")),
    )
    op.create_table(
        "item_candidates",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("item_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["place", "item_id"],
            ["work_items.place", "work_items.id"],
            name=op.f("fk_item_candidates_work_items"),
        ),
        sa.PrimaryKeyConstraint("place", "person_id", "item_id", name=op.f("pk_item_candidates")),
    )


def downgrade() -> None:
    op.drop_table("item_candidates")
    op.drop_table("drafts")
    with op.batch_alter_table("work_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_items_place_case_id"))
        batch_op.drop_index(batch_op.f("ix_work_items_place_assignee_state"))

    op.drop_table("work_items")
    with op.batch_alter_table("visits", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_visits_place_case_id"))

    op.drop_table("visits")
    op.drop_table("sessions")
    op.drop_table("people_roles")
    with op.batch_alter_table("opinions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opinions_place_case_id"))

    op.drop_table("opinions")
    op.drop_table("identity_words")
    with op.batch_alter_table("documents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_documents_place_case_id"))

    op.drop_table("documents")
    with op.batch_alter_table("clocks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clocks_place_state_due_on"))
        batch_op.drop_index(batch_op.f("ix_clocks_place_case_id"))

    op.drop_table("clocks")
    op.drop_table("case_states")
    op.drop_table("case_log")
    with op.batch_alter_table("bodies", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bodies_place_case_id"))

    op.drop_table("bodies")
    op.drop_table("people")
    with op.batch_alter_table("cases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cases_place_status"))

    op.drop_table("cases")
    with op.batch_alter_table("releases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_releases_place_in_force_from"))

    op.drop_table("releases")
    op.drop_table("places")
    op.drop_table("organs")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_place_person_id_sent_at"))

    op.drop_table("notices")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index("ix_jobs_due")

    op.drop_table("jobs")
    op.drop_table("counters")
    op.drop_table("commands")
