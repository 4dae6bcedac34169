"""A table as a file: CSV as the reader's Excel opens it, or XLSX. Never more than a piece of it is held in memory."""

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from zoneinfo import ZoneInfo

MEGABYTE = 1024 * 1024
MIMETYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A Dutch Excel parts columns at semicolons, because a comma is for decimals; an English one at commas.
SEPARATORS = {"nl": ";"}
# What a spreadsheet program takes for a formula, which it would carry out: with these a cell begins as plain text.
FORMULA = re.compile(r"\s*[=+\-@\t\r]")
NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
WIDTH = 24

Row = Any
Cell = str | int | float | datetime | date | None


@dataclass(frozen=True)
class Table:
    """`columns`: heading -> what a row says there. `rows` are asked for by the filters of the page.

    `holds_people`: taking it out is noted.
    """

    title: Any
    columns: Mapping[Any, Callable[[Row], Cell]]
    rows: Callable[[Mapping[str, str]], Iterable[Row]]
    holds_people: bool = False


@dataclass(frozen=True)
class File:
    content: IO[bytes]
    rows: int


def write(table: Table, wanted: Mapping[str, str], kind: str, *, language: str, time_zone: str) -> File:
    """All rows or none: what can't be read to its end is refused before anything is sent."""
    zone = ZoneInfo(time_zone)
    headings = [str(heading) for heading in table.columns]
    lines = ([_local(say(row), zone) for say in table.columns.values()] for row in table.rows(wanted))
    file: IO[bytes] = SpooledTemporaryFile(max_size=MEGABYTE)  # noqa: SIM115 the answer closes it
    try:
        rows = (
            _csv(file, headings, lines, language) if kind == "csv" else _xlsx(file, str(table.title), headings, lines)
        )
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return File(file, rows)


def _local(value: Cell, zone: ZoneInfo) -> Cell:
    """A spreadsheet knows no time zones."""
    return value.astimezone(zone).replace(tzinfo=None, microsecond=0) if isinstance(value, datetime) else value


def _csv(file: IO[bytes], headings: list[str], lines: Iterable[list[Cell]], language: str) -> int:
    """With a byte order mark, by which Excel knows that it is UTF-8."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=SEPARATORS.get(language, ","))
    writer.writerow([as_text(heading) for heading in headings])
    rows = 0
    try:
        for line in lines:
            writer.writerow([as_text(value) for value in line])
            rows += 1
        text.flush()
    finally:
        text.detach()
    return rows


def as_text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if not isinstance(value, str):
        return str(value)
    plain = NO_TEXT.sub("", value)
    return f"'{plain}" if FORMULA.match(plain) else plain


def _xlsx(file: IO[bytes], title: str, headings: list[str], lines: Iterable[list[Cell]]) -> int:
    from openpyxl import Workbook  # only where a workbook is written: it is large
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    for number in range(1, len(headings) + 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTH

    def cell(value: Any, *, bold: bool = False) -> Any:
        """Text stays text, whatever it begins with."""
        made = WriteOnlyCell(sheet, NO_TEXT.sub("", value) if isinstance(value, str) else value)
        if isinstance(value, str):
            made.data_type = "s"
        if bold:
            made.font = Font(bold=True)
        return made

    sheet.append([cell(heading, bold=True) for heading in headings])
    rows = 0
    for line in lines:
        sheet.append([cell(value) for value in line])
        rows += 1
    workbook.save(file)
    return rows
