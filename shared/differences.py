"""What stayed, came and went between two lists of lines or words, within a bound of steps."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from operator import eq

# About a fifth of a second. Prose of 800 words stays far below it; 200 words that are all the same do not.
MOST_STEPS = 5_000_000

Operation = tuple[str, int, int, int, int]


@dataclass
class Comparison:
    """Matching takes steps by the third power where the same words come back again and again. All that one
    comparison matches shares `steps`; what there are too few for takes each other's place as a whole."""

    steps: int = MOST_STEPS

    def operations(self, earlier: Sequence[str], later: Sequence[str]) -> Iterator[Operation]:
        """As difflib tells them: equal, replace, delete or insert, with two places in each list."""
        begin = _alike(earlier, later)
        end = _alike(reversed(earlier[begin:]), reversed(later[begin:]))
        stop, new_stop = len(earlier) - end, len(later) - end
        before, after = earlier[begin:stop], later[begin:new_stop]
        yield "equal", 0, begin, 0, begin
        if self._affords(before, after):
            for kind, *places in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
                start, till, new_start, new_till = (begin + place for place in places)
                yield kind, start, till, new_start, new_till
        else:
            yield "replace", begin, stop, begin, new_stop
        yield "equal", stop, len(earlier), new_stop, len(later)

    def _affords(self, before: Sequence[str], after: Sequence[str]) -> bool:
        """Each match that is found takes a walk through all that remains and all that it is like."""
        times = Counter(after)
        pairs = sum(times[each] for each in before)
        steps = (pairs + len(before)) * (1 + min(pairs, len(before), len(after)))
        if steps > self.steps:
            return False
        self.steps -= steps
        return True


def _alike(earlier: Iterable[str], later: Iterable[str]) -> int:
    """How many are the same before the first that is not."""
    return sum(1 for _pair in takewhile(lambda pair: eq(*pair), zip(earlier, later, strict=False)))
