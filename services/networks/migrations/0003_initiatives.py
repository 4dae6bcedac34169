"""initiatives: who takes part, steps, needs with offers, notes"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "initiatives",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("area_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiatives")),
    )
    op.create_index("ix_initiatives_active_at_id", "initiatives", ["active_at", "id"], unique=False)
    op.create_index("ix_initiatives_area_ids", "initiatives", ["area_ids"], unique=False, postgresql_using="gin")
    op.create_index(op.f("ix_initiatives_author_id"), "initiatives", ["author_id"], unique=False)
    op.create_table(
        "initiative_needs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("met", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiatives.id"],
            name=op.f("fk_initiative_needs_initiative_id_initiatives"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_needs")),
    )
    op.create_index(op.f("ix_initiative_needs_initiative_id"), "initiative_needs", ["initiative_id"], unique=False)
    op.create_table(
        "initiative_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiatives.id"],
            name=op.f("fk_initiative_notes_initiative_id_initiatives"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_notes")),
    )
    op.create_index(op.f("ix_initiative_notes_author_id"), "initiative_notes", ["author_id"], unique=False)
    op.create_index(op.f("ix_initiative_notes_initiative_id"), "initiative_notes", ["initiative_id"], unique=False)
    op.create_table(
        "initiative_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiatives.id"],
            name=op.f("fk_initiative_steps_initiative_id_initiatives"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_steps")),
    )
    op.create_index(op.f("ix_initiative_steps_initiative_id"), "initiative_steps", ["initiative_id"], unique=False)
    op.create_index(op.f("ix_initiative_steps_owner_id"), "initiative_steps", ["owner_id"], unique=False)
    op.create_table(
        "participations",
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["initiative_id"],
            ["initiatives.id"],
            name=op.f("fk_participations_initiative_id_initiatives"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("initiative_id", "person_id", name=op.f("pk_participations")),
    )
    op.create_index(op.f("ix_participations_person_id"), "participations", ["person_id"], unique=False)
    op.create_table(
        "initiative_offers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["need_id"],
            ["initiative_needs.id"],
            name=op.f("fk_initiative_offers_need_id_initiative_needs"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_offers")),
    )
    op.create_index(op.f("ix_initiative_offers_author_id"), "initiative_offers", ["author_id"], unique=False)
    op.create_index(op.f("ix_initiative_offers_need_id"), "initiative_offers", ["need_id"], unique=False)


def downgrade() -> None:
    op.drop_table("initiative_offers")
    op.drop_table("participations")
    op.drop_table("initiative_steps")
    op.drop_table("initiative_notes")
    op.drop_table("initiative_needs")
    op.drop_table("initiatives")
