"""a survey for each wave of a group; those that exist were asked after the course"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("surveys", sa.Column("wave", sa.Text(), nullable=False, server_default="t1"))
    op.drop_constraint("uq_surveys_group_id", "surveys")
    op.create_unique_constraint(op.f("uq_surveys_group_id_wave"), "surveys", ["group_id", "wave"])


def downgrade() -> None:
    op.execute("DELETE FROM surveys WHERE wave <> 't1'")
    op.drop_constraint("uq_surveys_group_id_wave", "surveys")
    op.create_unique_constraint(op.f("uq_surveys_group_id"), "surveys", ["group_id"])
    op.drop_column("surveys", "wave")
