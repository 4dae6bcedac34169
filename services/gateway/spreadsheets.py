"""A list of people in a file, CSV or XLSX, as rows for `identity.preview_import`.

Files come from anywhere: every letter encoding, separator and heading that is common in the Netherlands, Belgium and
Finland is understood, and what can't be read is refused with a code for the field `file`. Whether a row makes a person
is not decided here.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO, StringIO
from itertools import chain, islice
from typing import Any
from zipfile import ZipFile

from shared.contracts.identity import IMPORT_ROWS
from shared.errors import Invalid

MEGABYTE = 1024 * 1024
LARGEST_FILE = 5 * MEGABYTE
LARGEST_UNPACKED = 20 * MEGABYTE
WIDEST_ROW = 50
# With the empty lines in between; some sheets are formatted to their very end.
LONGEST_SHEET = 2 * IMPORT_ROWS
# Many lists have a title above their heading.
HEADING_WITHIN = 10

OLD_OR_PROTECTED_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
SEPARATORS = ";,\t|"
NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
SEPARATOR_HINT = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)

COLUMNS = ("name", "email", "language", "organisation", "sector", "level", "areas", "line_manager")
# What stands in pasted lines without a heading, in this order.
PASTED = ("name", "email", "organisation", "sector", "level")
# A name that stands in parts, in the order in which it is put together.
NAME_PARTS = ("first_name", "infix", "last_name")
# What a heading may be called, without blanks, dashes and capitals.
HEADINGS = {
    heading: column
    for column, headings in {
        "name": "name naam fullname volledigenaam deelnemer participant medewerker nimi",
        "first_name": "firstname voornaam roepnaam etunimi",
        "infix": "infix tussenvoegsel tussenvoegsels voorvoegsel",
        "last_name": "lastname surname familyname achternaam familienaam sukunimi",
        "email": "email emailaddress emailadres mail mailadres mailaddress sähköposti sähköpostiosoite",
        "language": "language preferredlanguage taal voorkeurstaal kieli",
        "organisation": "organisation organization organisatie employer werkgever instelling organisaatio työnantaja",
        "sector": "sector field vakgebied werkveld toimiala",
        "level": "level niveau taso",
        "areas": "area areas neighbourhood neighbourhoods wijk wijken gebied gebieden buurt buurten alue alueet",
        "line_manager": "linemanager linemanagers manager esihenkilö "
        "leidinggevende leidinggevenden directleidinggevende",
    }.items()
    for heading in headings.split()
}

Line = tuple[int, list[str]]
Score = Callable[[list[list[str]]], int]


@dataclass(frozen=True)
class Sheet:
    """`ignored`: headings of columns that nothing was read from. `guessed`: the letters may have been misread."""

    rows: list[dict[str, Any]]
    ignored: list[str]
    guessed: bool


def read(content: bytes) -> Sheet:
    """The rows of a file; raises Invalid."""
    lines, guessed = lines_of(content, _known_headings)
    return _sheet(lines, guessed)


def pasted(text: str) -> Sheet:
    """The rows of lines that were copied from a list; without a heading they hold what `PASTED` says."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not first:
        raise _refused("file_empty")
    if "@" not in first and any(_columns(first.split(separator)) for separator in SEPARATORS):
        return read(text.encode())
    sheet = read(f"{max(SEPARATORS, key=first.count).join(PASTED)}\n{text}".encode())
    return replace(sheet, rows=[{**row, "line": row["line"] - 1} for row in sheet.rows])


def lines_of(content: bytes, score: Score) -> tuple[Iterator[Line], bool]:
    """Any spreadsheet as lines of text, and whether its letters may have been misread; raises Invalid.

    `score` says of the first records, read with one of the separators, how right that separator looks.
    """
    if not content.strip():
        raise _refused("file_empty")
    if len(content) > LARGEST_FILE:
        raise _refused(f"file_too_large:{LARGEST_FILE // MEGABYTE}")
    if content.startswith(OLD_OR_PROTECTED_EXCEL):
        raise _refused("file_old_or_protected")
    if content.startswith(ZIP):
        return _lines_of_workbook(content), False
    text, guessed = _decoded(content)
    return _lines_of_text(text, score), guessed


def _refused(*codes: str) -> Invalid:
    return Invalid({"file": list(codes)})


def _decoded(content: bytes) -> tuple[str, bool]:
    """The text, and whether its encoding is only likely.

    A byte order mark is certain, and so is UTF-8, which other text never happens to be. What is neither was
    written by a western European Windows: the statistics of a detector know less than that about a handful of names.
    """
    utf_16 = _utf_16(content)
    for encoding, guessed in [(utf_16, False)] if utf_16 else [("utf-8-sig", False), ("cp1252", True)]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if NO_TEXT.search(text):
            raise _refused("file_not_a_spreadsheet")
        return text, guessed
    raise _refused("file_not_a_spreadsheet" if b"\x00" in content and not utf_16 else "file_encoding")


