"""which wave a survey belongs to; those that are known were asked after the course"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dashboard_surveys", sa.Column("wave", sa.Text(), nullable=False, server_default="t1"))


def downgrade() -> None:
    op.drop_column("dashboard_surveys", "wave")
