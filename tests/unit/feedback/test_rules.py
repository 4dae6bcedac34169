import random
from datetime import date
from itertools import combinations_with_replacement

import pytest

from services.feedback import rules
from services.feedback.rules import (
    a_survey_is_over,
    counts_to_show,
    hidden_bands_that_fit,
    in_bands,
    net_promoter_score,
    shown_of,
)
from shared.contracts import feedback as contract

RECOMMEND = {"kind": "scale", "net_promoter_score": True}
SCALE = {"kind": "scale", "net_promoter_score": False}
NEEDS = {"kind": "choices", "options": [{"code": "training"}, {"code": "information"}, {"code": "expertise"}]}
COMMENT = {"kind": "text"}


def test_the_contract_promises_the_same_number():
    assert rules.FEWEST_ANSWERS == contract.FEWEST_ANSWERS


@pytest.mark.parametrize(
    ("question", "answer"), [(RECOMMEND, 9), (SCALE, 9), (NEEDS, ["training"]), (COMMENT, "The exercises.")]
)
def test_of_four_answers_nothing_is_shown_not_even_how_many(question, answer):
    assert shown_of(question, [answer] * 4) == rules.NOTHING
    assert shown_of(question, []) == rules.NOTHING
    assert shown_of(question, [answer] * 5)["n"] == 5


def test_a_scale_is_shown_by_number_mean_and_bands():
    assert shown_of(SCALE, [6, 6, 6, 8, 8, 8, 9, 9, 10]) == {
        "n": 9,
        "mean": 7.8,
        "net_promoter_score": None,
        "counts": {"0-6": 3, "7-8": 3, "9-10": 3},
        "comments": [],
    }


def test_the_ends_of_the_bands():
    assert in_bands([0, 6, 7, 8, 9, 10]) == {"0-6": 2, "7-8": 2, "9-10": 2}


def test_the_score_is_the_percentage_of_nines_and_tens_minus_that_of_zero_to_six():
    assert net_promoter_score({"0-6": 1, "7-8": 3, "9-10": 6}) == 50
    assert net_promoter_score({"0-6": 5, "7-8": 0, "9-10": 0}) == -100


@pytest.mark.parametrize("lonely", [[6], [6, 6]])
def test_a_band_of_one_or_two_people_hides_all_bands(lonely):
    shown = shown_of(RECOMMEND, [9, 9, 9, 8, 8, 8, *lonely])
    assert shown["counts"] is None
    assert shown["mean"] is not None
    assert shown["net_promoter_score"] is not None


def test_an_empty_band_hides_nothing():
    assert shown_of(RECOMMEND, [9, 9, 9, 8, 8, 8])["counts"] == {"0-6": 0, "7-8": 3, "9-10": 3}
    assert shown_of(RECOMMEND, [10] * 5)["net_promoter_score"] == 100


def test_a_score_that_would_tell_of_the_one_who_differs_is_left_out():
    shown = shown_of(RECOMMEND, [10, 10, 10, 10, 8])  # a score of 80 from five: four nines or tens, and one between
    assert (shown["counts"], shown["net_promoter_score"]) == (None, None)
    assert shown["mean"] == 9.6


@pytest.mark.parametrize("n", [5, 6, 7])
def test_hidden_bands_can_not_be_computed_from_what_is_shown(n):
    """Every way in which a group can answer: whoever adds up what is shown is left with more than one possibility."""
    for figures in combinations_with_replacement(range(11), n):
        shown = shown_of(RECOMMEND, list(figures))
        if shown["counts"] is None and shown["net_promoter_score"] is not None:
            bands = in_bands(figures)
            fitting = hidden_bands_that_fit(n, sum(figures), bands["9-10"] - bands["0-6"])
            assert tuple(bands.values()) in fitting
            assert len(fitting) > 1


def test_the_possibilities_are_those_of_real_groups():
    """What `hidden_bands_that_fit` reasons out is what trying all groups finds."""
    tried: dict[tuple[int, int], set[tuple[int, ...]]] = {}
    for figures in combinations_with_replacement(range(11), 5):
        bands = in_bands(figures)
        if any(people in (1, 2) for people in bands.values()):
            tried.setdefault((sum(figures), bands["9-10"] - bands["0-6"]), set()).add(tuple(bands.values()))
    for (total, difference), groups in tried.items():
        assert set(hidden_bands_that_fit(5, total, difference)) == groups


def test_a_usual_group_of_sixteen_keeps_its_score():
    group = random.Random(16).choices([5, 6, 7, 8, 9, 10], weights=[1, 1, 3, 5, 4, 2], k=16)
    assert shown_of(RECOMMEND, group)["net_promoter_score"] is not None


def test_an_option_that_one_or_two_chose_is_left_out_and_the_others_stay():
    answers = [["training"], ["training", "information"], ["training"], ["information"], ["training"]]
    assert shown_of(NEEDS, answers)["counts"] == {"training": 4, "expertise": 0}


def test_an_option_that_the_city_has_dropped_since_still_counts():
    assert counts_to_show(["training"], [["old"], ["old"], ["old", "training"]]) == {"old": 3}


def test_comments_are_shown_from_five_on():
    comments = [f"Comment {number}." for number in range(5)]
    assert shown_of(COMMENT, comments)["comments"] == comments
    assert shown_of(COMMENT, comments[:4])["comments"] == []


def test_the_last_day_still_counts():
    assert not a_survey_is_over("open", date(2026, 3, 15), date(2026, 3, 15))
    assert a_survey_is_over("open", date(2026, 3, 15), date(2026, 3, 16))
    assert a_survey_is_over("closed", date(2026, 3, 15), date(2026, 3, 1))
