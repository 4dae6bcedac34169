"""What an attacker knows and does who sees everything that is shown, knows the rules by heart, and has patience."""

from collections import defaultdict
from functools import cache
from itertools import combinations_with_replacement

from services.feedback.rules import a_table_may_be_shown, shown_of_a_scale, small_surveys_are_counted_together

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
def bands_by_what_is_seen(people, fewest=FEWEST):
    """What is shown of a question that all of so many people answered -> all bands that lead to it."""
    found = defaultdict(set)
    for total in range(POINTS[-1] * people + 1):
        found[figure_of(people, total, people, fewest)] |= bands_of(people, total)
    return found


@cache
def numbers_and_sums_by_what_is_seen(answers, fewest):
    """What is shown when so many answered the survey -> how many may have answered the question, and their sum."""
    found = defaultdict(list)
    for n in range(answers + 1):
        for total in range(POINTS[-1] * n + 1):
            found[figure_of(n, total, answers, fewest)].append((n, total))
    return found


@cache
def figure_of(people, total, answers, fewest):
    """It depends on nothing but how many there are and their sum."""
    each, more = divmod(total, people or 1)
    return shown_of_a_scale([each + 1] * more + [each] * (people - more), answers, fewest)


@cache
def bands_of(people, total):
    """All that so many answers with this sum may be."""
    return {
        (low, middle, people - low - middle)
        for low in range(people + 1)
        for middle in range(people - low + 1)
        if 7 * middle + 9 * (people - low - middle) <= total <= 10 * people - 4 * low - 2 * middle
    }


@cache
def is_counted(most, total):
    return small_surveys_are_counted_together(most, total)


def what_is_seen_of_a_pool(most, received):
    """After which survey they were counted together, and how many answers there were; None if they still wait."""
    for number in range(1, len(most) + 1):
        total = sum(received[:number])
        if is_counted(most[:number], total):
            return number, total
    return None


def neighbours(possible, own):
    """The cells in which somebody else may be, as one who is in the cell `own` sees it."""
    return {cell for counts in possible if counts[own] for cell, size in enumerate(counts) if size - (cell == own) > 0}


def assert_nothing_is_learnt(before, after, fewest=FEWEST):
    for cell in zip(*after, strict=True):
        assert len(set(cell)) > 1 or cell[0] >= fewest, (before, after)
    for own in range(len(next(iter(after)))):
        if len(neighbours(before, own)) > 1 and any(counts[own] for counts in after):
            assert len(neighbours(after, own)) > 1


def attack(units, possible, fewest=FEWEST):
    """How many tables were shown; none of them may tell anything."""
    shown = begin = 0
    for end in range(1, len(units) + 1):
        reader = Reader([sorted(each) for each in possible[begin:end]], fewest)
        total = tuple(map(sum, zip(*units[begin:end], strict=True)))
        if reader.was_shown(end - begin, total):
            after = reader.what_it_may_have_been(end - begin, total)
            for truth, known, left in zip(units[begin:end], possible[begin:end], after, strict=True):
                assert truth in left
                assert_nothing_is_learnt(known, left, fewest)
            shown, begin = shown + 1, end
    return shown
