"""the exchange between cities: shares, outcomes, offers, neighbours"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def text(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable)


def number(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def upgrade() -> None:
    op.add_column("chapters", sa.Column("lineage", postgresql.JSONB(), server_default="[]", nullable=False))
    op.create_index("ix_chapters_origin_city_origin_id", "chapters", ["origin_city", "origin_id"], unique=False)
    op.create_table(
        "shares",
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        text("language"),
        number("number"),
        text("state"),
        text("context_note"),
        text("adaptation_note"),
        text("reason", nullable=True),
        number("shared_number", nullable=True),
        text("shared_context_note", nullable=True),
        text("shared_adaptation_note", nullable=True),
        moment("changed_at"),
        sa.ForeignKeyConstraint(
            ["chapter_id", "language"],
            ["chapter_texts.chapter_id", "chapter_texts.language"],
            name="fk_shares_chapter_texts",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("chapter_id", "language", name=op.f("pk_shares")),
    )
    op.create_table(
        "outcomes",
        sa.Column("chapter_id", sa.Uuid(), nullable=False),
        text("language"),
        text("city"),
        text("city_name"),
        number("number"),
        text("decision"),
        text("reason", nullable=True),
        moment("decided_at"),
        sa.ForeignKeyConstraint(
            ["chapter_id", "language"],
            ["shares.chapter_id", "shares.language"],
            name="fk_outcomes_shares",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("chapter_id", "language", "city", name=op.f("pk_outcomes")),
    )
    op.create_table(
        "offers",
        sa.Column("id", sa.Uuid(), nullable=False),
        text("city"),
        text("city_name"),
        sa.Column("origin_id", sa.Uuid(), nullable=False),
        text("kind"),
        text("theme"),
        text("source", nullable=True),
        text("language"),
        number("number"),
        text("title"),
        text("summary", nullable=True),
        sa.Column("parts", postgresql.JSONB(), nullable=False),
        text("attribution"),
        text("licence"),
        text("context_note"),
        text("adaptation_note"),
        sa.Column("lineage", postgresql.JSONB(), nullable=False),
        text("address"),
        moment("received_at"),
        moment("changed_at"),
        text("state"),
        text("decision", nullable=True),
        number("decided_number", nullable=True),
        moment("decided_at", nullable=True),
        text("reason", nullable=True),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        text("withdrawn_for", nullable=True),
        sa.Column("before", postgresql.JSONB(), nullable=True),
        sa.Column("chapter_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chapter_id"], ["chapters.id"], name=op.f("fk_offers_chapter_id_chapters"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("city", "origin_id", "language", name=op.f("uq_offers_city_origin_id_language")),
    )
    op.create_index(op.f("ix_offers_chapter_id"), "offers", ["chapter_id"], unique=False)
    op.create_index("ix_offers_changed_at_id", "offers", ["changed_at", "id"], unique=False)
    op.create_table(
        "neighbours",
        text("city"),
        text("city_name"),
        moment("first_heard_at"),
        moment("heard_at"),
        moment("hour_began_at"),
        number("messages"),
        number("refused"),
        text("refused_for", nullable=True),
        moment("refused_at", nullable=True),
        sa.PrimaryKeyConstraint("city", name=op.f("pk_neighbours")),
    )
    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        number("epoch"),
        text("version"),
        moment("in_touch_at"),
        moment("share_again_at", nullable=True),
        moment("shared_again_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )


def downgrade() -> None:
    for table in ("contacts", "neighbours", "offers", "outcomes", "shares"):
        op.drop_table(table)
    op.drop_index("ix_chapters_origin_city_origin_id", table_name="chapters")
    op.drop_column("chapters", "lineage")
