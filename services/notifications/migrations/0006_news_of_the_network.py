"""news of the network belong to no programme"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("news", "programme_id", nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM news WHERE programme_id IS NULL")
    op.alter_column("news", "programme_id", nullable=False)
