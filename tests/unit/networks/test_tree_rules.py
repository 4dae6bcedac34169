"""Who trained whom over generations, told with people by their letters."""

from datetime import date

import pytest

from services.networks.rules import Counted, Trained, a_trainer_is_active, the_tree, who_trained_whom_first
from services.networks.rules import whom_they_reached as reached

NOBODY: list[Trained] = []


def trained(trainer: str, people: str, year: int) -> list[Trained]:
    return [Trained(trainer, person, date(year, 6, 1)) for person in people]


def counted(trainer: str, people: int, year: int) -> Counted:
    return Counted(trainer, people, date(year, 6, 1))


def drawn(*args, named: str = "ABCDEFGHS") -> list[str]:
    """Each branch as the line of those from whom it grew: S, SA, SAB."""
    lines = []
    for branch in the_tree(*args, lambda person: person in named):
        line = []
        at = branch
        while at is not None:
            line.append(at.person if at.is_named else "-")
            at = at.parent
        lines.append("".join(reversed(line)))
    return lines


def test_a_seed_trainer_reached_whom_they_trained_and_whom_these_trained():
    edges = trained("S", "AB", 2024) + trained("A", "C", 2025) + trained("C", "D", 2026)
    assert reached("S", edges, []) == 4
    assert reached("A", edges, []) == 2
    assert reached("D", edges, []) == 0


def test_everybody_is_reached_once_by_however_many_ways():
    edges = trained("S", "AB", 2024) + trained("A", "C", 2025) + trained("B", "CA", 2025)
    assert reached("S", edges, []) == 3


def test_who_is_counted_only_is_reached_too():
    edges = trained("S", "A", 2024)
    assert reached("S", edges, [counted("S", 9, 2024), counted("A", 20, 2025)]) == 30


def test_what_somebody_gave_before_they_were_trained_is_not_owed_to_their_trainer():
    edges = trained("A", "B", 2020) + trained("S", "A", 2024) + trained("A", "C", 2025)
    assert reached("S", edges, [counted("A", 7, 2021), counted("A", 5, 2026)]) == 7


def test_who_was_trained_by_several_grows_from_the_first():
    first = who_trained_whom_first(trained("B", "C", 2025) + trained("A", "C", 2024))
    assert first["C"].trainer == "A"


def test_who_was_trained_by_several_stands_with_each_and_grows_with_the_first():
    edges = trained("S", "AB", 2024) + trained("A", "B", 2025) + trained("B", "C", 2026)
    assert drawn(edges, []) == ["S", "SA", "SAB", "SB", "SBC"]
    assert [branch.again for branch in the_tree(edges, [], bool)] == [False, False, True, False, False]
    assert (reached("S", edges, []), reached("A", edges, [])) == (3, 2)


def test_two_who_trained_each_other_are_no_circle():
    edges = trained("A", "B", 2024) + trained("B", "A", 2025)
    assert drawn(edges, []) == ["A", "AB", "ABA"]
    assert reached("A", edges, []) == reached("B", edges, []) == 1


def test_each_branch_comes_after_the_one_it_grows_from_and_the_widest_first():
    edges = trained("S", "AB", 2024) + trained("B", "CD", 2025) + trained("E", "F", 2026)
    assert drawn(edges, []) == ["S", "SB", "SBC", "SBD", "SA", "E", "EF"]


def test_who_is_not_named_is_counted_at_who_trained_them():
    edges = trained("S", "ABC", 2024)
    [seed, _a] = the_tree(edges, [counted("S", 10, 2024)], lambda person: person in "SA")
    assert (seed.direct, seed.unnamed, seed.reach) == (13, 12, 13)


def test_who_is_not_named_but_trained_others_holds_the_tree_together_without_a_name():
    edges = trained("S", "A", 2024) + trained("A", "B", 2025)
    assert drawn(edges, [], named="SB") == ["S", "S-", "S-B"]


def test_somebody_with_counts_alone_is_a_seed_too():
    [seed] = the_tree(NOBODY, [counted("S", 12, 2024), counted("S", 8, 2025)], lambda person: True)
    assert (seed.direct, seed.reach, seed.last_on) == (20, 20, date(2025, 6, 1))


@pytest.mark.parametrize(
    ("last_on", "is_active"), [(date(2025, 6, 1), True), (date(2025, 5, 31), False), (None, False)]
)
def test_a_trainer_is_active_who_trained_in_the_last_twelve_months(last_on, is_active):
    assert a_trainer_is_active(last_on, date(2026, 6, 1)) is is_active
