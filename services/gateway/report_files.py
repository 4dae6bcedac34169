"""A report as a file: PDF, CSV or XLSX."""

import csv
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Response, render_template, send_file

from services.gateway import formats
from services.gateway.reports import Document, Row

STATIC = Path(__file__).parent / "static"
MIMETYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# A spreadsheet takes a text that begins so for something to work out.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def download(report: Document, kind: str, name: str) -> Response:
    """`name` is that of the file, without its kind."""
    content = {"pdf": pdf, "csv": as_csv, "xlsx": as_xlsx}[kind](report)
    named = f"{name.replace(' ', '-')}.{kind}"
    return send_file(BytesIO(content), mimetype=MIMETYPES[kind], as_attachment=True, download_name=named)


def pdf(report: Document) -> bytes:
    return as_pdf(render_template("report/print.html", report=report), "report.css")


def as_pdf(page: str, *styles: str) -> bytes:
    """Tagged, so that it can be read aloud. Made of our own files; nothing is fetched from anywhere."""
    from weasyprint import CSS, HTML  # only where a PDF is made: it is large

    sheets = [CSS(filename=STATIC / "print" / name, url_fetcher=_own_files) for name in styles]
    made = HTML(string=page, base_url=STATIC.as_uri(), url_fetcher=_own_files)
    return made.write_pdf(stylesheets=sheets, pdf_variant="pdf/ua-1")


def _own_files(url: str, *_args: Any, **_kwargs: Any) -> Any:
    path = Path(urlsplit(url).path).resolve()
    if not url.startswith("file:") or not path.is_relative_to(STATIC.resolve()):
        raise ValueError("A report is made of the files of this program alone.")
    return {"file_obj": path.open("rb")}


def as_csv(report: Document) -> bytes:
    """As the spreadsheets of the reader's language take it."""
    written = StringIO(newline="")
    csv.writer(written, delimiter=";" if formats.language() == "nl" else ",").writerows(_rows(report))
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(report: Document) -> bytes:
    from openpyxl import Workbook  # only where a workbook is made: it is large
    from openpyxl.styles import Font

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    headings = {table.title for table in report.tables} | {report.title}
    for row in _rows(report):
        sheet.append(row)
        if row and row[0] in headings:
            sheet.cell(sheet.max_row, 1).font = Font(bold=True)
    sheet.column_dimensions["A"].width = 48
    for letter in "BCDEF":
        sheet.column_dimensions[letter].width = 18
    content = BytesIO()
    workbook.save(content)
    return content.getvalue()


def _rows(report: Document) -> list[Row]:
    """One table under the other, with what they are based on."""
    rows: list[Row] = [[report.title], [report.about], [report.when], [report.based_on]]
    for table in report.tables:
        if table.rows:
            rows += [[], [table.title], table.headings, *table.rows, *([note] for note in table.notes)]
    return [[_harmless(cell) for cell in row] for row in rows]


def _harmless(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
