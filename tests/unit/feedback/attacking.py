"""What an attacker knows and does who sees everything that is shown, knows the rules by heart, and has patience."""

from collections import defaultdict
from functools import cache
from itertools import combinations_with_replacement

from services.feedback.rules import a_table_may_be_shown, in_bands, shown_of_a_scale

FEWEST = 5
POINTS = range(11)


def sets_of_answers(people):
    return combinations_with_replacement(POINTS, people)


@cache
def by_what_is_seen(answers):
    """What is shown of a question when so many answered the survey -> all answers that lead to it."""
    found = defaultdict(list)
    for n in range(answers + 1):
        for values in sets_of_answers(n):
            found[shown_of_a_scale(values, answers, FEWEST)].append(values)
    return found


class Reader:
    """Sees units come, each with what may be thought of it, and after each whether a table was shown."""

    def __init__(self, possible, fewest=FEWEST):
        self.possible, self.fewest = possible, fewest
        self.decided = {}

    def was_shown(self, number, total):
        key = (number, total)
        if key not in self.decided:
            self.decided[key] = a_table_may_be_shown(self.possible[:number], total, self.fewest)
        return self.decided[key]

    def what_it_may_have_been(self, number, total):
        """Of each of the first units, all counts with which nothing would have been shown before, and now this."""
        waited = [{(0,) * len(total)}]
        for place, possible in enumerate(self.possible[: number - 1], start=1):
            sums = {plus(one, other) for one in waited[-1] for other in possible}
            waited.append({each for each in sums if not self.was_shown(place, each)})
        fitting, sums = [], {total}
        for before, possible in zip(reversed(waited), reversed(self.possible[:number]), strict=True):
            pairs = [(one, other) for one in before for other in possible if plus(one, other) in sums]
            fitting.append({other for _, other in pairs})
            sums = {one for one, _ in pairs}
        return fitting[::-1]


def plus(one, other):
    return tuple(map(sum, zip(one, other, strict=True)))


@cache
def bands_by_what_is_seen(people):
    return {
        figure: {in_bands(values) for values in worlds if len(values) == people}
        for figure, worlds in by_what_is_seen(people).items()
        if figure is not None and figure.exact
    }


def neighbours(possible, own):
    """The cells in which somebody else may be, as one who is in the cell `own` sees it."""
    return {cell for counts in possible if counts[own] for cell, size in enumerate(counts) if size - (cell == own) > 0}


def assert_nothing_is_learnt(before, after):
    for cell in zip(*after, strict=True):
        assert len(set(cell)) > 1 or cell[0] >= FEWEST, (before, after)
    for own in range(len(next(iter(after)))):
        if len(neighbours(before, own)) > 1 and any(counts[own] for counts in after):
            assert len(neighbours(after, own)) > 1


def attack(units, possible):
    """How many tables were shown; none of them may tell anything."""
    shown = begin = 0
    for end in range(1, len(units) + 1):
        reader = Reader([sorted(each) for each in possible[begin:end]])
        total = tuple(map(sum, zip(*units[begin:end], strict=True)))
        if reader.was_shown(end - begin, total):
            after = reader.what_it_may_have_been(end - begin, total)
            for truth, known, left in zip(units[begin:end], possible[begin:end], after, strict=True):
                assert truth in left
                assert_nothing_is_learnt(known, left)
            shown, begin = shown + 1, end
    return shown
