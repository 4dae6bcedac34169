"""What in a text looks like a person's name, or is an address of somebody."""

import pytest

from shared.wording import addresses_in, names_in

KNOWN = ["Rotterdam", "Bloemhof", "Nieuw Sledderlo", "Zuid in gesprek"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Vrijdag stond Jan de Vries weer op het plein.", ["Jan de Vries"]),
        ("We spraken meneer Bakker en mevrouw Van Dijk.", ["meneer Bakker", "mevrouw Van Dijk"]),
        ("Fatima El Idrissi said it.", ["Fatima El Idrissi"]),
        ("De heer Peters belde. De heer Peters belde weer.", ["De heer Peters"]),
        ("Jongeren op het plein, bewoners aan de rand.", []),
        ("In Rotterdam zeggen bewoners van Nieuw Sledderlo dat het stiller is.", []),
        ("The Young ones and those who live here.", []),
        ("In Bloemhof Jan de Vries said so to Nieuw Sledderlo.", ["Jan de Vries"]),
        (None, []),
    ],
)
def test_a_hint_is_given_where_somebody_seems_to_be_named(text, names):
    assert names_in([text], KNOWN) == names


def test_no_more_than_five_are_told():
    assert len(names_in([f"Jan {name}." for name in ("Aa", "Bb", "Cc", "Dd", "Ee", "Ff")], [])) == 5


def test_addresses_and_numbers_of_telephones_are_told_in_the_order_of_the_text():
    text = "Bel 010 267 16 25 of +32 89 65 36 00, of schrijf naar a.b@stad.example. In 2026, op 01-05-2026 om 9.30 uur."
    assert addresses_in(text) == ["010 267 16 25", "+32 89 65 36 00", "a.b@stad.example"]
