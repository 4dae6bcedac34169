"""people register by themselves and partners nominate"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "openings",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_openings_programme_id_programmes")),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_openings")),
        sa.UniqueConstraint("code", name=op.f("uq_openings_code")),
    )
    op.create_table(
        "registrations",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("pair_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_registrations_programme_id_programmes")
        ),
        sa.PrimaryKeyConstraint("edition_id", "person_id", name=op.f("pk_registrations")),
    )
    op.create_index(op.f("ix_registrations_person_id"), "registrations", ["person_id"], unique=False)
    op.create_index("ix_registrations_partner_id", "registrations", ["edition_id", "partner_id"], unique=False)
    op.create_index(
        "ix_registrations_until",
        "registrations",
        ["until"],
        unique=False,
        postgresql_where=sa.text("state IN ('held', 'asked')"),
    )
    op.create_table(
        "partners",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partners")),
    )
    op.create_index(op.f("ix_partners_programme_id"), "partners", ["programme_id"], unique=False)
    op.create_index(op.f("ix_partners_contact_id"), "partners", ["contact_id"], unique=False)
    op.create_table(
        "partner_codes",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_partner_codes_group_id_groups")),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name=op.f("fk_partner_codes_partner_id_partners")),
        sa.PrimaryKeyConstraint("group_id", "partner_id", name=op.f("pk_partner_codes")),
        sa.UniqueConstraint("code", name=op.f("uq_partner_codes_code")),
    )


def downgrade() -> None:
    op.drop_table("partner_codes")
    op.drop_index(op.f("ix_partners_contact_id"), table_name="partners")
    op.drop_index(op.f("ix_partners_programme_id"), table_name="partners")
    op.drop_table("partners")
    op.drop_index(
        "ix_registrations_until", table_name="registrations", postgresql_where=sa.text("state IN ('held', 'asked')")
    )
    op.drop_index("ix_registrations_partner_id", table_name="registrations")
    op.drop_index(op.f("ix_registrations_person_id"), table_name="registrations")
    op.drop_table("registrations")
    op.drop_table("openings")
