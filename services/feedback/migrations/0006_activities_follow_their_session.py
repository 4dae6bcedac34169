"""activities follow the session that they became"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_planned_activities_session_id"), "planned_activities", ["session_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_planned_activities_session_id"), table_name="planned_activities")
