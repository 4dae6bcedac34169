"""An attacker from outside reads everything that feedback ever answers, again after each survey that closes: surveys,
groups, programmes, the city with its techniques, needs that were told, and what is announced.

Everything is made by the commands and read by the queries that pages and files use, which hold nothing else
(tests/gateway/surveys/test_figures.py). The attacker takes the difference of whatever they have seen, of then and now
and of a part and the whole, and works out with the rules in hand what may have been (tests/unit/feedback/attacking.py).
What really happened is used only to see that they don't find it.
"""

import random
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from uuid import uuid4

import pytest

from services.feedback import questionnaire, reactions
from services.feedback.queries import needs as need_queries
from services.feedback.queries import results as result_queries
from services.feedback.rules import fewest, in_bands, most_that_may_have_answered, shown_of_a_scale
from shared.contracts import feedback as contract
from tests.integration.feedback.conftest import Group, Survey
from tests.unit.feedback.attacking import (
    FEWEST,
    Reader,
    assert_nothing_is_learnt,
    bands_by_what_is_seen,
    what_is_seen_of_a_pool,
)

SURVEYS = 9
INVITED = 16
SMALL, MIDDLE, LARGE = (2, 3, 4), (6, 7, 8), (10, 11)
SCALES = ("recommend", "relevance", "trainer", "recognise", "recognise_before")
OPTIONS = {"needs": ("training", "information", "expertise"), "needs_training": ("mediation", "mapping")}
BANDS = ("0-6", "7-8", "9-10")
CHOSEN = ("chosen", "not_chosen")
WAVE = "t1"


def least(question: str) -> int:
    """Five, or ten to a sensitive question."""
    return fewest(questionnaire.items()[question]["sensitive"])


# what is read


@dataclass(frozen=True)
class Moment:
    """All answers of feedback after a survey has closed."""

    surveys: dict[Any, Any]
    listed: dict[Any, Any]
    groups: dict[Any, Any]
    programmes: dict[Any, Any]
    city: Any
    needs: dict[Any, Any]
    announced: list[Any]


@dataclass
class Closed:
    """A survey and what really was answered in it."""

    survey: Survey
    given: list[dict[str, Any]]

    @property
    def programme_id(self):
        return self.survey.group.programme_id


class TwoProgrammes:
    """Of one coordinator. Their groups answer; each survey closes before the next one opens."""

    def __init__(self, tx, ask, announced, coordinator, trainer):
        self.tx, self.ask, self.announced = tx, ask, announced
        self.coordinator, self.trainer = coordinator, trainer
        self.programme_ids = [uuid4(), uuid4()]
        for id_ in self.programme_ids:
            reactions.programme_told(tx, {"programme_id": id_, "coordinator_ids": [coordinator.id]})
        self.closed: list[Closed] = []

    def answers(self, programme_id, given, techniques=()):
        group = Group(self.tx, self.coordinator, self.trainer, programme_id)
        if techniques:
            about = {"session_id": uuid4(), "group_id": group.id, "techniques": list(techniques)}
            reactions.session_recorded(self.tx, about)
        survey = Survey(self.ask, self.announced, self.coordinator, group)
        for _ in range(INVITED - 1):
            group.complete()
        survey.answered_by(*given)
        self.closed.append(Closed(survey, given))
        return self.closed[-1]

    def is_read(self) -> Moment:
        def asked(call, query, **about):
            return self.ask(call, query, self.coordinator, **about)

        def of_programmes(call, query):
            return {each: asked(call, query, programme_id=each) for each in self.programme_ids}

        surveys = [each.survey for each in self.closed]
        return Moment(
            surveys={each.id: each.results() for each in surveys},
            listed={each["id"]: each for each in surveys[0].read_by(self.coordinator)},
            groups={
                each.id: asked(contract.group_results, result_queries.group_results, group_id=each.group.id)
                for each in surveys
            },
            programmes=of_programmes(contract.programme_results, result_queries.programme_results),
            city=asked(contract.city_results, result_queries.city_results),
            needs=of_programmes(contract.told_needs, need_queries.told_needs),
            announced=self.announced(contract.SurveyClosed),
        )


