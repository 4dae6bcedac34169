from datetime import date

import pytest

from services.gateway.searching import day_in
from shared import clock


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda _time_zone: date(2026, 11, 21))


@pytest.mark.parametrize(
    "typed", ["2026-12-03", "3-12-2026", "03/12/2026", "3.12.2026", "3 12", "3 december", "3 Dec 2026"]
)
def test_a_day_is_read_as_people_write_it(typed):
    assert day_in(typed, "Europe/Amsterdam") == date(2026, 12, 3)


@pytest.mark.parametrize("typed", ["group 3", "31-2-2026", "3 maybe", "12", "Bloemhof", "3 ju"])
def test_other_words_are_no_day(typed):
    assert day_in(typed, "Europe/Amsterdam") is None
