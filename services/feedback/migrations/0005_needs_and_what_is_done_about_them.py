"""needs, what is planned for them, and what is told of it"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "needs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("wave", sa.Text(), nullable=True),
        sa.Column("choice", sa.Text(), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
    )
    op.create_index("ix_needs_programme_id_state", "needs", ["programme_id", "state"], unique=False)
    op.create_table(
        "planned_activities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_activities")),
    )
    op.create_index(
        "ix_planned_activities_programme_id_planned_on",
        "planned_activities",
        ["programme_id", "planned_on"],
        unique=False,
    )
    op.create_table(
        "needs_of_activities",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["planned_activities.id"],
            name=op.f("fk_needs_of_activities_activity_id_planned_activities"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["needs.id"], name=op.f("fk_needs_of_activities_need_id_needs"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", "need_id", name=op.f("pk_needs_of_activities")),
    )
    op.create_index(op.f("ix_needs_of_activities_need_id"), "needs_of_activities", ["need_id"], unique=False)
    op.create_table(
        "report_back_drafts",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("need_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("pk_report_back_drafts")),
    )
    op.create_table(
        "reports_back",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("readers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports_back")),
    )
    op.create_index(op.f("ix_reports_back_programme_id"), "reports_back", ["programme_id"], unique=False)
    op.create_table(
        "needs_reported",
        sa.Column("report_back_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name=op.f("fk_needs_reported_need_id_needs")),
        sa.ForeignKeyConstraint(
            ["report_back_id"],
            ["reports_back.id"],
            name=op.f("fk_needs_reported_report_back_id_reports_back"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("report_back_id", "need_id", name=op.f("pk_needs_reported")),
    )
    op.create_index(op.f("ix_needs_reported_need_id"), "needs_reported", ["need_id"], unique=False)


def downgrade() -> None:
    for table in (
        "needs_reported",
        "reports_back",
        "report_back_drafts",
        "needs_of_activities",
        "planned_activities",
        "needs",
    ):
        op.drop_table(table)
