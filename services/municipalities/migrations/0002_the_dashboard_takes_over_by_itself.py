"""the dashboard notes what it has taken over under subscriptions of its own"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# All that municipalities listened to fed the dashboard; what identity announced fed more than that.
OWNERS = ("trainings", "networks", "feedback")


def upgrade() -> None:
    for owner in OWNERS:
        _rename(f"municipalities.{owner}", f"municipalities.dashboard.{owner}")
    op.execute(
        "INSERT INTO inbox (message_id, subscription, aggregate_id, sequence, received_at)"
        " SELECT message_id, 'municipalities.dashboard.identity', aggregate_id, sequence, received_at"
        " FROM inbox WHERE subscription = 'municipalities.identity'"
        " AND NOT EXISTS (SELECT FROM failed WHERE failed.message_id = inbox.message_id)"
    )


def downgrade() -> None:
    op.execute("DELETE FROM inbox WHERE subscription = 'municipalities.dashboard.identity'")
    for owner in OWNERS:
        _rename(f"municipalities.dashboard.{owner}", f"municipalities.{owner}")


def _rename(old: str, new: str) -> None:
    for table in ("inbox", "failed"):
        op.execute(f"UPDATE {table} SET subscription = '{new}' WHERE subscription = '{old}'")  # noqa: S608
