"""order, trials and interventions"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("inbox", sa.Column("aggregate_id", sa.Uuid()))
    op.add_column("inbox", sa.Column("sequence", sa.Integer()))
    op.create_index("ix_inbox_aggregate_id", "inbox", ["subscription", "aggregate_id", "sequence"])
    op.alter_column("failed", "aggregate_id", nullable=True)
    op.alter_column("failed", "body", type_=sa.LargeBinary(), postgresql_using="convert_to(body::text, 'UTF8')")
    op.add_column("failed", sa.Column("replays", sa.SmallInteger(), server_default="0", nullable=False))
    op.create_table(
        "trials",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("subscription", sa.Text(), nullable=False),
        sa.Column("trials", sa.SmallInteger(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "subscription", name=op.f("pk_trials")),
    )
    op.create_table(
        "interventions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("subscription", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interventions")),
    )
    op.create_index("ix_interventions_happened_at", "interventions", ["happened_at"])


def downgrade() -> None:
    op.drop_table("interventions")
    op.drop_table("trials")
    op.drop_column("failed", "replays")
    op.execute("DELETE FROM failed WHERE aggregate_id IS NULL")
    op.alter_column(
        "failed",
        "body",
        type_=postgresql.JSONB(astext_type=sa.Text()),
        postgresql_using="convert_from(body, 'UTF8')::jsonb",
    )
    op.alter_column("failed", "aggregate_id", nullable=False)
    op.drop_index("ix_inbox_aggregate_id", "inbox")
    op.drop_column("inbox", "sequence")
    op.drop_column("inbox", "aggregate_id")
