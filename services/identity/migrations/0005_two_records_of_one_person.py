"""two records of one person are merged, and can be taken apart again"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("merged_into_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_people_merged_into_id_people"), "people", "people", ["merged_into_id"], ["id"])
    op.create_index(op.f("ix_people_merged_into_id"), "people", ["merged_into_id"], unique=False)
    op.create_table(
        "merges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("dropped_id", sa.Uuid(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.Uuid(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(["dropped_id"], ["people.id"], name=op.f("fk_merges_dropped_id_people")),
        sa.ForeignKeyConstraint(["kept_id"], ["people.id"], name=op.f("fk_merges_kept_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )
    op.create_index(op.f("ix_merges_dropped_id"), "merges", ["dropped_id"], unique=False)
    op.create_index(op.f("ix_merges_kept_id"), "merges", ["kept_id"], unique=False)
    op.create_index(op.f("ix_merges_merged_at"), "merges", ["merged_at"], unique=False)
    op.create_table(
        "distinct_people",
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["one_id"], ["people.id"], name=op.f("fk_distinct_people_one_id_people")),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name=op.f("fk_distinct_people_other_id_people")),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_distinct_people")),
    )
    op.create_index(op.f("ix_distinct_people_other_id"), "distinct_people", ["other_id"], unique=False)


def downgrade() -> None:
    op.drop_table("distinct_people")
    op.drop_table("merges")
    op.drop_index(op.f("ix_people_merged_into_id"), table_name="people")
    op.drop_constraint(op.f("fk_people_merged_into_id_people"), "people", type_="foreignkey")
    op.drop_column("people", "merged_into_id")
