from datetime import UTC, datetime

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from services.notifications.language import CATALOGS, Language

SUMMER = datetime(2026, 7, 1, 7, tzinfo=UTC)


@pytest.mark.parametrize("path", sorted(CATALOGS.glob("*/LC_MESSAGES/messages.po")), ids=lambda path: path.parts[-3])
def test_every_text_is_translated_and_no_translation_is_left_over(path):
    texts = extract_from_dir(CATALOGS.parent, [("**.py", "python")], keywords={"_": None, "ngettext": (1, 2)})
    used = {message for _, _, message, _, _ in texts}
    with path.open("rb") as po:
        translations = {message.id: message.string for message in read_po(po) if message.id}
    assert used
    assert {text for text in used if not translations.get(text) or not all(translations[text])} == set()
    assert set(translations) - used == set()


def test_dates_are_written_as_the_reader_writes_them_in_the_time_of_the_city():
    dutch, english = (Language(code, "Europe/Amsterdam") for code in ("nl", "en"))
    assert dutch.day_of(SUMMER) == "woensdag 1 juli 2026"
    assert "1 July 2026" in english.day_of(SUMMER)
    assert dutch.hours(SUMMER, SUMMER.replace(hour=14, minute=30)) == "09:00 - 16:30"
    assert english.zone_of(SUMMER) == "Central European Summer Time"


def test_in_finnish_and_indonesian_days_times_and_numbers_are_as_they_are_written_there():
    finnish, indonesian = Language("fi", "Europe/Helsinki"), Language("id", "Asia/Jakarta")
    assert finnish.moment(SUMMER) == "keskiviikko 1. heinäkuuta 2026, 10.00"
    assert indonesian.moment(SUMMER) == "Rabu, 01 Juli 2026, 14.00"
    one, many = "{number} answer to “{title}”", "{number} answers to “{title}”"
    assert finnish.translate_number(one, many, 1) == "{number} vastaus kohtaan ”{title}”"
    assert finnish.translate_number(one, many, 2) == "{number} vastausta kohtaan ”{title}”"
    assert {indonesian.translate_number(one, many, number) for number in (1, 2)} == {"{number} jawaban untuk “{title}”"}


def test_a_language_without_translations_gets_english_texts():
    assert Language("el", "Europe/Athens").translate("Choose a password") == "Choose a password"
