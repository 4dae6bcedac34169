"""what was worked with in the sessions of a course

Of sessions that were recorded before, the techniques come with the next change of their record.
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "session_techniques",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("technique", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "technique", name=op.f("pk_session_techniques")),
    )
    op.create_index(op.f("ix_session_techniques_group_id"), "session_techniques", ["group_id"], unique=False)


def downgrade() -> None:
    op.drop_table("session_techniques")
