"""What is told of the network in figures."""

from datetime import date, timedelta

FEWEST_FOR_A_SHARE = 5
ACTIVE_DAYS = 90


def active_since(today: date) -> date:
    return today - timedelta(days=ACTIVE_DAYS)


def a_share_may_be_told(members: int) -> bool:
    """Of fewer it would say too much about each."""
    return members >= FEWEST_FOR_A_SHARE


def per_member(count: int, members: int) -> float | None:
    return round(count / members, 2) if members and a_share_may_be_told(members) else None
