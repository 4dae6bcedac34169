"""A file of earlier trainings, CSV or XLSX, as a heading and lines for `trainings.start_past_import`.

What its columns hold is not decided here: nobody keeps such a list as anybody else does.
"""

import re
from collections import Counter
from itertools import islice
from typing import Any

from flask_babel import gettext as _

from services.gateway import spreadsheets
from services.gateway.spreadsheets import HEADING_WITHIN, WIDEST_ROW, Line
from shared.contracts.trainings import PAST_LINES
from shared.errors import Invalid

# What stands in a line of figures, and in no heading: a count or a date in digits.
FIGURE = re.compile(r"\d+([.,]\d+)?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*")


def read(content: bytes) -> dict[str, Any]:
    """`heading`, `lines` and `guessed` (the letters may have been misread); raises Invalid."""
    found, guessed = spreadsheets.lines_of(content, _columns_that_agree)
    beginning = list(islice(found, HEADING_WITHIN))
    place = _place_of_the_heading(beginning)
    heading = [] if place is None else _trimmed(beginning[place][1])
    lines = [*beginning[0 if place is None else place + 1 :], *found]
    if not lines:
        raise Invalid({"file": ["file_without_lines"]})
    if len(lines) > PAST_LINES:
        raise Invalid({"file": [f"file_too_many_lines:{PAST_LINES}"]})
    width = max(len(heading), max(len(_trimmed(cells)) for _number, cells in lines))
    named = [name.strip() or _("Column %(number)s", number=number) for number, name in enumerate(heading, start=1)]
    unnamed = [_("Column %(number)s", number=number) for number in range(len(heading) + 1, width + 1)]
    return {
        "heading": [*named, *unnamed],
        "lines": [{"line": number, "cells": _wide(cells, width)} for number, cells in lines],
        "guessed": guessed,
    }


def _columns_that_agree(records: list[list[str]]) -> int:
    """How many columns most of the lines have with this separator."""
    widths = Counter(len(record) for record in records if record)
    return widths.most_common(1)[0][0] if widths else 0


def _place_of_the_heading(beginning: list[Line]) -> int | None:
    """The first line with several words and no figures; a title above it has one cell. None: there is no heading."""
    for place, (_number, cells) in enumerate(beginning):
        filled = [cell.strip() for cell in cells if cell.strip()]
        if any(FIGURE.fullmatch(cell) for cell in filled):
            return None
        if len(filled) > 1:
            return place
    return None


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at its end."""
    width = max((place for place, cell in enumerate(cells[:WIDEST_ROW], start=1) if cell.strip()), default=0)
    return cells[:width]


def _wide(cells: list[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]
