"""programmes areas and the dashboard"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "areas",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
        sa.UniqueConstraint("name", name=op.f("uq_areas_name")),
    )
    op.create_table(
        "dashboard_erased",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_dashboard_erased")),
    )
    op.create_table(
        "dashboard_funnel",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("programme_id", "part", name=op.f("pk_dashboard_funnel")),
    )
    op.create_table(
        "dashboard_groups",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("trainer_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("enrolled", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("completed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("group_id", name=op.f("pk_dashboard_groups")),
    )
    op.create_index(op.f("ix_dashboard_groups_programme_id"), "dashboard_groups", ["programme_id"], unique=False)
    op.create_table(
        "dashboard_progress",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("programme_id", "step", "person_id", "source_id", name=op.f("pk_dashboard_progress")),
    )
    op.create_index(op.f("ix_dashboard_progress_person_id"), "dashboard_progress", ["person_id"], unique=False)
    op.create_index("ix_dashboard_progress_source_id_step", "dashboard_progress", ["source_id", "step"], unique=False)
    op.create_table(
        "dashboard_sessions",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("record_version", sa.Integer(), nullable=True),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("absent", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_dashboard_sessions")),
    )
    op.create_index(op.f("ix_dashboard_sessions_programme_id"), "dashboard_sessions", ["programme_id"], unique=False)
    op.create_table(
        "dashboard_surveys",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_dashboard_surveys")),
    )
    op.create_index(op.f("ix_dashboard_surveys_programme_id"), "dashboard_surveys", ["programme_id"], unique=False)
    op.create_table(
        "programmes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("initiating_domain", sa.Text(), nullable=True),
        sa.Column("trigger", sa.Text(), nullable=True),
        sa.Column("area_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("vision", sa.Text(), nullable=True),
        sa.Column("sectors", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("decision_maker_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("street_level_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programmes")),
    )
    op.create_table(
        "coordinators",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"],
            ["programmes.id"],
            name=op.f("fk_coordinators_programme_id_programmes"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("programme_id", "person_id", name=op.f("pk_coordinators")),
    )
    op.create_index(op.f("ix_coordinators_person_id"), "coordinators", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_coordinators_person_id"), table_name="coordinators")
    op.drop_table("coordinators")
    op.drop_table("programmes")
    op.drop_index(op.f("ix_dashboard_surveys_programme_id"), table_name="dashboard_surveys")
    op.drop_table("dashboard_surveys")
    op.drop_index(op.f("ix_dashboard_sessions_programme_id"), table_name="dashboard_sessions")
    op.drop_table("dashboard_sessions")
    op.drop_index("ix_dashboard_progress_source_id_step", table_name="dashboard_progress")
    op.drop_index(op.f("ix_dashboard_progress_person_id"), table_name="dashboard_progress")
    op.drop_table("dashboard_progress")
    op.drop_index(op.f("ix_dashboard_groups_programme_id"), table_name="dashboard_groups")
    op.drop_table("dashboard_groups")
    op.drop_table("dashboard_funnel")
    op.drop_table("dashboard_erased")
    op.drop_table("areas")
