"""The attacker of tests/unit/feedback/attacking.py reads what a programme shows after each of its surveys has closed.

Everything is made by the commands and read by the queries that pages use; the attacker sees what these answer and
nothing else. What really happened is used only to see that they don't find it.
"""

import random
from collections import Counter

import pytest

from services.feedback.queries import results as result_queries
from services.feedback.rules import in_bands, shown_of_a_scale
from shared.contracts import feedback as contract
from tests.integration.feedback.conftest import Group, Survey
from tests.unit.feedback.attacking import FEWEST, Reader, assert_nothing_is_learnt, bands_by_what_is_seen

SURVEYS = 7
BANDS = ("0-6", "7-8", "9-10")


class Attacker:
    """Keeps everything that was ever shown of one question. Of small groups that were counted together they are told
    how many answered and the mean, which is more than is shown."""

    def __init__(self):
        self.waiting, self.truth, self.small = [], [], []
        self.seen = Counter()

    def reads(self, survey, programme, given):
        """After the survey has closed, in which these points were given."""
        shown = survey.results()
        if shown["state"] == "shown":
            [figure] = [each for each in shown["figures"] if each["question"] == "recommend"]
            self.a_unit_came(programme, given, (figure["n"], figure["mean"], figure["mean_is"]))
        else:
            assert (shown["figures"], shown["survey"]["answers"]) == ([], None)
            self.small += given
            if shown["state"] == "together":
                figure = shown_of_a_scale(self.small, len(self.small), FEWEST)
                self.a_unit_came(programme, self.small, (figure.n, figure.mean, figure.meaning))
                self.small = []

    def a_unit_came(self, programme, given, figure):
        self.waiting.append(self.what_fits(*figure))
        self.truth.append(in_bands(given))
        cells = next((each["cells"] for each in programme["tables"] if each["question"] == "recommend"), {})
        new = tuple(cells.get(band, 0) - self.seen[band] for band in BANDS)
        reader, number = Reader(self.waiting), len(self.waiting)
        assert any(new) == reader.was_shown(number, tuple(map(sum, zip(*self.truth, strict=True))))
        if any(new):
            self.attacks(reader.what_it_may_have_been(number, new), new)
            self.seen, self.waiting, self.truth = Counter(cells), [], []

    def what_fits(self, n, mean, meaning):
        [fitting] = [
            bands for seen, bands in bands_by_what_is_seen(n).items() if (seen.mean, seen.meaning) == (mean, meaning)
        ]
        return sorted(fitting)

    def attacks(self, left, total):
        assert min(total) >= FEWEST
        for truth, before, after in zip(self.truth, self.waiting, left, strict=True):
            assert truth in after
            assert_nothing_is_learnt(before, after)


@pytest.fixture
def programme(tx, ask, announced, coordinator, trainer, group):
    """A programme whose groups answer: each survey closes before the next one opens."""

    def asked(given):
        survey = Survey(ask, announced, coordinator, Group(tx, coordinator, trainer, group.programme_id))
        for _ in range(8):
            survey.group.complete()
        survey.answered_by(*({"recommend": points} for points in given))
        return survey

    return asked


@pytest.mark.parametrize("seed", range(12))
def test_whoever_keeps_everything_that_was_ever_shown_learns_nothing(ask, coordinator, group, programme, seed):
    chance, attacker = random.Random(seed), Attacker()
    for _ in range(SURVEYS):
        given = [chance.choice((3, 5, 6, 7, 7, 8, 8, 9, 9, 10)) for _ in range(chance.choice((2, 4, 6, 7, 8)))]
        survey = programme(given)
        shown = ask(
            contract.programme_results,
            result_queries.programme_results,
            coordinator,
            programme_id=group.programme_id,
        )
        attacker.reads(survey, shown, given)
