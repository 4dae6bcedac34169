from datetime import UTC, datetime
from zipfile import ZipFile

import pytest

from services.gateway.exports import Table, as_text, write

LINES = [{"name": "=1+1", "at": datetime(2026, 12, 3, 8, 30, tzinfo=UTC), "n": -3}, {"name": "Zoë", "at": None, "n": 0}]
TABLE = Table("A/B", {name: lambda row, name=name: row[name] for name in ("name", "at", "n")}, lambda wanted: LINES)


@pytest.mark.parametrize("text", ["=1+1", "+31 10 267", "-1", "@sum", "\t=1", "\r=1", " =1"])
def test_text_that_a_spreadsheet_would_carry_out_begins_as_text(text):
    assert as_text(text) == f"'{text}"


def test_numbers_and_plain_words_stay_what_they_are():
    assert [as_text(value) for value in (-3, "a=b", None, "Zoë\x07")] == ["-3", "a=b", "", "Zoë"]


@pytest.mark.parametrize(("language", "separator"), [("nl", ";"), ("en", ",")])
def test_a_csv_file_is_what_the_excel_of_the_language_opens(language, separator):
    file = write(TABLE, {}, "csv", language=language, time_zone="Europe/Amsterdam")
    expected = ["name,at,n", "'=1+1,2026-12-03 09:30,-3", "Zoë,,0", ""]
    with file.content as content:
        text = content.read().decode("utf-8")
    assert text == "\ufeff" + "\r\n".join(expected).replace(",", separator)
    assert file.rows == 2


def test_a_workbook_has_no_formulas():
    file = write(TABLE, {}, "xlsx", language="nl", time_zone="Europe/Amsterdam")
    with file.content as content, ZipFile(content) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1" in sheet


def test_what_breaks_off_is_not_sent_as_if_it_were_all():
    def rows(wanted):
        yield LINES[0]
        raise RuntimeError("the service is gone")

    with pytest.raises(RuntimeError):
        write(Table("A", TABLE.columns, rows), {}, "csv", language="nl", time_zone="Europe/Amsterdam")
