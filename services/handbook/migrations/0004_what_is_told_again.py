"""what was taken back is told again; what arrived of an offer is counted"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shares", sa.Column("withdrawn_number", sa.Integer(), nullable=True))
    op.add_column("offers", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    op.drop_column("offers", "version")
    op.drop_column("shares", "withdrawn_number")
