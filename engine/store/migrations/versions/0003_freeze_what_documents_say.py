"""Freeze what documents say, keep the seal as printed, and let anybody ask for a document's code"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("documents") as documents:
        documents.add_column(sa.Column("seal_picture", sa.String(length=64)))
        documents.add_column(sa.Column("content_id", sa.String(length=32)))
        documents.add_column(sa.Column("verify_code", sa.String(length=16)))
        documents.create_unique_constraint(
            op.f("uq_documents_place_verify_code"), ["place", "verify_code"]
        )


def downgrade() -> None:
    with op.batch_alter_table("documents") as documents:
        documents.drop_constraint(op.f("uq_documents_place_verify_code"), type_="unique")
        documents.drop_column("verify_code")
        documents.drop_column("content_id")
        documents.drop_column("seal_picture")
