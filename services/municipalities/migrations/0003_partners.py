"""partner organisations of a programme"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partners",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("willing", sa.Boolean(), nullable=False),
        sa.Column("able", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_partners_programme_id_programmes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners")),
        sa.UniqueConstraint("programme_id", "name", name=op.f("uq_partners_programme_id_name")),
    )
    op.create_index(op.f("ix_partners_contact_id"), "partners", ["contact_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_partners_contact_id"), table_name="partners")
    op.drop_table("partners")
