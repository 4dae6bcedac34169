"""What is typed into the search box: words, or a day."""

import re
from datetime import date

from babel import Locale
from flask_babel import get_locale

from shared import clock

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DAY = re.compile(r"(\d{1,2})[\s./-]+([^\W\d_]+|\d{1,2})\.?(?:[\s./-]+(\d{4}))?")


def day_in(q: str, time_zone: str) -> date | None:
    """3 december, 3-12-2026, 2026-12-03; without a year the one of this year."""
    iso, day = ISO.fullmatch(q.strip()), DAY.fullmatch(q.strip().lower())
    if iso:
        year, month, number = (int(part) for part in iso.groups())
    elif day:
        number, month = int(day[1]), _month(day[2])
        year = int(day[3]) if day[3] else clock.today(time_zone).year
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _month(said: str) -> int:
    """By its number or its name in the reader's language, or the beginning of that; 0 for none."""
    if said.isdigit():
        return int(said)
    names = (get_locale() or Locale("en")).months["format"]["wide"]
    found = [number for number, name in names.items() if len(said) > 2 and name.lower().startswith(said)]
    return found[0] if len(found) == 1 else 0
