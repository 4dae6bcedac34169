"""buddies, and what has to be known of people for matching them"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "colleagues",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("supports", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_colleagues")),
    )
    op.create_table(
        "buddy_searches",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_buddy_searches")),
    )
    op.create_table(
        "buddy_pairs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("newcomer_id", sa.Uuid(), nullable=False),
        sa.Column("guide_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("newcomer_agreed", sa.Boolean(), nullable=False),
        sa.Column("guide_agreed", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buddy_pairs")),
    )
    for column in ("newcomer_id", "guide_id"):
        op.create_index(op.f(f"ix_buddy_pairs_{column}"), "buddy_pairs", [column], unique=False)


def downgrade() -> None:
    op.drop_table("buddy_pairs")
    op.drop_table("buddy_searches")
    op.drop_table("colleagues")