@pytest.fixture
def two_programmes(tx, ask, announced, coordinator, trainer) -> TwoProgrammes:
    return TwoProgrammes(tx, ask, announced, coordinator, trainer)


def somebodys_answers(chance) -> dict[str, Any]:
    high = (3, 5, 6, 7, 7, 8, 8, 9, 9, 10)
    given: dict[str, Any] = {question: chance.choice(high) for question in SCALES}
    for question in ("relevance", "recognise_before"):
        if chance.random() < 0.1:
            given[question] = None
    for question, options in OPTIONS.items():
        given[question] = [option for option in options if chance.random() < 0.5] or None
    return given


# differences of whatever was seen


def figures(results) -> dict[str, int]:
    return {each["question"]: each["n"] for each in results["figures"]}


def tables(results) -> dict[tuple[str, str | None], tuple[int, ...]]:
    return {
        (each["question"], each["option"]): tuple(each["cells"][name] for name in (CHOSEN if each["option"] else BANDS))
        for each in results["tables"]
    }


def answered(results) -> int:
    return sum(wave["answered"] or 0 for wave in results["waves"])


def assert_a_difference_tells_nothing(whole, part) -> None:
    """It is nothing at all, or nowhere of fewer people than may be told of."""
    assert answered(whole) - answered(part) == 0 or answered(whole) - answered(part) >= FEWEST
    for of in (figures, tables):
        assert of(part).keys() <= of(whole).keys()
    for question, n in figures(whole).items():
        rest = n - figures(part).get(question, 0)
        assert rest == 0 or rest >= least(question), question
    for (question, option), cells in tables(whole).items():
        rest = minus(cells, tables(part).get((question, option)))
        assert not any(rest) or min(rest) >= least(question), (question, option)


def minus(cells: tuple[int, ...], others: tuple[int, ...] | None) -> tuple[int, ...]:
    return tuple(one - other for one, other in zip(cells, others or (0,) * len(cells), strict=True))


def assert_no_difference_tells_anything(moments: list[Moment]) -> None:
    now = moments[-1]
    for programme in now.programmes.values():
        assert_a_difference_tells_nothing(now.city, programme)
    for before in moments[:-1]:
        assert_a_difference_tells_nothing(now.city, before.city)
        for id_, programme in now.programmes.items():
            assert_a_difference_tells_nothing(programme, before.programmes[id_])
            assert_a_difference_tells_nothing(now.city, before.programmes[id_])
        for id_, results in before.surveys.items():
            assert now.surveys[id_]["figures"] == results["figures"]  # of itself a survey shows the same for good
            assert now.groups[id_]["figures"] == before.groups[id_]["figures"]


def assert_parts_tell_no_more_than_the_whole(moment: Moment, closed: list[Closed]) -> None:
    for id_, results in moment.surveys.items():
        told = results["survey"]["answers"]
        assert told is None or told >= FEWEST
        assert moment.listed[id_]["answers"] == told
        assert [each["answers"] for each in moment.announced if each["survey_id"] == id_] == [told]
        of_group = moment.groups[id_]
        assert [wave["answered"] for wave in of_group["waves"]] == [told]
        assert (of_group["figures"], of_group["tables"]) == (results["figures"], [])
        assert all(each["n"] >= least(each["question"]) for each in results["figures"])
    for id_, programme in moment.programmes.items():
        own = [moment.surveys[each.survey.id] for each in closed if each.programme_id == id_]
        rest = answered(programme) - sum(each["survey"]["answers"] or 0 for each in own)
        assert rest == 0 or rest >= FEWEST
        for question, n in figures(programme).items():
            rest = n - sum(figures(each).get(question, 0) for each in own)
            assert rest == 0 or rest >= least(question)
        told = {
            (each["kind"] if each["choice"] is None else f"needs_{each['kind']}", each["choice"]): (
                each["people"],
                each["of"],
            )
            for each in moment.needs[id_]["told"]
        }
        shown = {
            (option, None) if question == "needs" else (question, option): (cells[0], sum(cells))
            for (question, option), cells in tables(programme).items()
            if option
        }
        assert told == shown


