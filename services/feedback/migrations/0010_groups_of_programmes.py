"""which programme a group belongs to, so that who runs it sees results before there is a session"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "groups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
    )
    op.execute(
        "INSERT INTO groups (id, programme_id) "
        "SELECT DISTINCT ON (group_id) group_id, programme_id FROM course_sessions ORDER BY group_id"
    )


def downgrade() -> None:
    op.drop_table("groups")
