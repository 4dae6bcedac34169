"""people as far as composing groups needs them, and wishes

People who are known already are told of once more: a rebuild of this read model is asked for, as an operator would. A
new city has nobody yet, and no relay to ask.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REBUILD = """
WITH asked AS (
    INSERT INTO rebuilds (id, read_model) VALUES (gen_random_uuid(), 'people') RETURNING id
)
INSERT INTO relay.replays (id, queue, types)
SELECT id, 'rebuild.trainings.' || id,
       '{"identity": ["person_added.v1", "person_changed.v1", "person_erased.v1", "person_merged.v1"]}'::jsonb
FROM asked
"""


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("area_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("line_manager_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index(op.f("ix_people_line_manager_id"), "people", ["line_manager_id"], unique=False)
    op.create_table(
        "wishes",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programmes.id"], name=op.f("fk_wishes_programme_id_programmes")),
        sa.PrimaryKeyConstraint("programme_id", "person_id", "other_id", name=op.f("pk_wishes")),
    )
    op.create_index(op.f("ix_wishes_person_id"), "wishes", ["person_id"], unique=False)
    op.create_index(op.f("ix_wishes_other_id"), "wishes", ["other_id"], unique=False)
    if op.get_bind().scalar(sa.text("SELECT to_regclass('relay.replays')")) is not None:
        op.execute(REBUILD)


def downgrade() -> None:
    op.execute("DELETE FROM relay.replays WHERE id IN (SELECT id FROM rebuilds WHERE read_model = 'people')")
    op.execute("DELETE FROM rebuilds WHERE read_model = 'people'")
    for table in ("inbox", "failed"):
        op.execute(f"DELETE FROM {table} WHERE subscription = 'trainings.people.identity'")  # noqa: S608
    op.drop_table("wishes")
    op.drop_table("people")
