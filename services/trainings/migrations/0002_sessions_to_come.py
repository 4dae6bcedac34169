"""sessions to come are found without those that were held"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_sessions_to_come",
        "sessions",
        ["starts_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('planned', 'open')"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_sessions_to_come", table_name="sessions", postgresql_where=sa.text("state IN ('planned', 'open')")
    )
