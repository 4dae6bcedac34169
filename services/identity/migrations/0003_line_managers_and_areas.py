"""line managers, and the areas where people work"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("line_manager_id", sa.Uuid(), nullable=True))
    op.add_column("people", sa.Column("area_ids", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False))
    op.create_foreign_key(op.f("fk_people_line_manager_id_people"), "people", "people", ["line_manager_id"], ["id"])
    op.create_index(op.f("ix_people_line_manager_id"), "people", ["line_manager_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_people_line_manager_id"), table_name="people")
    op.drop_constraint(op.f("fk_people_line_manager_id_people"), "people", type_="foreignkey")
    op.drop_column("people", "area_ids")
    op.drop_column("people", "line_manager_id")