def _utf_16(content: bytes) -> str | None:
    """Which UTF-16 this is, if any: by its mark or, without one, because of Latin text every second byte is zero."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    beginning = content[:1000]
    first, second = beginning[0::2].count(0), beginning[1::2].count(0)
    if not first and second > len(beginning) // 4:
        return "utf-16-le"
    if not second and first > len(beginning) // 4:
        return "utf-16-be"
    return None


def _lines_of_text(text: str, score: Score) -> Iterator[Line]:
    hint = SEPARATOR_HINT.match(text)
    if hint:
        return _lines(_records(text[hint.end() :], hint[1]))
    beginnings = {separator: list(islice(_records(text, separator), HEADING_WITHIN)) for separator in SEPARATORS}
    return _lines(_records(text, max(SEPARATORS, key=lambda separator: score(beginnings[separator]))))


def _records(text: str, separator: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(StringIO(text, newline=""), delimiter=separator)
    except csv.Error as error:
        raise _refused("file_damaged") from error


def _known_headings(records: list[list[str]]) -> int:
    return max((len(_columns(record)) for record in records), default=0)


def _lines_of_workbook(content: bytes) -> Iterator[Line]:
    """The first sheet that shows. What it would unpack to is known before anything is unpacked."""
    from openpyxl import load_workbook  # only where a workbook is read: it is large

    try:
        with ZipFile(BytesIO(content)) as packed:
            if "[Content_Types].xml" not in packed.namelist():
                raise _refused("file_not_a_spreadsheet")
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise _refused("file_too_much")
        workbook = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        shown = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
        rows = shown[0].iter_rows(max_col=WIDEST_ROW, values_only=True) if shown else ()
        return iter(list(_lines([_as_text(cell) for cell in row] for row in rows)))
    except Invalid:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged file makes of it
        raise _refused("file_damaged") from error


def _as_text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _lines(records: Iterable[list[str]]) -> Iterator[Line]:
    """Those with something in them, with the number that a spreadsheet program shows beside them."""
    kept = 0
    for number, cells in enumerate(records, start=1):
        if number > LONGEST_SHEET:
            raise _refused("file_too_much")
        if any(cell.strip() for cell in cells):
            kept += 1
            if kept > IMPORT_ROWS + HEADING_WITHIN:
                raise _refused(f"file_too_many_rows:{IMPORT_ROWS}")
            yield number, cells


def _sheet(lines: Iterator[Line], guessed: bool) -> Sheet:
    beginning = list(islice(lines, HEADING_WITHIN))
    if not beginning:
        raise _refused("file_empty")
    place = max(range(len(beginning)), key=lambda place: len(_columns(beginning[place][1])))
    heading = beginning[place][1]
    columns = _columns(heading)
    _refuse_missing(columns)
    rows = [_row(number, cells, columns) for number, cells in chain(beginning[place + 1 :], lines)]
    rows = [row for row in rows if any(row[column] for column in COLUMNS)]
    if not rows:
        raise _refused("file_without_people")
    if len(rows) > IMPORT_ROWS:
        raise _refused(f"file_too_many_rows:{IMPORT_ROWS}")
    used = columns.values()
    ignored = [name.strip() for index, name in enumerate(heading) if index not in used and name.strip()]
    return Sheet(rows, ignored, guessed)


def _columns(heading: list[str]) -> dict[str, int]:
    """Column -> its place. Of two with the same heading the first one counts."""
    found: dict[str, int] = {}
    for place, name in enumerate(heading[:WIDEST_ROW]):
        column = HEADINGS.get(re.sub(r"[\W_]", "", name.casefold()))
        if column:
            found.setdefault(column, place)
    return found


def _refuse_missing(columns: dict[str, int]) -> None:
    if not columns:
        raise _refused("file_without_heading")
    missing = [] if {"name", *NAME_PARTS} & set(columns) else ["file_without_name"]
    if "email" not in columns:
        missing.append("file_without_email")
    if missing:
        raise _refused(*missing)


def _row(number: int, cells: list[str], columns: dict[str, int]) -> dict[str, Any]:
    def cell(column: str) -> str:
        place = columns.get(column, len(cells))
        return cells[place].strip() if place < len(cells) else ""

    name = cell("name") or " ".join(part for part in map(cell, NAME_PARTS) if part)
    return {"line": number, **{column: cell(column) for column in COLUMNS}, "name": name}


def example(heading: list[str], people: list[list[str]]) -> bytes:
    """A workbook to fill in, with a few made-up people."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in (heading, *people):
        sheet.append(row)
    for letter in "ABCDEFGH":
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet.column_dimensions[letter].width = 28
    sheet.freeze_panes = "A2"
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()
