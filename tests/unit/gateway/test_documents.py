"""A strategy as a file."""

from io import BytesIO

from docx import Document as Docx

from services.gateway import documents
from services.gateway.app import create_app
from services.gateway.strategies import Document
from tests import machine


def test_what_was_adopted_with_a_character_that_no_document_holds_comes_as_a_file_all_the_same():
    odd = Document(
        title="Strategy",
        about="Noord\x02",
        lines=["Version 1\x0b"],
        sections=[("The\x00 middle", "One line.\x0bAnother.\x0cA page\x1b.")],
        actions=[("Visit\x02 the school", "", "No day", "Planned")],
        review=None,
        file_name="strategy",
    )
    with create_app(machine.city(postgres_url="postgresql://nowhere.invalid/none")).test_request_context():
        made = Docx(BytesIO(documents.docx(odd)))
    lines = [paragraph.text for paragraph in made.paragraphs]
    assert {"Noord", "The middle", "One line.", "Another.", "A page."} <= set(lines)
    assert made.tables[0].rows[1].cells[0].text == "Visit the school"
