import re
from datetime import date, timedelta

KEPT_UNREAD = timedelta(days=30)
MOST_PARAGRAPHS = 5
EMPTY_LINES = re.compile(r"\s*\n\s*\n\s*")


def comments_are_kept_until(closed_on: date) -> date:
    """Those that nobody has released: this is their last day."""
    return closed_on + KEPT_UNREAD


def comments_in(said: str) -> list[str]:
    """Each paragraph is one by itself, so several may be of one person: of two comments or more nobody can tell how
    many wrote, and so how many did not. From the fifth paragraph on they stay together."""
    return EMPTY_LINES.split(said.strip(), maxsplit=MOST_PARAGRAPHS - 1)
