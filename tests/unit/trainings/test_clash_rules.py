import pytest

from services.trainings import rules


@pytest.mark.parametrize(
    "other",
    [
        "Wijkpaleis, zaal 2",
        "wijkpaleis zaal 2",
        "  Wijkpaleis ,  Zaal 2. ",
        "WIJKPALEIS - ZAAL 2",
        "Wíjkpaleis, zaal 2",
    ],
)
def test_a_room_is_the_same_however_it_is_typed(other):
    assert rules.is_the_same_room("Wijkpaleis, zaal 2", other)


@pytest.mark.parametrize("other", ["Wijkpaleis, zaal 3", "Wijkpaleis", None, ""])
def test_another_room_is_another_room(other):
    assert not rules.is_the_same_room("Wijkpaleis, zaal 2", other)


def test_no_room_is_never_the_same_as_no_room():
    assert not rules.is_the_same_room(None, None)
    assert not rules.is_the_same_room("-", "...")


def test_who_is_needed_twice_is_who_stands_in_both():
    assert rules.who_is_needed_twice(["a", "b"], ["c", "b"]) == ["b"]
    assert rules.who_is_needed_twice([], ["c"]) == []
