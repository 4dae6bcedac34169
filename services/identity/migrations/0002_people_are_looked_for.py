"""people are looked for by a part of their name

Without the extension pg_trgm, which not every PostgreSQL has.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE FUNCTION trigrams(told text) RETURNS text[] IMMUTABLE STRICT PARALLEL SAFE COST 1000 LANGUAGE sql
        RETURN ARRAY(SELECT DISTINCT substr(lower(told), n, 3) FROM generate_series(1, length(told) - 2) AS n)
    """)
    op.execute("""
        CREATE INDEX ix_people_trigrams ON people USING gin (trigrams(name || email)) WHERE removed_at IS NULL
    """)


def downgrade() -> None:
    op.execute("DROP INDEX ix_people_trigrams")
    op.execute("DROP FUNCTION trigrams(text)")
