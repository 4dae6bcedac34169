"""a mail may be about the nominations of a partner"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mails", sa.Column("partner_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("mails", "partner_id")
