from services.gateway import differences
from services.gateway.differences import ADDED, REMOVED, SAME


def test_words_that_came_and_went_are_told_apart_from_those_that_stayed():
    parts = differences.between("We talk to the poles.\nEvery week.", "We talk to the middle.\nEvery week.")
    assert parts == [
        (SAME, "We talk to the "),
        (REMOVED, "poles.\n"),
        (ADDED, "middle.\n"),
        (SAME, "Every week."),
    ]


def test_what_was_empty_is_added_or_removed_as_a_whole():
    assert differences.between(None, "One.\nTwo.") == [(ADDED, "One.\nTwo.")]
    assert differences.between("One.", None) == [(REMOVED, "One.")]
    assert differences.between("One.", "One.") == [(SAME, "One.")]
    assert differences.between(None, None) == []


def test_both_texts_can_be_put_together_again():
    earlier = "a b c\n\nd e f\ng h " * 40
    later = earlier.replace("e", "x").replace("\n\n", "\nnew line\n", 3)
    parts = differences.between(earlier, later)
    assert "".join(text for kind, text in parts if kind != ADDED) == earlier
    assert "".join(text for kind, text in parts if kind != REMOVED) == later


def test_long_texts_that_share_nothing_are_told_in_one_piece():
    parts = differences.between("one " * 3_000, "two " * 3_000)
    assert [kind for kind, _text in parts] == [REMOVED, ADDED]
