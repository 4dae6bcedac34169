"""What in a text looks like a person's name."""

import pytest

from services.municipalities.wording.rules import what_looks_like_names

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
    assert what_looks_like_names([text], KNOWN) == names


def test_no_more_than_five_are_told():
    assert len(what_looks_like_names([f"Jan {name}." for name in ("Aa", "Bb", "Cc", "Dd", "Ee", "Ff")], [])) == 5
