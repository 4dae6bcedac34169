"""What may be shown of anonymous answers, and until when they are taken: no database, no bus.

1. Of fewer than five answers nothing is shown, not even how many there were: neither of a survey nor of a question.
2. A scale is shown by its number of answers, its mean and three bands. The bands add up, so they are shown together
   or not at all: not when one of them holds one or two people.
3. The net promoter score is the difference of two bands. It is left out where it would give hidden bands back: where
   only one set of bands that would be hidden fits to the number of answers, the mean and the score.
4. An option is shown by how many chose it, and is left out when that was one or two. People choose as many options
   as they like, so the others don't give it back.
5. Comments on a question are shown when there are five of them.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

FEWEST_ANSWERS = 5
FEWEST_IN_A_BAND = 3
HIGHEST = 10
BANDS = {"0-6": range(7), "7-8": range(7, 9), "9-10": range(9, 11)}
NOTHING: dict[str, Any] = {"n": None, "mean": None, "net_promoter_score": None, "counts": None, "comments": []}


def a_survey_is_over(state: str, closes_on: date, today: date) -> bool:
    """The day on which it closes is the last one for answers."""
    return state == "closed" or today > closes_on


def there_are_enough(answers: int) -> bool:
    return answers >= FEWEST_ANSWERS


def is_small(people: int) -> bool:
    return 0 < people < FEWEST_IN_A_BAND


def shown_of(question: dict[str, Any], answers: list[Any]) -> dict[str, Any]:
    """What a reader sees of all answers to one question."""
    if not there_are_enough(len(answers)):
        return NOTHING
    if question["kind"] == "scale":
        return NOTHING | {"n": len(answers)} | _shown_of_a_scale(answers, question["net_promoter_score"])
    if question["kind"] == "choices":
        options = [option["code"] for option in question["options"]]
        return NOTHING | {"n": len(answers), "counts": counts_to_show(options, answers)}
    return NOTHING | {"n": len(answers), "comments": answers}


def _shown_of_a_scale(figures: list[int], with_score: bool) -> dict[str, Any]:
    bands = in_bands(figures)
    hidden = not bands_may_be_shown(bands.values())
    held_back = hidden and the_score_gives_the_bands_back(figures)
    return {
        "mean": round(sum(figures) / len(figures), 1),
        "counts": None if hidden else bands,
        "net_promoter_score": net_promoter_score(bands) if with_score and not held_back else None,
    }


def in_bands(figures: Collection[int]) -> dict[str, int]:
    return {name: sum(figure in band for figure in figures) for name, band in BANDS.items()}


def net_promoter_score(bands: dict[str, int]) -> int:
    return round(100 * (bands["9-10"] - bands["0-6"]) / sum(bands.values()))


def bands_may_be_shown(bands: Collection[int]) -> bool:
    return not any(is_small(people) for people in bands)


def the_score_gives_the_bands_back(figures: Collection[int]) -> bool:
    bands = in_bands(figures)
    return len(hidden_bands_that_fit(len(figures), sum(figures), bands["9-10"] - bands["0-6"])) == 1


def hidden_bands_that_fit(n: int, total: int, difference: int) -> list[tuple[int, int, int]]:
    """All that a reader can think of who knows these figures and, from the rule, that one band is small."""
    fitting = []
    for low in range(n + 1):
        high = low + difference
        middle = n - low - high
        if high < 0 or middle < 0:
            continue
        least, most = 7 * middle + 9 * high, 6 * low + 8 * middle + 10 * high
        if least <= total <= most and not bands_may_be_shown((low, middle, high)):
            fitting.append((low, middle, high))
    return fitting


def counts_to_show(options: Sequence[str], answers: Collection[Collection[str]]) -> dict[str, int]:
    chosen = [option for answer in answers for option in set(answer)]
    counts = {option: chosen.count(option) for option in [*options, *sorted(set(chosen) - set(options))]}
    return {option: people for option, people in counts.items() if not is_small(people)}
