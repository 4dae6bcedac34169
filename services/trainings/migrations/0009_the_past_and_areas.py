"""trainings of the past, and the area of a session"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "past_imports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.Uuid(), nullable=True),
        sa.Column("sheet", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("columns", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("date_order", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("trainings", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("unused", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_past_imports_programme_id_programmes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_imports")),
    )
    op.create_index(op.f("ix_past_imports_programme_id"), "past_imports", ["programme_id"], unique=False)
    op.create_table(
        "past_trainings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("line_key", sa.Text(), nullable=False),
        sa.Column("training_key", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("registered", sa.Integer(), nullable=True),
        sa.Column("attended", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("completed", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["past_imports.id"], name=op.f("fk_past_trainings_import_id_past_imports")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_past_trainings_programme_id_programmes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_past_trainings")),
        sa.UniqueConstraint("programme_id", "line_key", name=op.f("uq_past_trainings_programme_id_line_key")),
        sa.UniqueConstraint("programme_id", "training_key", name=op.f("uq_past_trainings_programme_id_training_key")),
    )
    op.create_index(op.f("ix_past_trainings_import_id"), "past_trainings", ["import_id"], unique=False)
    op.add_column("sessions", sa.Column("area_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("sessions", "area_id")
    op.drop_index(op.f("ix_past_trainings_import_id"), table_name="past_trainings")
    op.drop_table("past_trainings")
    op.drop_index(op.f("ix_past_imports_programme_id"), table_name="past_imports")
    op.drop_table("past_imports")
