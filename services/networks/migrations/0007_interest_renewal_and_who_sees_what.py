"""what members bring and look for, until when, and who sees what of them"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NOTHING = sa.text("'{}'")
A_YEAR = sa.text("(CURRENT_DATE + '1 year'::interval)")  # of who is in already, from now on
EVERYBODY, MEMBERS, NOBODY = sa.text("'members_and_coordinators'"), sa.text("'members'"), sa.text("'nobody'")
COLUMNS: dict[str, tuple[Any, sa.TextClause]] = {
    "brings": (postgresql.ARRAY(sa.Text()), NOTHING),
    "seeks": (postgresql.ARRAY(sa.Text()), NOTHING),
    "months": (sa.Integer(), sa.text("12")),
    "until": (sa.Date(), A_YEAR),
    "expertise_for": (sa.Text(), EVERYBODY),
    "areas_for": (sa.Text(), EVERYBODY),
    "languages_for": (sa.Text(), EVERYBODY),
    "interest_for": (sa.Text(), MEMBERS),
    "tree_for": (sa.Text(), NOBODY),
}


def upgrade() -> None:
    for name, (kind, at_first) in COLUMNS.items():
        op.add_column("members", sa.Column(name, kind, nullable=False, server_default=at_first))
    op.add_column("members", sa.Column("interest", sa.Text(), nullable=True))
    op.add_column("members", sa.Column("asked_about", sa.Date(), nullable=True))
    op.create_index(op.f("ix_members_until"), "members", ["until"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_members_until"), table_name="members")
    for name in (*COLUMNS, "interest", "asked_about"):
        op.drop_column("members", name)
