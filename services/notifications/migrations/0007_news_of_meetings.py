"""news of meetings of the network"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("news", sa.Column("meeting_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("news", "meeting_id")
