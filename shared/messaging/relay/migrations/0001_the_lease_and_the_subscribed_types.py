"""the lease and the subscribed types"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("holder", sa.Uuid(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_lease_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lease")),
    )
    op.create_table(
        "subscribed",
        sa.Column("type", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("type", name=op.f("pk_subscribed")),
    )


def downgrade() -> None:
    op.drop_table("subscribed")
    op.drop_table("lease")
