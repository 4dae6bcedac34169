"""surveys links and answers"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "coordinators",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("programme_id", "person_id", name=op.f("pk_coordinators")),
    )
    op.create_index(op.f("ix_coordinators_person_id"), "coordinators", ["person_id"], unique=False)
    op.create_table(
        "surveys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("questions_version", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
        sa.UniqueConstraint("group_id", name=op.f("uq_surveys_group_id")),
    )
    op.create_index(
        "ix_surveys_open_closes_on", "surveys", ["closes_on"], unique=False, postgresql_where=sa.text("state = 'open'")
    )
    op.create_index(op.f("ix_surveys_programme_id"), "surveys", ["programme_id"], unique=False)
    op.create_table(
        "trainers",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_trainers")),
    )
    op.create_index(op.f("ix_trainers_person_id"), "trainers", ["person_id"], unique=False)
    op.create_table(
        "answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("value", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_answers_survey_id_surveys"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
    )
    op.create_index(op.f("ix_answers_survey_id"), "answers", ["survey_id"], unique=False)
    op.create_table(
        "invitations",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_invitations_survey_id_surveys"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("survey_id", "person_id", name=op.f("pk_invitations")),
    )
    op.create_index(op.f("ix_invitations_person_id"), "invitations", ["person_id"], unique=False)
    op.create_table(
        "links",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_links_survey_id_surveys"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_survey_id"), "links", ["survey_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_links_survey_id"), table_name="links")
    op.drop_table("links")
    op.drop_index(op.f("ix_invitations_person_id"), table_name="invitations")
    op.drop_table("invitations")
    op.drop_index(op.f("ix_answers_survey_id"), table_name="answers")
    op.drop_table("answers")
    op.drop_index(op.f("ix_trainers_person_id"), table_name="trainers")
    op.drop_table("trainers")
    op.drop_index(op.f("ix_surveys_programme_id"), table_name="surveys")
    op.drop_index("ix_surveys_open_closes_on", table_name="surveys", postgresql_where=sa.text("state = 'open'"))
    op.drop_table("surveys")
    op.drop_index(op.f("ix_coordinators_person_id"), table_name="coordinators")
    op.drop_table("coordinators")