# what may have been


@dataclass
class Collection:
    """Of one table of a programme: the units of which it was not shown yet. The attacker knows what is possible."""

    fewest: int
    possible: list[Any] = field(default_factory=list)
    truth: list[tuple[int, ...]] = field(default_factory=list)
    seen: tuple[int, ...] | None = None
    shown: int = 0

    def a_unit_came(self, possible, truth) -> None:
        self.possible.append(sorted(possible))
        self.truth.append(truth)

    def is_attacked(self, cells: tuple[int, ...]) -> None:
        """After a survey has closed. `cells`: the table as it is shown by now."""
        new = minus(cells, self.seen)
        if not any(new):
            return
        number = len(self.possible)
        assert new == tuple(map(sum, zip(*self.truth, strict=True)))
        left = Reader(self.possible, self.fewest).what_it_may_have_been(number, new)
        for truth, before, after in zip(self.truth, self.possible, left, strict=True):
            assert truth in after
            assert_nothing_is_learnt(before, after, self.fewest)
        self.possible, self.truth, self.seen, self.shown = [], [], cells, self.shown + 1


class Attacker:
    """Of one programme. Of small groups that were counted together they are told the figures, which is more than is
    shown."""

    def __init__(self):
        self.collections = {
            **{(question, None): Collection(least(question)) for question in SCALES},
            **{(question, option): Collection(least(question)) for question in OPTIONS for option in OPTIONS[question]},
        }
        self.small: list[Closed] = []

    def reads(self, closed: Closed, moment: Moment) -> None:
        results, programme = moment.surveys[closed.survey.id], moment.programmes[closed.programme_id]
        if results["state"] == "shown":
            self.a_unit_came(closed.given, {each["question"]: each for each in results["figures"]})
        else:
            assert (results["figures"], results["survey"]["answers"]) == ([], None)
            self.small.append(closed)
            self.counts_the_small_ones(results["state"], programme, moment)
        shown = tables(programme)
        for table, collection in self.collections.items():
            if table in shown:
                collection.is_attacked(shown[table])

    def counts_the_small_ones(self, state, programme, moment: Moment) -> None:
        """How many answered each of them stays open, whether they wait or not."""
        sizes = tuple(len(each.given) for each in self.small)
        most = (most_that_may_have_answered(INVITED),) * len(sizes)
        what = what_is_seen_of_a_pool(most, sizes)
        assert (what is None) == (state == "too_few")
        worlds = [
            each for each in product(*(range(few + 1) for few in most)) if what_is_seen_of_a_pool(most, each) == what
        ]
        assert sizes in worlds
        assert all(len(set(possible)) > 1 for possible in zip(*worlds, strict=True))
        if state == "together":
            assert all(moment.surveys[each.survey.id]["state"] == "together" for each in self.small)
            given = [answers for each in self.small for answers in each.given]
            self.a_unit_came(given, {question: told(given, question) for question in SCALES})
            self.small = []

    def a_unit_came(self, given, figures) -> None:
        for question in SCALES:
            figure = figures.get(question)
            if figure and figure["n_is_exact"]:
                values = [each[question] for each in given if each[question] is not None]
                self.collections[question, None].a_unit_came(what_fits(figure, least(question)), in_bands(values))
        for question, options in OPTIONS.items():
            for option in options:
                chosen = sum(option in (each[question] or ()) for each in given)
                possible = [(some, len(given) - some) for some in range(len(given) + 1)]
                self.collections[question, option].a_unit_came(possible, (chosen, len(given) - chosen))

    @property
    def shown(self) -> set[tuple[str, str | None]]:
        return {table for table, collection in self.collections.items() if collection.shown}


