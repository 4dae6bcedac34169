"""strategies of programmes: sections, comments, actions, what was adopted"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def of_strategy(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_programme_id_strategies")
    return sa.ForeignKeyConstraint(["programme_id"], ["strategies.programme_id"], name=name)


def upgrade() -> None:
    op.create_table(
        "strategies",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("writer_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("session_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("review_asked", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_strategies_programme_id_programmes")
        ),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("pk_strategies")),
    )
    op.create_table(
        "strategy_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", MOMENT, nullable=False),
        of_strategy("strategy_texts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strategy_texts")),
        sa.UniqueConstraint(
            "programme_id", "section", "number", name=op.f("uq_strategy_texts_programme_id_section_number")
        ),
    )
    op.create_index(op.f("ix_strategy_texts_author_id"), "strategy_texts", ["author_id"], unique=False)
    op.create_table(
        "strategy_comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("resolved_at", MOMENT, nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        of_strategy("strategy_comments"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strategy_comments")),
    )
    for column in ("programme_id", "author_id", "resolved_by"):
        op.create_index(op.f(f"ix_strategy_comments_{column}"), "strategy_comments", [column], unique=False)
    op.create_table(
        "strategy_actions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reminded", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        of_strategy("strategy_actions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strategy_actions")),
    )
    for column in ("programme_id", "owner_id", "due_on"):
        op.create_index(op.f(f"ix_strategy_actions_{column}"), "strategy_actions", [column], unique=False)
    op.create_table(
        "adopted_strategies",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("adopted_at", MOMENT, nullable=False),
        sa.Column("adopted_by", sa.Uuid(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        of_strategy("adopted_strategies"),
        sa.PrimaryKeyConstraint("programme_id", "number", name=op.f("pk_adopted_strategies")),
    )
    op.create_index(op.f("ix_adopted_strategies_adopted_by"), "adopted_strategies", ["adopted_by"], unique=False)


def downgrade() -> None:
    for table in ("adopted_strategies", "strategy_actions", "strategy_comments", "strategy_texts", "strategies"):
        op.drop_table(table)
