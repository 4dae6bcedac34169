"""issues and polarisation maps"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issues",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_issues_programme_id_programmes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issues")),
    )
    op.create_index(op.f("ix_issues_programme_id"), "issues", ["programme_id"], unique=False)
    op.create_table(
        "polarisation_maps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("issue_id", sa.Uuid(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("us_and_them", sa.Text(), nullable=False),
        sa.Column("fuel", sa.Text(), nullable=True),
        sa.Column("gut_feeling", sa.Text(), nullable=True),
        sa.Column("middle_asks", sa.Text(), nullable=True),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("pushers", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("joiners", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("middle", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("bridge_builders", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("scapegoats", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["issues.id"], name=op.f("fk_polarisation_maps_issue_id_issues"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polarisation_maps")),
        sa.UniqueConstraint("issue_id", "drawn_on", name=op.f("uq_polarisation_maps_issue_id_drawn_on")),
    )


def downgrade() -> None:
    op.drop_table("polarisation_maps")
    op.drop_index(op.f("ix_issues_programme_id"), table_name="issues")
    op.drop_table("issues")
