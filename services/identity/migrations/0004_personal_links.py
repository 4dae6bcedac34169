"""links that let people in without an account end when the number that they were made under does"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("link_generation", "calendar_generation"):
        op.add_column("people", sa.Column(column, sa.Integer(), server_default="1", nullable=False))


def downgrade() -> None:
    for column in ("calendar_generation", "link_generation"):
        op.drop_column("people", column)
