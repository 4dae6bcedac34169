from datetime import date

from services.municipalities import rules


def test_an_area_that_nobody_placed_gets_the_next_free_tile():
    assert rules.tiles_of([("a", None), ("b", (1, 1)), ("c", None)]) == {"a": (2, 1), "b": (1, 1), "c": (3, 1)}
    many = rules.tiles_of([(number, None) for number in range(7)])
    assert many[rules.TILES_IN_A_ROW] == (1, 2)
    assert len(set(many.values())) == 7


def test_two_areas_do_not_share_a_tile():
    assert rules.areas_on_a_tile_that_is_taken([("a", (1, 1)), ("b", (2, 1)), ("c", (1, 1))]) == ["c"]


def test_a_count_of_one_day_is_a_period():
    assert rules.a_count_does_not_run_backwards(date(2026, 1, 1), date(2026, 1, 1))
    assert not rules.a_count_does_not_run_backwards(date(2026, 1, 2), date(2026, 1, 1))
