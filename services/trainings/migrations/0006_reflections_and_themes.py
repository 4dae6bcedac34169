"""reflections of participants, themes of their questions"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reflections",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("context", sa.Text(), nullable=True),
        sa.Column("possible", sa.Text(), nullable=True),
        sa.Column("impossible", sa.Text(), nullable=True),
        sa.Column("practise", sa.Text(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_reflections_programme_id_programmes")
        ),
        sa.PrimaryKeyConstraint("programme_id", "person_id", name=op.f("pk_reflections")),
    )
    op.create_index(op.f("ix_reflections_person_id"), "reflections", ["person_id"], unique=False)
    op.add_column("questions", sa.Column("theme", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("questions", "theme")
    op.drop_index(op.f("ix_reflections_person_id"), table_name="reflections")
    op.drop_table("reflections")
