"""Decisions about trainings of the past, as they stand in files of other people: what a column holds, what a line says.

A line is its cells as text; a training is a dict with held_on, kind, place, reference, registered, attended (a count
or None for each part), completed.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

PAST_IMPORT_AGE = timedelta(days=1)
PAST_PARTS = 5
LARGEST_COUNT = 100_000
FIRST_YEAR = 1950

# Words of a heading, in Dutch and English, and what they speak of. The first that fits decides.
HEADING_WORDS = {
    "completed": "completed completion afgerond voltooid geslaagd certified gecertificeerd badged certificaten "
    "certificates diplomas graduated",
    "registered": "registered registrations enrolled signed aangemeld aanmeldingen ingeschreven inschrijvingen "
    "geregistreerd uitgenodigd invited",
    "attended": "attended attendance attendees present participants aanwezig aanwezigen aanwezigheid deelnemers "
    "opkomst",
    "date": "date datum start startdatum startdate begin begindatum wanneer when",
    "kind": "kind type soort vorm",
    "place": "place location plaats locatie stad city gemeente wijk buurt gebied area neighbourhood land country venue "
    "zaal",
    "reference": "reference id slug code nummer number kenmerk titel title training name naam",
}
WORD_OF = {word: column for column, words in HEADING_WORDS.items() for word in words.split()}
# "day 2", "dag2", "attended 2nd part", "deel 1": a part when one of these stands with a number.
PART_WORDS = {"day", "dag", "part", "deel", "dagdeel", "sessie", "session"}
KIND_WORDS = {
    "introduction": "introduction introductie introductiebijeenkomst kennismaking intro",
    "course": "course cursus training opleiding workshop trainingsdag",
}
KIND_OF = {word: kind for kind, words in KIND_WORDS.items() for word in words.split()}

NOT_TOLD = {"", "-", "\N{EN DASH}", "?", "n/a", "na", "nb", "n.b.", "onbekend", "unknown", "x"}
MONTHS = (
    "jan januari january",
    "feb februari february",
    "mrt maart mar march",
    "apr april",
    "mei may",
    "jun juni june",
    "jul juli july",
    "aug augustus august",
    "sep sept september",
    "okt oktober oct october",
    "nov november",
    "dec december",
)
MONTH_OF = {name: number for number, names in enumerate(MONTHS, start=1) for name in names.split()}

YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?")
NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:[ T].*)?")
IN_WORDS = re.compile(r"(?:[a-z]+,? )?(\d{1,2})[ -]([a-z]+)\.?,?[ -](\d{4})|([a-z]+)\.? (\d{1,2}),? (\d{4})")
SERIAL = re.compile(r"[2-5]\d{4}")
SERIAL_BEGIN = date(1899, 12, 30)
COUNT = re.compile(r"(\d+)(?:[.,]0+)?")


def what_the_columns_hold(heading: Sequence[str], lines: Sequence[Sequence[str]]) -> list[str]:
    """A guess for each column, by its heading, and for the date, if no heading speaks of it, by what stands in it."""
    columns = ["ignored"] * len(heading)
    for place, name in enumerate(heading):
        column = _by_heading(name, columns)
        if column not in columns or column == "ignored":
            columns[place] = column
    if "date" not in columns:
        free = [place for place, column in enumerate(columns) if column == "ignored"]
        dated = [place for place in free if _holds_dates([line[place] for line in lines if place < len(line)])]
        if dated:
            columns[dated[0]] = "date"
    return columns


def _by_heading(name: str, taken: Sequence[str]) -> str:
    words = re.findall(r"[a-zà-ÿ]+|\d+", name.casefold())
    part = next((int(word) for word in words if word.isdigit()), None)
    found = {WORD_OF[word] for word in words if word in WORD_OF}
    if not found and part and PART_WORDS & set(words):
        found = {"attended"}
    column = next((column for column in HEADING_WORDS if column in found), "ignored")
    if column != "attended":
        return column
    if part and part <= PAST_PARTS:
        return f"attended_{part}"
    free = (f"attended_{number}" for number in range(1, PAST_PARTS + 1) if f"attended_{number}" not in taken)
    return next(free, "ignored")


def _holds_dates(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and 2 * sum(a_date(cell, "day_first") is not None for cell in filled) > len(filled)


def the_order_must_be_asked(cells: Iterable[str]) -> bool:
    """Dates such as 5/4/2012 are written in both orders, 14-5-2012 in one."""
    return any((found := NUMBERS.fullmatch(cell.strip())) and found[2] == "/" for cell in cells)


def the_likely_order(cells: Iterable[str]) -> str | None:
    """None when no date tells it, or when they contradict each other."""
    told = set()
    for cell in cells:
        found = NUMBERS.fullmatch(cell.strip())
        if found and found[2] == "/":
            told |= {"day_first"} if int(found[1]) > 12 else set()
            told |= {"month_first"} if int(found[3]) > 12 else set()
    return told.pop() if len(told) == 1 else None


def a_date(cell: str, order: str | None) -> date | None:
    """2012-05-14, 14-5-2012, 14/05/2012, 5/14/12, 14 mei 2012, May 14, 2012, or a spreadsheet's number of a day."""
    text = " ".join(cell.split()).casefold()
    if found := YEAR_FIRST.fullmatch(text):
        return _real_date(int(found[1]), int(found[2]), int(found[3]))
    if found := NUMBERS.fullmatch(text):
        first, second, year = int(found[1]), int(found[3]), _in_full(found[4])
        if found[2] == "/" and order is None:
            return None
        month_first = found[2] == "/" and order == "month_first"
        return _real_date(year, first, second) if month_first else _real_date(year, second, first)
    if found := IN_WORDS.fullmatch(text):
        day, month, in_words = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
        return _real_date(int(in_words), MONTH_OF.get(month, 0), int(day))
    if SERIAL.fullmatch(text):
        return SERIAL_BEGIN + timedelta(days=int(text))
    return None


