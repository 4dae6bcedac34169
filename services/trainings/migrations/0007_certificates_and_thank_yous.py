"""certificates and thank yous"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certificates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("training_day_on", sa.Date(), nullable=False),
        sa.Column("deepening_on", sa.Date(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("name_shown", sa.Boolean(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_certificates_group_id_groups")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programmes.id"], name=op.f("fk_certificates_programme_id_programmes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificates")),
        sa.UniqueConstraint("code", name=op.f("uq_certificates_code")),
    )
    op.create_index(op.f("ix_certificates_person_id"), "certificates", ["person_id"], unique=False)
    op.create_index(
        "ix_certificates_programme_id_issued_at", "certificates", ["programme_id", "issued_at"], unique=False
    )
    op.create_index(
        "uq_certificates_group_id_person_id",
        "certificates",
        ["group_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
    )
    op.create_table(
        "thank_you_drafts",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_thank_you_drafts_session_id_sessions")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_thank_you_drafts")),
    )
    op.create_table(
        "thank_yous",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_thank_yous_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thank_yous")),
        sa.UniqueConstraint("session_id", "person_id", name=op.f("uq_thank_yous_session_id_person_id")),
    )
    op.create_index(op.f("ix_thank_yous_person_id"), "thank_yous", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("thank_yous")
    op.drop_table("thank_you_drafts")
    op.drop_table("certificates")
