"""Begin the drawing board; what was published is told apart from what a release contains"""

import sqlalchemy as sa
from alembic import op

from engine.store.column_types import Instant, PlainJson

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

WHOLE = '{"organs":[],"share":100}'


def upgrade() -> None:
    op.create_table(
        "design_drafts",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("base_release_id", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("begun_at", Instant(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.Column("parts", PlainJson(), nullable=False),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_design_drafts")),
        sa.ForeignKeyConstraint(
            ["place", "base_release_id"],
            ["releases.place", "releases.id"],
            name=op.f("fk_design_drafts_releases"),
        ),
    )
    op.create_index(
        op.f("ix_design_drafts_place_owner_id_saved_at"),
        "design_drafts",
        ["place", "owner_id", "saved_at"],
    )
    op.create_table(
        "design_contents",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("place", "sha256", name=op.f("pk_design_contents")),
    )
    op.create_table(
        "design_edits",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("draft_id", sa.String(length=32), nullable=False),
        sa.Column("part", sa.String(length=200), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("after", sa.String(length=64), nullable=False),
        sa.Column("edited_by", sa.String(length=32), nullable=False),
        sa.Column("edited_at", Instant(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_design_edits")),
        sa.ForeignKeyConstraint(
            ["place", "draft_id"],
            ["design_drafts.place", "design_drafts.id"],
            name=op.f("fk_design_edits_design_drafts"),
        ),
    )
    op.create_index(
        op.f("ix_design_edits_place_draft_id_id"), "design_edits", ["place", "draft_id", "id"]
    )
    op.create_table(
        "design_locks",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("part", sa.String(length=200), nullable=False),
        sa.Column("draft_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.Column("stolen_from", sa.String(length=32)),
        sa.Column("reason", sa.Text()),
        sa.PrimaryKeyConstraint("place", "part", name=op.f("pk_design_locks")),
        sa.ForeignKeyConstraint(
            ["place", "draft_id"],
            ["design_drafts.place", "design_drafts.id"],
            name=op.f("fk_design_locks_design_drafts"),
        ),
        sa.CheckConstraint(
            "(stolen_from IS NULL) = (reason IS NULL)",
            name=op.f("ck_design_locks_stolen_with_reason"),
        ),
    )
    op.create_table(
        "design_proofs",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("release_id", sa.String(length=80), nullable=False),
        sa.Column("proof", PlainJson(), nullable=False),
        sa.Column("proved_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("place", "release_id", name=op.f("pk_design_proofs")),
    )
    _create_publications()
    _move_to_publications()


def _create_publications() -> None:
    op.create_table(
        "publications",
        sa.Column("place", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("release_id", sa.String(length=80), nullable=False),
        sa.Column("in_force_from", Instant(), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("proposed_at", Instant(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reach", PlainJson(), nullable=False),
        sa.Column("draft_id", sa.String(length=32)),
        sa.Column("approved_by", sa.String(length=64)),
        sa.Column("decided_at", Instant()),
        sa.Column("decision_reason", sa.Text()),
        sa.Column("backed_out_by", sa.String(length=64)),
        sa.Column("backed_out_at", Instant()),
        sa.Column("backed_out_reason", sa.Text()),
        sa.PrimaryKeyConstraint("place", "id", name=op.f("pk_publications")),
        sa.ForeignKeyConstraint(
            ["place", "release_id"],
            ["releases.place", "releases.id"],
            name=op.f("fk_publications_releases"),
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> made_by",
            name=op.f("ck_publications_decided_by_another"),
        ),
        sa.CheckConstraint(
            "(state = 'backed_out') = (backed_out_at IS NOT NULL)",
            name=op.f("ck_publications_backed_out_has_day"),
        ),
    )
    op.create_index(
        op.f("ix_publications_place_state_in_force_from"),
        "publications",
        ["place", "state", "in_force_from"],
    )


MOVE = """
INSERT INTO publications (place, id, release_id, in_force_from, made_by, changes, proposed_at,
 state, reach, approved_by, decided_at, decision_reason)
SELECT place, substr(id, 8, 32), id, in_force_from, made_by, changes, in_force_from, 'approved',
 :whole, approved_by, in_force_from, changes FROM releases
"""
MOVE_BACK = """
UPDATE releases SET (in_force_from, made_by, approved_by, changes) =
 (SELECT p.in_force_from, p.made_by, p.approved_by, p.changes FROM publications p
 WHERE p.place = releases.place AND p.release_id = releases.id ORDER BY p.in_force_from LIMIT 1)
"""


def _move_to_publications() -> None:
    op.execute(sa.text(MOVE).bindparams(whole=WHOLE))
    with op.batch_alter_table("releases") as releases:
        releases.drop_index(op.f("ix_releases_place_in_force_from"))
        for name in ("in_force_from", "made_by", "approved_by", "changes"):
            releases.drop_column(name)


def downgrade() -> None:
    with op.batch_alter_table("releases") as releases:
        releases.add_column(sa.Column("in_force_from", Instant()))
        releases.add_column(sa.Column("made_by", sa.String(length=64)))
        releases.add_column(sa.Column("approved_by", sa.String(length=64)))
        releases.add_column(sa.Column("changes", sa.Text()))
    op.execute(MOVE_BACK)
    op.execute("DELETE FROM releases WHERE in_force_from IS NULL")
    with op.batch_alter_table("releases") as releases:
        releases.alter_column("in_force_from", existing_type=Instant(), nullable=False)
        releases.alter_column("made_by", existing_type=sa.String(length=64), nullable=False)
        releases.alter_column("changes", existing_type=sa.Text(), nullable=False)
        releases.create_index(
            op.f("ix_releases_place_in_force_from"), ["place", "in_force_from"], unique=False
        )
    op.drop_table("publications")
    for name in ("proofs", "locks", "edits", "contents", "drafts"):
        op.drop_table(f"design_{name}")
