"""units, what they show, and comments that somebody reads first

What was shown until now is shown by other rules from now on. Surveys that have closed are taken up by the job that
counts; their comments wait to be read like those of any other.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "units",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("wave", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
    )
    op.create_index("ix_units_programme_id_wave_turn", "units", ["programme_id", "wave", "turn"], unique=True)
    op.create_table(
        "unit_figures",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("exact", sa.Boolean(), nullable=False),
        sa.Column("tenths", sa.Integer(), nullable=False),
        sa.Column("bound", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_unit_figures_unit_id_units"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("unit_id", "question", name=op.f("pk_unit_figures")),
    )
    op.create_table(
        "shown_tables",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("wave", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("option", sa.Text(), nullable=False),
        sa.Column("cells", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shown_tables")),
    )
    op.create_index(op.f("ix_shown_tables_programme_id"), "shown_tables", ["programme_id"], unique=False)
    op.create_table(
        "unit_counts",
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("option", sa.Text(), nullable=False),
        sa.Column("cells", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("table_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["table_id"], ["shown_tables.id"], name=op.f("fk_unit_counts_table_id_shown_tables")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_unit_counts_unit_id_units"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("unit_id", "question", "option", name=op.f("pk_unit_counts")),
    )
    op.create_index(op.f("ix_unit_counts_table_id"), "unit_counts", ["table_id"], unique=False)
    op.create_table(
        "comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["surveys.id"], name=op.f("fk_comments_survey_id_surveys"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index(op.f("ix_comments_survey_id"), "comments", ["survey_id"], unique=False)
    op.add_column("surveys", sa.Column("closed_on", sa.Date(), nullable=True))
    op.add_column("surveys", sa.Column("received", sa.Integer(), nullable=True))
    op.add_column("surveys", sa.Column("turn", sa.Integer(), nullable=True))
    op.add_column("surveys", sa.Column("unit_id", sa.Uuid(), nullable=True))
    op.add_column("surveys", sa.Column("comments_read", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_foreign_key(op.f("fk_surveys_unit_id_units"), "surveys", "units", ["unit_id"], ["id"])
    op.create_index(op.f("ix_surveys_unit_id"), "surveys", ["unit_id"], unique=False)
    # Only the wave after the course has been asked so far, and everybody had to answer `recommend`.
    op.execute(
        "UPDATE surveys SET closed_on = CURRENT_DATE, received = (SELECT count(*) FROM answers "
        "WHERE answers.survey_id = surveys.id AND answers.question = 'recommend') WHERE state = 'closed'"
    )


def downgrade() -> None:
    op.execute(
        "INSERT INTO answers (id, survey_id, question, value) "
        "SELECT gen_random_uuid(), survey_id, question, to_jsonb(text) FROM comments"
    )
    op.drop_index(op.f("ix_surveys_unit_id"), table_name="surveys")
    op.drop_constraint(op.f("fk_surveys_unit_id_units"), "surveys")
    for column in ("comments_read", "unit_id", "turn", "received", "closed_on"):
        op.drop_column("surveys", column)
    op.drop_index(op.f("ix_comments_survey_id"), table_name="comments")
    op.drop_table("comments")
    op.drop_index(op.f("ix_unit_counts_table_id"), table_name="unit_counts")
    op.drop_table("unit_counts")
    op.drop_index(op.f("ix_shown_tables_programme_id"), table_name="shown_tables")
    op.drop_table("shown_tables")
    op.drop_table("unit_figures")
    op.drop_index("ix_units_programme_id_wave_turn", table_name="units")
    op.drop_table("units")
