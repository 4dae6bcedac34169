"""intervisions"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "intervisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("planned_by", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("minutes", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("step_began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("learning_question", sa.Text(), nullable=True),
        sa.Column("lesson", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intervisions")),
    )
    op.create_index("ix_intervisions_state_starts_at_id", "intervisions", ["state", "starts_at", "id"], unique=False)
    op.create_table(
        "at_intervision",
        sa.Column("intervision_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("came", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["intervision_id"],
            ["intervisions.id"],
            name=op.f("fk_at_intervision_intervision_id_intervisions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("intervision_id", "person_id", name=op.f("pk_at_intervision")),
    )
    op.create_index(op.f("ix_at_intervision_person_id"), "at_intervision", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("at_intervision")
    op.drop_table("intervisions")
