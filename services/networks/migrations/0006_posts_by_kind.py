"""posts by kind: advice that is put to members, replies, following, reuse, what is hidden and why"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

CONFIGURATION = (
    "CASE language WHEN 'nl'::text THEN 'dutch'::regconfig WHEN 'en'::text THEN 'english'::regconfig "
    "ELSE 'simple'::regconfig END"
)


def words(said: str) -> sa.Column:
    return sa.Column(
        "words", postgresql.TSVECTOR(), sa.Computed(f"to_tsvector({CONFIGURATION}, {said})", persisted=True)
    )


def upgrade() -> None:
    _add_to_posts()
    _add_to_answers()
    _make_asking()
    _make_following_and_reuse()
    _make_moderation()


def _add_to_posts() -> None:
    """What was written so far, and what an earlier version writes while a city is upgraded, counts as Dutch."""
    op.add_column("posts", sa.Column("language", sa.Text(), nullable=False, server_default="nl"))
    op.add_column("posts", sa.Column("expertise", sa.Text(), nullable=True))
    op.add_column("posts", sa.Column("area_id", sa.Uuid(), nullable=True))
    op.add_column("posts", sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("posts", sa.Column("reuses", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("posts", sa.Column("accepted_id", sa.Uuid(), nullable=True))
    op.add_column("posts", sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("posts", sa.Column("hidden_for", sa.Text(), nullable=True))
    op.add_column("posts", words("((title || ' '::text) || text)"))
    op.create_index("ix_posts_words", "posts", ["words"], unique=False, postgresql_using="gin")
    op.create_index("ix_posts_area_id_written_at_id", "posts", ["area_id", "written_at", "id"], unique=False)
    op.drop_index("ix_posts_unanswered", table_name="posts")
    unanswered = sa.text("answers = 0")
    op.create_index("ix_posts_unanswered", "posts", ["written_at", "id"], unique=False, postgresql_where=unanswered)


def _add_to_answers() -> None:
    op.add_column("answers", sa.Column("reply_to_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_answers_reply_to_id_answers"), "answers", "answers", ["reply_to_id"], ["id"], ondelete="CASCADE"
    )
    op.create_index(op.f("ix_answers_reply_to_id"), "answers", ["reply_to_id"], unique=False)
    op.add_column("answers", sa.Column("language", sa.Text(), nullable=False, server_default="nl"))
    op.add_column("answers", sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("answers", sa.Column("hidden_for", sa.Text(), nullable=True))
    op.add_column("answers", words("text"))
    op.create_index("ix_answers_words", "answers", ["words"], unique=False, postgresql_using="gin")
    op.create_index("ix_answers_written_at", "answers", ["written_at"], unique=False)


def _make_asking() -> None:
    op.create_table(
        "asked",
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_asked_post_id_posts"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "person_id", name=op.f("pk_asked")),
    )
    op.create_index("ix_asked_person_id_asked_at", "asked", ["person_id", "asked_at"], unique=False)
    waiting = sa.text("state = 'waiting'")
    op.create_index("ix_asked_waiting", "asked", ["asked_at"], unique=False, postgresql_where=waiting)
    op.create_table(
        "resting",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_resting")),
    )


def _make_following_and_reuse() -> None:
    op.create_table(
        "followed_posts",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_followed_posts_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "post_id", name=op.f("pk_followed_posts")),
    )
    op.create_index(op.f("ix_followed_posts_post_id"), "followed_posts", ["post_id"], unique=False)
    op.create_table(
        "followed_themes",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "theme", name=op.f("pk_followed_themes")),
    )
    op.create_table(
        "reuses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_reuses_post_id_posts"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reuses")),
    )
    op.create_index(op.f("ix_reuses_person_id"), "reuses", ["person_id"], unique=False)
    op.create_index("ix_reuses_post_id_person_id", "reuses", ["post_id", "person_id"], unique=True)


def _make_moderation() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
    )
    op.create_index(op.f("ix_reports_post_id"), "reports", ["post_id"], unique=False)
    op.create_index(op.f("ix_reports_person_id"), "reports", ["person_id"], unique=False)
    op.create_index("ix_reports_subject_id_person_id", "reports", ["subject_id", "person_id"], unique=True)
    undecided = sa.text("decided_at IS NULL")
    op.create_index("ix_reports_open", "reports", ["reported_at"], unique=False, postgresql_where=undecided)
    op.create_table(
        "hidings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_by", sa.Uuid(), nullable=True),
        sa.Column("second_look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_by", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hidings")),
    )
    op.create_index(op.f("ix_hidings_subject_id"), "hidings", ["subject_id"], unique=False)
    op.create_index(op.f("ix_hidings_post_id"), "hidings", ["post_id"], unique=False)
    standing = sa.text("ended_at IS NULL")
    op.create_index("ix_hidings_standing", "hidings", ["subject_id"], unique=True, postgresql_where=standing)


def downgrade() -> None:
    for table in ("hidings", "reports", "reuses", "followed_themes", "followed_posts", "resting", "asked"):
        op.drop_table(table)
    op.drop_index("ix_answers_words", table_name="answers")
    op.drop_index("ix_answers_written_at", table_name="answers")
    op.drop_index(op.f("ix_answers_reply_to_id"), table_name="answers")
    for column in ("words", "hidden_for", "edited_at", "language", "reply_to_id"):
        op.drop_column("answers", column)
    op.drop_index("ix_posts_words", table_name="posts")
    op.drop_index("ix_posts_area_id_written_at_id", table_name="posts")
    op.drop_index("ix_posts_unanswered", table_name="posts")
    added = ("words", "hidden_for", "accepted_at", "accepted_id", "reuses", "edited_at", "area_id", "expertise")
    for column in (*added, "language"):
        op.drop_column("posts", column)
    unanswered = sa.text("kind = 'advice' AND answers = 0")
    op.create_index("ix_posts_unanswered", "posts", ["written_at", "id"], unique=False, postgresql_where=unanswered)
