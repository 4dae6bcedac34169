"""What a text may hold, whoever sends it."""

import pytest
from marshmallow import ValidationError

from shared.contracts import fields


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("One line.\r\nAnother.", "One line.\nAnother."),
        ("From Word:\x0bthe next line,\x0cthe next page.", "From Word:\nthe next line,\nthe next page."),
        ("From a PDF\x02, a terminal\x1b[0m and a database\x00.", "From a PDF, a terminal[0m and a database."),
        ("Half a sign \ud83d, and none at all\ufffe\uffff.", "Half a sign , and none at all."),
        ("A tab\tand Ä, 你好, \U0001f33f stay.", "A tab\tand Ä, 你好, \U0001f33f stay."),
        ("\x0c\x00 Only around it. \x0b", "Only around it."),
    ],
)
def test_a_text_is_kept_without_what_no_document_can_hold(sent, kept):
    assert fields.Text().deserialize(sent) == kept


@pytest.mark.parametrize("sent", ["\x00", " \x0b\x02 ", "\x0c"])
def test_a_text_of_which_nothing_is_left_counts_as_missing(sent):
    assert fields.Text(allow_none=True).deserialize(sent) is None
    with pytest.raises(ValidationError) as refused:
        fields.Text().deserialize(sent)
    assert refused.value.messages == ["required"]


def test_a_text_is_as_long_as_what_is_kept_of_it():
    assert fields.Text(max=3).deserialize("a\x02b\x02c") == "abc"
