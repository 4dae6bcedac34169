"""who trained whom: in courses, and in trainings that members gave onward"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "completions",
        sa.Column("trainer_ids", postgresql.ARRAY(sa.Uuid()), nullable=False, server_default=sa.text("'{}'")),
    )
    op.add_column("completions", sa.Column("completed_on", sa.Date(), nullable=True))
    op.create_table(
        "onward_trainings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trainer_id", sa.Uuid(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("setting", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onward_trainings")),
    )
    op.create_index(op.f("ix_onward_trainings_trainer_id"), "onward_trainings", ["trainer_id"], unique=False)
    op.create_table(
        "trainees",
        sa.Column("training_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["training_id"],
            ["onward_trainings.id"],
            name=op.f("fk_trainees_training_id_onward_trainings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("training_id", "person_id", name=op.f("pk_trainees")),
    )
    op.create_index(op.f("ix_trainees_person_id"), "trainees", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("trainees")
    op.drop_table("onward_trainings")
    op.drop_column("completions", "completed_on")
    op.drop_column("completions", "trainer_ids")
