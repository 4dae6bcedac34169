"""signals"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("observation", sa.Text(), nullable=False),
        sa.Column("interpretation", sa.Text(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("judgement", sa.Text(), nullable=True),
        sa.Column("judged_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["areas.id"], name=op.f("fk_signals_area_id_areas")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_signals_programme_id_programmes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signals")),
    )
    op.create_index(op.f("ix_signals_area_id"), "signals", ["area_id"], unique=False)
    op.create_index(op.f("ix_signals_author_id"), "signals", ["author_id"], unique=False)
    op.create_index("ix_signals_programme_id_expires_on", "signals", ["programme_id", "expires_on"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_signals_area_id"), table_name="signals")
    op.drop_index(op.f("ix_signals_author_id"), table_name="signals")
    op.drop_index(op.f("ix_signals_programme_id_expires_on"), table_name="signals")
    op.drop_table("signals")
