"""the session book"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "records", sa.Column("covered", postgresql.ARRAY(sa.Text()), nullable=False, server_default=sa.text("'{}'"))
    )
    op.add_column("records", sa.Column("insights", sa.Text(), nullable=True))
    op.add_column("records", sa.Column("agreements", sa.Text(), nullable=True))
    op.create_table(
        "agendas",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lines", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("techniques", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_agendas_session_id_sessions")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_agendas")),
    )
    op.create_table(
        "check_in_desks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_check_in_desks_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_desks")),
        sa.UniqueConstraint("code", name=op.f("uq_check_in_desks_code")),
        sa.UniqueConstraint("session_id", name=op.f("uq_check_in_desks_session_id")),
    )
    op.create_table(
        "check_ins",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("checked_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_check_ins_session_id_sessions")),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_check_ins")),
    )
    op.create_index(op.f("ix_check_ins_person_id"), "check_ins", ["person_id"], unique=False)
    op.create_table(
        "apologies",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_apologies_session_id_sessions")),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_apologies")),
    )
    op.create_index(op.f("ix_apologies_person_id"), "apologies", ["person_id"], unique=False)
    op.create_table(
        "treatments",
        sa.Column("number", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("treated", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["questions.id"], name=op.f("fk_treatments_question_id_questions"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_treatments_session_id_sessions")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_treatments")),
    )
    op.create_index(op.f("ix_treatments_question_id"), "treatments", ["question_id"], unique=False)
    op.create_table(
        "earlier_records",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("techniques", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("covered", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("notes", sa.Text(), nullable=True),
        sa.Column("insights", sa.Text(), nullable=True),
        sa.Column("agreements", sa.Text(), nullable=True),
        sa.Column("follow_ups", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_earlier_records_session_id_sessions")),
        sa.PrimaryKeyConstraint("session_id", "version", name=op.f("pk_earlier_records")),
    )
    op.create_table(
        "attendance_changes",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_attendance_changes_session_id_sessions")
        ),
        sa.PrimaryKeyConstraint("session_id", "version", "person_id", name=op.f("pk_attendance_changes")),
    )
    op.create_index(op.f("ix_attendance_changes_person_id"), "attendance_changes", ["person_id"], unique=False)


def downgrade() -> None:
    for table in ("attendance_changes", "earlier_records", "treatments", "apologies", "check_ins"):
        op.drop_table(table)
    op.drop_table("check_in_desks")
    op.drop_table("agendas")
    for column in ("agreements", "insights", "covered"):
        op.drop_column("records", column)
