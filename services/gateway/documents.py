"""A strategy as a file: PDF to read and to print, DOCX to work on."""

from io import BytesIO
from typing import Any

from flask import Response, render_template
from flask_babel import gettext as _

from services.gateway import formats, report_files
from services.gateway.strategies import Document
from shared.contracts.fields import plain

MIMETYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def download(document: Document, kind: str) -> Response:
    content = {"pdf": pdf, "docx": docx}[kind](document)
    return file(content, MIMETYPES[kind], f"{document.file_name}.{kind}")


def file(content: bytes, mimetype: str, name: str) -> Response:
    response = Response(content, mimetype=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name.replace(" ", "-"))
    return response


def pdf(document: Document) -> bytes:
    return report_files.as_pdf(
        render_template("strategies/print.html", document=document), "report.css", "strategy.css"
    )


def docx(document: Document) -> bytes:
    """With headings, a language and a title, so that it can be read aloud and gone through by its headings."""
    from docx import Document as Docx  # only where a document is made: it is large

    document = Document(**_plain(vars(document)))
    made = Docx()
    made.core_properties.title = f"{document.title}: {document.about}"
    made.core_properties.author = ""
    made.core_properties.language = formats.language()
    _set_language(made)
    made.add_heading(document.title, level=0)
    made.add_paragraph(document.about)
    for line in document.lines:
        made.add_paragraph(line)
    for heading, text in document.sections:
        made.add_heading(heading, level=1)
        for paragraph in text.split("\n"):
            if paragraph.strip():
                _add_line(made, paragraph.strip())
    if document.actions:
        made.add_heading(_("Actions"), level=1)
        _add_actions(made, document)
    if document.review:
        made.add_paragraph(document.review)
    content = BytesIO()
    made.save(content)
    return content.getvalue()


def _plain(told: Any) -> Any:
    """What was adopted may hold characters from before they were dropped: with one of them no file can be made."""
    if isinstance(told, dict):
        return {name: _plain(each) for name, each in told.items()}
    if isinstance(told, list | tuple):
        return [_plain(each) for each in told]
    return plain(told) if isinstance(told, str) else told


def _add_line(made: Any, line: str) -> None:
    """A line that begins with a dash or a dot is meant as one of a list."""
    for mark in ("- ", "* ", "• "):
        if line.startswith(mark):
            made.add_paragraph(line.removeprefix(mark), style="List Bullet")
            return
    made.add_paragraph(line)


def _add_actions(made: Any, document: Document) -> None:
    """A column without anything in it is left out; the first row is marked as the heading of each column."""
    from docx.oxml import OxmlElement

    headings = [_("What"), _("Who"), _("By when"), _("State")]
    used = [number for number in range(len(headings)) if any(row[number] for row in document.actions)]
    table = made.add_table(rows=1, cols=len(used))
    table.style = "Table Grid"
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, number in zip(table.rows[0].cells, used, strict=True):
        cell.text = headings[number]
    for row in document.actions:
        for cell, number in zip(table.add_row().cells, used, strict=True):
            cell.text = row[number]


def _set_language(made: Any) -> None:
    """That in which it is read aloud and spelling is checked."""
    from docx.oxml.ns import qn

    defaults = made.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), formats.language())
