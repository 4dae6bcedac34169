"""what colleagues contribute: without a link, with a theme and a source of their own"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("theme", "source"):
        op.add_column("contributions", sa.Column(name, sa.Text(), nullable=True))
    op.alter_column("contributions", "link_id", nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM contributions WHERE link_id IS NULL")
    op.alter_column("contributions", "link_id", nullable=False)
    for name in ("source", "theme"):
        op.drop_column("contributions", name)
