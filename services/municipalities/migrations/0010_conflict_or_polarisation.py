"""conflict or polarisation"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "triages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_triages_programme_id_programmes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triages")),
    )
    op.create_index(op.f("ix_triages_programme_id"), "triages", ["programme_id"], unique=False)
    op.create_table(
        "triage_outcomes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("triage_id", sa.Uuid(), nullable=False),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["triage_id"], ["triages.id"], name=op.f("fk_triage_outcomes_triage_id_triages"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_triage_outcomes")),
    )
    op.create_index(op.f("ix_triage_outcomes_triage_id"), "triage_outcomes", ["triage_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_triage_outcomes_triage_id"), table_name="triage_outcomes")
    op.drop_table("triage_outcomes")
    op.drop_index(op.f("ix_triages_programme_id"), table_name="triages")
    op.drop_table("triages")
