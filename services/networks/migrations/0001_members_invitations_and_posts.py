"""members invitations and posts"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "completions",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "group_id", name=op.f("pk_completions")),
    )
    op.create_table(
        "invitations",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_invitations")),
    )
    op.create_table(
        "members",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("expertise", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("area_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("languages", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_members")),
    )
    op.create_index("ix_members_area_ids", "members", ["area_ids"], unique=False, postgresql_using="gin")
    op.create_index("ix_members_expertise", "members", ["expertise"], unique=False, postgresql_using="gin")
    op.create_index("ix_members_joined_at_person_id", "members", ["joined_at", "person_id"], unique=False)
    op.create_index("ix_members_languages", "members", ["languages"], unique=False, postgresql_using="gin")
    op.create_table(
        "posts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
    )
    op.create_index(op.f("ix_posts_author_id"), "posts", ["author_id"], unique=False)
    op.create_index("ix_posts_kind_written_at_id", "posts", ["kind", "written_at", "id"], unique=False)
    op.create_index("ix_posts_theme_written_at_id", "posts", ["theme", "written_at", "id"], unique=False)
    op.create_index(
        "ix_posts_unanswered",
        "posts",
        ["written_at", "id"],
        unique=False,
        postgresql_where=sa.text("kind = 'advice' AND answers = 0"),
    )
    op.create_index("ix_posts_written_at_id", "posts", ["written_at", "id"], unique=False)
    op.create_table(
        "answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_answers_post_id_posts"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
    )
    op.create_index(op.f("ix_answers_author_id"), "answers", ["author_id"], unique=False)
    op.create_index("ix_answers_post_id_written_at_id", "answers", ["post_id", "written_at", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_answers_post_id_written_at_id", table_name="answers")
    op.drop_index(op.f("ix_answers_author_id"), table_name="answers")
    op.drop_table("answers")
    op.drop_index("ix_posts_written_at_id", table_name="posts")
    op.drop_index(
        "ix_posts_unanswered", table_name="posts", postgresql_where=sa.text("kind = 'advice' AND answers = 0")
    )
    op.drop_index("ix_posts_theme_written_at_id", table_name="posts")
    op.drop_index("ix_posts_kind_written_at_id", table_name="posts")
    op.drop_index(op.f("ix_posts_author_id"), table_name="posts")
    op.drop_table("posts")
    op.drop_index("ix_members_languages", table_name="members", postgresql_using="gin")
    op.drop_index("ix_members_joined_at_person_id", table_name="members")
    op.drop_index("ix_members_expertise", table_name="members", postgresql_using="gin")
    op.drop_index("ix_members_area_ids", table_name="members", postgresql_using="gin")
    op.drop_table("members")
    op.drop_table("invitations")
    op.drop_table("completions")
