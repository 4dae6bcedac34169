from datetime import timedelta

import pytest

from deploy.asking import together
from deploy.backups import backup, restore
from deploy.facts.database import COPIES
from deploy.findings import Silent, how_long, size, some
from tests.waiting import eventually


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 seconds"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (7300, "2 hours"),
        (47 * 3600, "47 hours"),
        (2e5, "2 days"),
    ],
)
def test_how_long_is_said_roughly(seconds: float, said: str) -> None:
    assert how_long(timedelta(seconds=seconds)) == said


def test_sizes_are_said_roughly() -> None:
    assert [size(number) for number in (500, 3 * 1024**2, 41 * 1024**3)] == ["0 kB", "3.0 MB", "41 GB"]


def test_of_many_names_the_first_are_said() -> None:
    assert [some(names) for names in (["a"], ["a", "b", "c"], "abcdef")] == ["a", "a, b and c", "a, b, c, d and 2 more"]


def test_who_is_late_or_breaks_keeps_nobody_else_from_answering() -> None:
    late = []

    def waits() -> None:
        eventually(lambda: late, what="the test to end")

    told = together({"late": waits, "broken": lambda: 1 / 0, "fine": lambda: "here"}, seconds=0.2)
    late.append(True)
    assert told["fine"] == "here"
    assert told["broken"] == Silent("It could not be asked: ZeroDivisionError.")
    assert told["late"] == Silent("It did not answer within 0.2 seconds.")


def test_copies_that_a_backup_makes_of_a_city_are_no_other_cities() -> None:
    assert {backup.SCRATCH, restore.RESTORED, restore.REPLACED} == set(COPIES)