def told(given, question):
    values = [each[question] for each in given if each[question] is not None]
    figure = shown_of_a_scale(values, len(given), least(question))
    if figure is None:
        return None
    return {"n": figure.n, "n_is_exact": figure.exact, "mean": figure.mean, "mean_is": figure.meaning}


def what_fits(figure, least_people):
    [fitting] = [
        bands
        for seen, bands in bands_by_what_is_seen(figure["n"], least_people).items()
        if seen and seen.exact and (seen.mean, seen.meaning) == (figure["mean"], figure["mean_is"])
    ]
    return fitting


@pytest.mark.parametrize("seed", range(8))
def test_whoever_keeps_everything_that_was_ever_shown_learns_nothing(two_programmes, seed):
    chance = random.Random(seed)
    attackers = {id_: Attacker() for id_ in two_programmes.programme_ids}
    moments = []
    for _ in range(SURVEYS):
        sizes = chance.choice((SMALL, SMALL, MIDDLE, MIDDLE, LARGE))
        programme_id = chance.choices(two_programmes.programme_ids, (2, 1))[0]
        closed = two_programmes.answers(programme_id, [somebodys_answers(chance) for _ in range(chance.choice(sizes))])
        moments.append(two_programmes.is_read())
        assert_parts_tell_no_more_than_the_whole(moments[-1], two_programmes.closed)
        assert_no_difference_tells_anything(moments)
        attackers[programme_id].reads(closed, moments[-1])
    assert any(each.shown for each in attackers.values())


def test_a_sensitive_question_tells_nothing_either_with_ten_in_place_of_five(two_programmes):
    """Groups in which nobody left it out, and of ten or eleven people."""
    chance, attacker = random.Random(1), Attacker()
    moments = []
    for _ in range(8):
        given = [
            somebodys_answers(chance) | {"trainer": chance.choice((3, 4, 5, 6, 7, 7, 8, 8, 9, 9, 10))}
            for _ in range(chance.choice(LARGE))
        ]
        closed = two_programmes.answers(two_programmes.programme_ids[0], given)
        moments.append(two_programmes.is_read())
        assert_no_difference_tells_anything(moments)
        attacker.reads(closed, moments[-1])
    assert ("trainer", None) in attacker.shown
    assert min(tables(moments[-1].programmes[two_programmes.programme_ids[0]])["trainer", None]) >= 10


def test_techniques_are_worked_out_of_what_is_shown_of_each_group_already(two_programmes):
    """At every moment, so that no difference of two of them tells more than the group that came."""
    chance, used, moments = random.Random(2), {}, []
    for number in range(13):
        techniques = ("active_listening", "reframing") if number % 2 else ("active_listening",)
        given = [somebodys_answers(chance) for _ in range(chance.choice(MIDDLE))]
        closed = two_programmes.answers(two_programmes.programme_ids[number % 3 == 0], given, techniques)
        used[closed.survey.id] = techniques
        moments.append(two_programmes.is_read())
        sides = {
            side: [
                moments[-1].surveys[id_] for id_, each in used.items() if ("reframing" in each) == (side == "with_it")
            ]
            for side in ("with_it", "without_it")
        }
        found = {(each["technique"], each["outcome"]): each for each in moments[-1].city["techniques"]}
        assert ("active_listening", "recommend") not in found  # everybody worked with it
        recommend = found.get(("reframing", "recommend"))
        assert (recommend is not None) == (min(map(len, sides.values())) >= 5)
        for side, surveys in sides.items() if recommend else ():
            shown = [figure for each in surveys for figure in each["figures"] if figure["question"] == "recommend"]
            n = sum(figure["n"] for figure in shown)
            assert (recommend[side]["units"], recommend[side]["n"]) == (len(surveys), n)
            mean = sum(figure["n"] * figure["mean"] for figure in shown) / n
            assert recommend[side]["mean"] == pytest.approx(mean, abs=0.051)
    assert moments[-1].city["techniques"]
