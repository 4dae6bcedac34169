"""Which answers are counted together.

A survey with enough answers is a *unit*. Smaller ones of a programme and wave wait until two or more of them hold
enough together. Then these become one unit, for good. Everything that is ever shown is worked out from whole units.
"""

from collections.abc import Sequence

from services.feedback.rules.anonymity import FEWEST_ANSWERS, there_are_enough
from services.feedback.rules.worlds import counts_that_fit


def most_that_may_have_answered(invited: int) -> int:
    """What everybody knows of a survey that waits."""
    return min(invited, FEWEST_ANSWERS - 1)


def small_surveys_are_counted_together(most: Sequence[int], answers: int) -> bool:
    """`most` holds what each may have at most, in the order in which they came. Not when the number of all would tell
    the number of one: four and four make eight, and nothing else does."""
    return there_are_enough(answers) and answers in _totals_that_tell_nothing(most)


def _totals_that_tell_nothing(most: Sequence[int]) -> set[int]:
    """Whoever sees a pool wait knows that its total is not one of these, which counts for all that come after."""
    waiting: list[int] = []
    telling_nothing: set[int] = set()
    for members in range(1, len(most) + 1):
        possible = [range(each + 1) for each in most[:members]]
        totals = range(sum(most[:members]) + 1)
        telling_nothing = {
            total
            for total in totals
            if there_are_enough(total) and _nobody_is_known(counts_that_fit(possible, waiting, total), most[:members])
        }
        waiting.append(sum(1 << total for total in totals if total not in telling_nothing))
    return telling_nothing


def _nobody_is_known(fitting: Sequence[Sequence[int]], most: Sequence[int]) -> bool:
    return all(len(counts) > 1 for counts, at_most in zip(fitting, most, strict=True) if at_most)
