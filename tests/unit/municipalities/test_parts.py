"""How far people came: who may go on, and who left."""

import pytest

from services.municipalities.dashboard.parts import PARTS, Path, drop_out

AT_INTRODUCTION = {"introduction": True}
IN_A_GROUP = AT_INTRODUCTION | {"group": True}
AT_TRAINING_DAY = IN_A_GROUP | {"training_day": True}
COMPLETED = AT_TRAINING_DAY | {"deepening": True, "completed": True}


def part(name, *paths):
    found = {each.pop("part"): each for each in drop_out(paths)}
    return found[name]


def figures(came, went_on, may_go_on, left):
    return {"came": came, "went_on": went_on, "may_go_on": may_go_on, "left": left}


@pytest.mark.parametrize(
    ("known", "may_go_on"),
    [
        (AT_INTRODUCTION, True),
        (AT_INTRODUCTION | {"over": True}, False),
        (AT_INTRODUCTION | {"over": True, "waiting": True}, True),
        (IN_A_GROUP | {"training_day_ahead": True}, True),
        (IN_A_GROUP, False),
        (IN_A_GROUP | {"deepening_ahead": True}, False),
        (IN_A_GROUP | {"waiting": True}, True),
        (AT_TRAINING_DAY | {"deepening_ahead": True}, True),
        (AT_TRAINING_DAY, False),
        (IN_A_GROUP | {"deepening": True}, False),
        (IN_A_GROUP | {"deepening": True, "training_day_ahead": True}, True),
        (COMPLETED, True),
        (COMPLETED | {"gone": True}, False),
    ],
)
def test_who_may_go_on_is_told_by_what_is_still_ahead_of_them(known, may_go_on):
    assert Path(1, **known).may_go_on is may_go_on


def test_everybody_who_came_to_a_part_went_on_or_may_go_on_or_left():
    paths = (
        Path(20, **AT_INTRODUCTION),
        Path(3, **IN_A_GROUP),
        Path(4, **IN_A_GROUP, training_day_ahead=True),
        Path(2, **AT_TRAINING_DAY),
        Path(7, **COMPLETED),
    )
    assert part("introduction", *paths) == figures(36, 16, 20, 0)
    assert part("group", *paths) == figures(16, 9, 4, 3)
    assert part("training_day", *paths) == figures(9, 7, 0, 2)
    assert part("deepening", *paths) == figures(7, 7, 0, 0)
    assert part("completed", *paths) == figures(7, 0, 7, 0)


def test_of_the_network_it_says_who_left_it():
    there = COMPLETED | {"network": True}
    paths = (Path(5, **there, in_network=True), Path(1, **there))
    assert part("network", *paths) == figures(6, None, None, 1)
    assert part("completed", *paths) == figures(6, 6, 0, 0)


def test_without_anybody_every_part_is_there_with_nobody():
    assert [each["part"] for each in drop_out([])] == list(PARTS)
    assert {each["came"] for each in drop_out([])} == {0}


def test_who_was_only_invited_came_to_nothing():
    assert all(each["came"] == 0 for each in drop_out([Path(9)]))