def _in_full(year: str) -> int:
    return int(year) + (0 if len(year) == 4 else 1900 if int(year) >= FIRST_YEAR - 1900 else 2000)


def _real_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= FIRST_YEAR else None
    except ValueError:
        return None


def without_addresses(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The lines, their columns emptied in which addresses stand: such a column is about people."""
    personal = {place for line in lines for place, cell in enumerate(line["cells"]) if "@" in cell}
    return [
        {**line, "cells": ["" if place in personal else cell for place, cell in enumerate(line["cells"])]}
        for line in lines
    ]


class Unusable(Exception):
    """`reason` is a code, `cell` what stands there."""

    def __init__(self, reason: str, cell: str = ""):
        self.reason, self.cell = reason, cell
        super().__init__(reason)


def the_training_of_a_line(
    cells: Sequence[str], columns: Sequence[str], *, order: str | None, kind: str, today: date
) -> dict[str, Any]:
    """Raises Unusable with the first thing that is wrong."""
    told = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column != "ignored"}
    counts = {column: _count(told.get(column, "")) for column in ("registered", *_parts(columns), "completed")}
    training: dict[str, Any] = {
        "held_on": _held_on(told.get("date", ""), order, today),
        "kind": _kind(told.get("kind", ""), kind),
        "place": told.get("place") or None,
        "reference": told.get("reference") or None,
        "registered": counts["registered"],
        "attended": [counts[part] for part in _parts(columns)],
        "completed": counts["completed"],
    }
    if all(count is None for count in counts.values()):
        raise Unusable("no_count")
    most = max((count for count in training["attended"] if count is not None), default=None)
    if most is not None and (training["completed"] or 0) > most:
        raise Unusable("more_completed_than_attended", told["completed"])
    return training


def _parts(columns: Sequence[str]) -> list[str]:
    return sorted(column for column in columns if column.startswith("attended_"))


def _held_on(cell: str, order: str | None, today: date) -> date:
    if not cell:
        raise Unusable("no_date")
    day = a_date(cell, order)
    if day is None:
        raise Unusable("not_a_date", cell)
    if day > today:
        raise Unusable("date_in_future", cell)
    return day


def _count(cell: str) -> int | None:
    if cell.casefold() in NOT_TOLD:
        return None
    found = COUNT.fullmatch(cell)
    if not found or int(found[1]) > LARGEST_COUNT:
        raise Unusable("not_a_count", cell)
    return int(found[1])


def _kind(cell: str, otherwise: str) -> str:
    if not cell:
        return otherwise
    found = [KIND_OF[word] for word in re.findall(r"[a-zà-ÿ]+", cell.casefold()) if word in KIND_OF]
    if not found:
        raise Unusable("not_a_kind", cell)
    return found[0]


def keys_of_the_lines(lines: Iterable[Sequence[str]]) -> list[str]:
    """The same line of the same file has the same key; of lines that are alike each has its own."""
    return _numbered("\x1f".join(" ".join(cell.split()).casefold() for cell in cells) for cells in lines)


def keys_of_the_trainings(trainings: Iterable[dict[str, Any]]) -> list[str]:
    """The same training has the same key whatever else its line says, so that it is known in a corrected file too."""
    told = ("held_on", "kind", "place", "reference")
    return _numbered("\x1f".join(str(training[name] or "").casefold() for name in told) for training in trainings)


def _numbered(texts: Iterable[str]) -> list[str]:
    seen: Counter[str] = Counter()
    keys = []
    for text in texts:
        seen[text] += 1
        keys.append(hashlib.sha256(f"{text}\x1e{seen[text]}".encode()).hexdigest())
    return keys


def the_totals_of(trainings: Sequence[dict[str, Any]]) -> dict[str, Any]:
    parts = max((len(training["attended"]) for training in trainings), default=0)
    kinds = Counter(training["kind"] for training in trainings)
    days = [training["held_on"] for training in trainings]
    return {
        "trainings": len(trainings),
        "introductions": kinds["introduction"],
        "courses": kinds["course"],
        "registered": sum(training["registered"] or 0 for training in trainings),
        "attended": [sum(_part(training, part) or 0 for training in trainings) for part in range(parts)],
        "completed": sum(training["completed"] or 0 for training in trainings),
        "without_registered": sum(training["registered"] is None for training in trainings),
        "without_attended": sum(not _tells_who_attended(training) for training in trainings),
        "without_completed": sum(training["completed"] is None for training in trainings),
        "first_on": min(days, default=None),
        "last_on": max(days, default=None),
    }


def _part(training: dict[str, Any], part: int) -> int | None:
    return training["attended"][part] if part < len(training["attended"]) else None


def _tells_who_attended(training: dict[str, Any]) -> bool:
    return any(count is not None for count in training["attended"])


def what_counts_of_the_past(trainings: Sequence[dict[str, Any]]) -> dict[str, int]:
    """By the steps that people take from an introduction to the end of the course."""
    of = {kind: [each for each in trainings if each["kind"] == kind] for kind in ("introduction", "course")}
    introductions, courses = the_totals_of(of["introduction"]), the_totals_of(of["course"])
    return {
        "introductions": introductions["trainings"],
        "courses": courses["trainings"],
        "invited": introductions["registered"],
        "introduced": next(iter(introductions["attended"]), 0),
        "registered": courses["registered"],
        "attended": next(iter(courses["attended"]), 0),
        "completed": courses["completed"],
    }
