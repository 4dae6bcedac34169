"""Comparing ends soon, whatever was written; ordinary prose is compared as it always was."""

from difflib import SequenceMatcher

import pytest

from services.gateway import differences
from services.handbook.rules.differences import lines_that_differ
from shared import differences as shared_differences
from shared.differences import Comparison

PROSE = [f"word{number % 60}" if number % 3 else f"other{number}" for number in range(600)]


@pytest.fixture
def matched(monkeypatch):
    """Lengths of what was really matched."""
    lengths = []

    class Noted(SequenceMatcher):
        def __init__(self, junk, earlier, later, autojunk):
            lengths.append((len(earlier), len(later)))
            super().__init__(junk, earlier, later, autojunk)

    monkeypatch.setattr(shared_differences, "SequenceMatcher", Noted)
    return lengths


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (["x"] * 800 + ["y"], ["z"] + ["x"] * 800),
        (["z", *["a", "b"] * 400, "c"], ["d", *["b", "a", "a"] * 300, "e"]),
        ([f"one{number}" for number in range(5_000)], [f"one{number}" for number in reversed(range(5_000))]),
    ],
)
def test_words_that_come_back_again_and_again_take_each_others_place_as_a_whole(matched, earlier, later):
    told = list(Comparison().operations(earlier, later))
    assert told[1] == ("replace", 0, len(earlier), 0, len(later))
    assert matched == []


def test_many_pieces_share_the_steps_of_one_comparison(matched):
    earlier, later = "", ""
    for number in range(200):
        earlier += f"z {'a b ' * 40}c\n{number}\n"
        later += f"d {'b a a ' * 30}e\n{number}\n"
    parts = differences.between(earlier, later)
    assert len(matched) < 40
    assert "".join(text for kind, text in parts if kind != "added") == earlier
    assert "".join(text for kind, text in parts if kind != "removed") == later


def test_what_two_texts_begin_and_end_with_takes_no_matching(matched):
    same = ["x"] * 5_000
    told = [each for each in Comparison().operations([*same, "one", *same], [*same, "two", *same]) if each[1] < each[2]]
    assert told == [
        ("equal", 0, 5_000, 0, 5_000),
        ("replace", 5_000, 5_001, 5_000, 5_001),
        ("equal", 5_001, 10_001, 5_001, 10_001),
    ]
    assert matched == [(1, 1)]


def test_ordinary_prose_is_compared_word_by_word():
    later = ["So", *PROSE[:200], "new", *PROSE[205:], "end"]
    told = [each for each in Comparison().operations(PROSE, later) if each[1] < each[2] or each[3] < each[4]]
    assert told == SequenceMatcher(None, PROSE, later, autojunk=False).get_opcodes()


def test_lines_of_the_handbook_that_come_back_are_removed_and_added_as_a_whole(matched):
    earlier, later = "\n".join(["x"] * 800 + ["y"]), "\n".join(["z"] + ["x"] * 800)
    lines = lines_that_differ(earlier, later)
    assert [line["change"] for line in lines] == ["removed"] * 801 + ["added"] * 801
    assert matched == []
