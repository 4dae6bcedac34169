"""Requests for advice are put to those who fit best, and the load is spread among those who fit as well."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest

from services.networks.rules import MOST_ASKED, MOST_WAITING, Helper, Need, who_is_asked

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
LONG_AGO = START - timedelta(days=400)
ASKER, SQUARE, STATION = UUID(int=1), UUID(int=101), UUID(int=102)
NEED = Need(ASKER, START, expertise="youth", theme="identity", area_id=SQUARE, language="nl")


def helper(number: int, **more) -> Helper:
    return Helper(UUID(int=number), LONG_AGO, **more)


def asked(*helpers: Helper, need: Need = NEED, waiting: int = MOST_ASKED - 1) -> list[int]:
    return [person_id.int for person_id in who_is_asked(need, helpers, waiting)]


def test_what_somebody_knows_comes_before_where_and_that_before_what_they_speak():
    knows = helper(12, expertise=("youth",))
    knows_the_place = helper(11, area_ids=(SQUARE,))
    speaks = helper(10, languages=("nl",))
    assert asked(speaks, knows_the_place, knows, waiting=0) == [12, 11, 10]


def test_who_follows_the_theme_knows_of_it_too():
    assert asked(helper(10, area_ids=(SQUARE,)), helper(11, themes=("identity",))) == [11]


def test_the_area_tells_those_apart_who_know_as_much():
    assert asked(helper(10, expertise=("youth",)), helper(11, expertise=("youth",), area_ids=(SQUARE,))) == [11]


def test_somebody_more_experienced_than_the_asker_comes_first_among_those_who_know():
    newcomer = Helper(UUID(int=10), START + timedelta(days=1), expertise=("youth",), area_ids=(SQUARE,))
    assert asked(newcomer, helper(11, expertise=("youth",))) == [11]
    assert asked(newcomer, helper(11, languages=("nl",))) == [10]


def test_who_has_shared_something_is_experienced_however_new():
    newcomer = Helper(UUID(int=11), START + timedelta(days=1), expertise=("youth",), has_shared=True)
    assert asked(replace(newcomer, person_id=UUID(int=10), has_shared=False), newcomer) == [11]


def test_who_fits_in_nothing_is_left_in_peace():
    assert asked(helper(10, expertise=("housing",), area_ids=(STATION,), languages=("fr",))) == []


def test_what_the_asker_left_open_fits_nobody():
    need = Need(ASKER, START, expertise=None, theme=None, area_id=None, language="nl")
    assert asked(helper(10, expertise=("youth",), languages=("nl",)), helper(11, area_ids=(SQUARE,)), need=need) == [10]


def test_nobody_is_asked_for_advice_by_themselves():
    assert asked(replace(helper(10, expertise=("youth",)), person_id=ASKER)) == []


def test_who_has_enough_before_them_is_not_asked():
    full = helper(10, expertise=("youth",), waiting=MOST_WAITING)
    assert asked(full, helper(11, languages=("nl",))) == [11]


def test_at_most_three_are_asked_at_a_time():
    many = [helper(number, expertise=("youth",)) for number in range(10, 20)]
    assert [len(who_is_asked(NEED, many, waiting)) for waiting in range(5)] == [3, 2, 1, 0, 0]


def test_of_those_who_fit_as_well_who_has_fewest_before_them_is_asked_then_who_was_asked_longest_ago():
    youth = {"expertise": ("youth",)}
    busy, recent = helper(10, waiting=1, **youth), helper(11, asked_at=START, **youth)
    before, never = helper(12, asked_at=START - timedelta(days=9), **youth), helper(13, **youth)
    assert asked(busy, recent, before, never, waiting=0) == [13, 12, 11]


@pytest.mark.parametrize("seed", range(20))
def test_in_any_world_the_load_spreads_evenly_over_those_who_fit_as_well(seed):
    """Two hundred requests. Who settles theirs soonest is asked a little more often, since less waits for them."""
    random = Random(seed)
    world = {UUID(int=n): helper(n, expertise=(random.choice(("youth", "housing")),)) for n in range(10, 40)}
    asked_how_often: Counter[UUID] = Counter()
    for day in range(200):
        need = replace(NEED, expertise=random.choice(("youth", "housing")), theme=None)
        for person_id in who_is_asked(need, random.sample(list(world.values()), len(world))):
            asked_how_often[person_id] += 1
            before = world[person_id]
            world[person_id] = replace(before, waiting=before.waiting + 1, asked_at=START + timedelta(days=day))
        for person_id, before in world.items():
            if before.waiting and random.random() < 0.4:
                world[person_id] = replace(before, waiting=before.waiting - 1)
    for expertise in ("youth", "housing"):
        load = [asked_how_often[each] for each, person in world.items() if expertise in person.expertise]
        assert max(load) - min(load) <= max(load) / 3, load
