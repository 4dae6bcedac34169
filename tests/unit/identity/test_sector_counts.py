"""Small numbers of a report are hidden so that they cannot be worked out from the others."""

import random

import pytest

from services.identity.rules import FEWEST_PEOPLE, counts_to_show


@pytest.mark.parametrize(
    ("counts", "shown", "too_few"),
    [
        ({}, {}, 0),
        ({"police": 5, "housing": 9}, {"police": 5, "housing": 9}, 0),
        ({"police": 4, "housing": 9, "sport": 12}, {"sport": 12}, 13),
        ({"police": 1, "housing": 1, "sport": 12, "faith": 20}, {"faith": 20}, 14),
        ({"police": 2, "housing": 4, "sport": 12}, {"sport": 12}, 6),
        ({"police": 3}, {}, 3),
    ],
)
def test_a_small_sector_takes_the_next_one_with_it(counts, shown, too_few):
    assert counts_to_show(counts) == (shown, too_few)


def test_whatever_there_is_no_small_cell_shows_or_follows_from_the_sum():
    draw = random.Random(6)
    for _ in range(500):
        counts = {str(sector): draw.randint(1, 12) for sector in range(draw.randint(1, 9))}
        shown, too_few = counts_to_show(counts)
        assert all(people >= FEWEST_PEOPLE for people in shown.values())
        assert sum(shown.values()) + too_few == sum(counts.values())
        hidden = len(counts) - len(shown)
        assert hidden == 0 or not shown or (hidden > 1 and too_few >= FEWEST_PEOPLE)
