"""Keep that a document was corrected, so that whoever verifies it is told"""

import sqlalchemy as sa
from alembic import op

from engine.store.column_types import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("documents") as documents:
        documents.add_column(sa.Column("corrected_at", Instant()))


def downgrade() -> None:
    with op.batch_alter_table("documents") as documents:
        documents.drop_column("corrected_at")
