"""What a reader can work out who sees everything, at all times, and knows these rules.

Members come one after the other, each with some counts that the reader can't see but of which they know which are
possible. After each the sum so far was either shown or not. A *world* is one way in which it may have been: counts for
every member that fit to everything the reader saw.

Counts are written as one number each, so that adding numbers adds counts, and a set of sums as the bits of an integer:
shifting it adds to all of them at once.
"""

from collections.abc import Collection, Sequence
from functools import reduce
from operator import or_


def counts_that_fit(members: Sequence[Collection[int]], waiting: Sequence[int], total: int) -> list[list[int]]:
    """Of each member's counts those that stand in a world with this `total`. `waiting` holds, for each member but the
    last, the sums with which nothing was shown yet."""
    before = [1]
    for possible, waits in zip(members[:-1], waiting, strict=True):
        before.append(_plus(before[-1], possible) & waits)
    fitting = []
    sums = 1 << total
    for possible, known in zip(reversed(members), reversed(before), strict=True):
        fitting.append([each for each in possible if known << each & sums])
        sums = reduce(or_, (sums >> each for each in possible), 0) & known
    return fitting[::-1]


def _plus(sums: int, counts: Collection[int]) -> int:
    return reduce(or_, (sums << each for each in counts), 0)
