"""who registered by themselves is known for good once they have confirmed"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_people_applied_at",
        "people",
        ["applied_at"],
        unique=False,
        postgresql_where=sa.text("applied_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_people_applied_at", table_name="people", postgresql_where=sa.text("applied_at IS NOT NULL"))
    op.drop_column("people", "applied_at")
