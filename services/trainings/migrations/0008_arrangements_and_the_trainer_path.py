"""language, arrangements and roles of a session; the path of a trainer"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "arrangements",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("interpreter", sa.Text(), nullable=False),
        sa.Column("interpreter_language", sa.Text(), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rooms", sa.Text(), nullable=True),
        sa.Column("catering", sa.Text(), nullable=True),
        sa.Column("access_needs", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_arrangements_session_id_sessions")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_arrangements")),
    )
    op.create_index(
        "ix_arrangements_to_delete",
        "arrangements",
        ["session_id"],
        unique=False,
        postgresql_where=sa.text("rooms IS NOT NULL OR catering IS NOT NULL OR access_needs IS NOT NULL"),
    )
    op.create_table(
        "session_roles",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("observed_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_session_roles_session_id_sessions")),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_session_roles")),
    )
    op.create_index(op.f("ix_session_roles_person_id"), "session_roles", ["person_id"], unique=False)
    op.create_index(op.f("ix_session_roles_observed_id"), "session_roles", ["observed_id"], unique=False)
    op.create_table(
        "trainers",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_trainers")),
    )
    op.create_table(
        "path_decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path_decisions")),
    )
    op.create_index(op.f("ix_path_decisions_person_id"), "path_decisions", ["person_id"], unique=False)
    op.create_index(op.f("ix_path_decisions_decided_by"), "path_decisions", ["decided_by"], unique=False)
    op.create_table(
        "path_proposals",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_path_proposals")),
    )
    op.create_index(op.f("ix_path_proposals_proposed_by"), "path_proposals", ["proposed_by"], unique=False)
    op.create_table(
        "path_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("requirement", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_path_notes")),
        sa.UniqueConstraint("person_id", "requirement", "on", name=op.f("uq_path_notes_person_id_requirement_on")),
    )
    op.create_index(op.f("ix_path_notes_noted_by"), "path_notes", ["noted_by"], unique=False)
    # What was given before there were roles was given by the trainers of the group, who are at the path's beginning.
    op.execute(
        "INSERT INTO session_roles (session_id, person_id, role)"
        " SELECT sessions.id, unnest(groups.trainer_ids), 'trainer' FROM sessions"
        " JOIN groups ON groups.id = sessions.group_id WHERE sessions.state = 'recorded' ON CONFLICT DO NOTHING"
    )
    op.execute(
        "INSERT INTO trainers (person_id, state, languages, version)"
        " SELECT DISTINCT unnest(trainer_ids), 'participant', ARRAY[]::text[], 0 FROM groups"
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_path_notes_noted_by"), table_name="path_notes")
    op.drop_table("path_notes")
    op.drop_index(op.f("ix_path_proposals_proposed_by"), table_name="path_proposals")
    op.drop_table("path_proposals")
    op.drop_index(op.f("ix_path_decisions_decided_by"), table_name="path_decisions")
    op.drop_index(op.f("ix_path_decisions_person_id"), table_name="path_decisions")
    op.drop_table("path_decisions")
    op.drop_table("trainers")
    op.drop_index(op.f("ix_session_roles_observed_id"), table_name="session_roles")
    op.drop_index(op.f("ix_session_roles_person_id"), table_name="session_roles")
    op.drop_table("session_roles")
    op.drop_index(
        "ix_arrangements_to_delete",
        table_name="arrangements",
        postgresql_where=sa.text("rooms IS NOT NULL OR catering IS NOT NULL OR access_needs IS NOT NULL"),
    )
    op.drop_table("arrangements")
