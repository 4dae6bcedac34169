"""mediations with their entries, and the store of keys"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mediators",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mediators")),
    )
    op.create_table(
        "mediations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), sa.Identity(always=False), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text()),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Uuid()),
        sa.Column("active_on", sa.Date(), nullable=False),
        sa.Column("mediator_id", sa.Uuid()),
        sa.Column("accepted_on", sa.Date()),
        sa.Column("referred_from", sa.Text()),
        sa.Column("answered_on", sa.Date()),
        sa.Column("referred_to", sa.Text()),
        sa.Column("heard_on", sa.Date()),
        sa.Column("confidential_on", sa.Date()),
        sa.Column("verdict", sa.Text()),
        sa.Column("suitability", sa.Text()),
        sa.Column("techniques", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("closed_on", sa.Date()),
        sa.Column("ended_on", sa.Date()),
        sa.Column("destroyed_on", sa.Date()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediations")),
    )
    op.create_index(op.f("ix_mediations_mediator_id"), "mediations", ["mediator_id"])
    op.create_index(op.f("ix_mediations_opened_by"), "mediations", ["opened_by"])
    op.create_table(
        "refusing",
        sa.Column("mediation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mediation_id"],
            ["mediations.id"],
            name=op.f("fk_refusing_mediation_id_mediations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mediation_id", "person_id", name=op.f("pk_refusing")),
    )
    op.create_index(op.f("ix_refusing_person_id"), "refusing", ["person_id"])
    op.create_table(
        "entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mediation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("party_id", sa.Uuid()),
        sa.Column("happened_on", sa.Date()),
        sa.Column("due_on", sa.Date()),
        sa.Column("done_on", sa.Date()),
        sa.Column("techniques", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["mediation_id"],
            ["mediations.id"],
            name=op.f("fk_entries_mediation_id_mediations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["entries.id"], name=op.f("fk_entries_party_id_entries"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entries")),
    )
    op.create_index(op.f("ix_entries_mediation_id"), "entries", ["mediation_id"])
    op.create_index(op.f("ix_entries_party_id"), "entries", ["party_id"])
    op.create_table(
        "merges",
        sa.Column("dropped_id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("moves", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("dropped_id", name=op.f("pk_merges")),
    )
    op.create_index(op.f("ix_merges_kept_id"), "merges", ["kept_id"])
    op.create_table(
        "mediator_keys",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("by_passphrase", sa.Text(), nullable=False),
        sa.Column("by_recovery", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mediator_keys")),
    )
    op.create_table(
        "mediation_keys",
        sa.Column("mediation_id", sa.Uuid(), nullable=False),
        sa.Column("wrapped", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("mediation_id", name=op.f("pk_mediation_keys")),
    )
    op.create_table(
        "destructions",
        sa.Column("mediation_id", sa.Uuid(), nullable=False),
        sa.Column("destroyed_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("mediation_id", name=op.f("pk_destructions")),
    )


def downgrade() -> None:
    for table in (
        *("destructions", "mediation_keys", "mediator_keys", "merges"),
        *("entries", "refusing", "mediations", "mediators"),
    ):
        op.drop_table(table)
