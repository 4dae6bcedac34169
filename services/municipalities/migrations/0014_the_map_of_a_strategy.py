"""the polarisation map that is read with a strategy"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("strategies", sa.Column("map_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_strategies_map_id"), "strategies", ["map_id"], unique=False)
    op.create_foreign_key(
        op.f("fk_strategies_map_id_polarisation_maps"),
        "strategies",
        "polarisation_maps",
        ["map_id"],
        ["id"],
        ondelete="SET NULL",
    )


def downgrade() -> None:
    op.drop_column("strategies", "map_id")
