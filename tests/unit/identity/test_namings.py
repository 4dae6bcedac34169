import pytest

from services.identity.namings import in_text

NAMES = ["Nora de Vries", "Ab", "Jan Jansen"]


def test_a_name_stands_there_in_full_however_it_is_written():
    assert in_text("I spoke to NORA  de vries, and to Jan.", NAMES) == [("name", "NORA  de vries")]


def test_a_part_of_a_word_is_no_name():
    assert in_text("About the abandoned square.", NAMES) == []
    assert in_text("Jan Jansens square.", NAMES) == []


@pytest.mark.parametrize("address", ["a.b+c@school.example", "iemand@politie.rotterdam.example"])
def test_an_address_is_found(address):
    assert in_text(f"Mail to {address}, please.", NAMES) == [("email", address)]


@pytest.mark.parametrize(
    "number", ["06 12345678", "+31 6 12 34 56 78", "0032-89-12.34.56", "010 123 45 67", "(089) 123456"]
)
def test_a_phone_number_is_found_as_people_write_it(number):
    [(kind, words)] = in_text(f"Call {number} tonight.", NAMES)
    assert kind == "phone"
    assert words.replace("(", "") in number.replace("(", "")


@pytest.mark.parametrize(
    "said", ["On 01-02-2026 at 09:00.", "In 2025 and 2026.", "About 16 people, 250000 euro.", "2026-11-21"]
)
def test_dates_times_and_sums_are_no_phone_numbers(said):
    assert in_text(said, NAMES) == []


def test_each_is_found_once_in_the_order_of_the_text():
    text = "jan jansen, 0612345678, jan jansen, x@y.example"
    assert in_text(text, NAMES) == [("name", "jan jansen"), ("phone", "0612345678"), ("email", "x@y.example")]
