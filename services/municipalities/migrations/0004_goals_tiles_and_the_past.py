"""goals and beneficiaries of a programme, tiles of areas, and the past on the dashboard"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("areas", sa.Column("tile_column", sa.Integer(), nullable=True))
    op.add_column("areas", sa.Column("tile_row", sa.Integer(), nullable=True))
    op.add_column("programmes", sa.Column("sdgs", sa.ARRAY(sa.Text()), nullable=False, server_default="{}"))
    op.create_table(
        "beneficiary_counts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("beneficiary", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_beneficiary_counts_programme_id_programmes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_beneficiary_counts")),
    )
    op.create_index(op.f("ix_beneficiary_counts_programme_id"), "beneficiary_counts", ["programme_id"], unique=False)
    counts = ("introductions", "courses", "invited", "introduced", "registered", "attended", "completed")
    op.create_table(
        "dashboard_past",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.PrimaryKeyConstraint("programme_id", name=op.f("pk_dashboard_past")),
    )


def downgrade() -> None:
    op.drop_table("dashboard_past")
    op.drop_index(op.f("ix_beneficiary_counts_programme_id"), table_name="beneficiary_counts")
    op.drop_table("beneficiary_counts")
    op.drop_column("programmes", "sdgs")
    op.drop_column("areas", "tile_row")
    op.drop_column("areas", "tile_column")
