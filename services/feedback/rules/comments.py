from datetime import date, timedelta

KEPT_UNREAD = timedelta(days=30)


def comments_are_kept_until(closed_on: date) -> date:
    """Those that nobody has released: this is their last day."""
    return closed_on + KEPT_UNREAD
