"""sessions and people of courses, by which waves open; when a survey closes and reminds"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "course_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_sessions")),
    )
    for column in ("group_id", "programme_id", "starts_at"):
        op.create_index(op.f(f"ix_course_sessions_{column}"), "course_sessions", [column])
    op.create_table(
        "participants",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("has_place", sa.Boolean(), nullable=False),
        sa.Column("completed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_participants")),
    )
    op.create_index(op.f("ix_participants_person_id"), "participants", ["person_id"])
    op.add_column("surveys", sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("surveys", sa.Column("reminds_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("surveys", "reminds_on")
    op.drop_column("surveys", "closes_at")
    op.drop_table("participants")
    op.drop_table("course_sessions")
