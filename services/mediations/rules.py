"""What comes before what in a mediation, how long it is kept, and what its figures may show."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

INTAKE, FOLLOW_UP = "intake", "follow_up"
BEFORE_A_SESSION = (INTAKE, "preparation")
WITH_GROUND_RULES = ("opening", "exploration", "issues", "options", "agreement")
AT_A_SESSION = ("session", "caucus", "approach", "agreement")
NEED_A_DAY = ("talk", "ground_rules", *AT_A_SESSION, "contact")
NEED_A_PARTY = ("talk", "caucus", "thank_you")
UNSUITABLE, REFERRED = "unsuitable", "referred"

# Whatever is forgotten goes all the same.
LONGEST = timedelta(days=730)
QUIET = timedelta(days=60)
# After so many days at rest its mediator is reminded, and so often.
REST = timedelta(days=30)
FEWEST = 5


def what_is_missing_for_an_entry(
    kind: str, *, confidential: bool, verdict: str | None, has_ground_rules: bool
) -> str | None:
    """The code of what has to come first. Who the parties are has to be known to judge whether it is suitable."""
    if not confidential:
        return "no_confidentiality_yet"
    if kind == "party":
        return None
    if verdict is None:
        return "suitability_not_judged"
    if verdict == UNSUITABLE and kind in (*AT_A_SESSION, "ground_rules"):
        return "mediation_unsuitable"
    return "no_ground_rules_yet" if kind in AT_A_SESSION and not has_ground_rules else None


def what_is_missing_for_a_stage(
    stage: str, *, confidential: bool, verdict: str | None, has_ground_rules: bool, closed: bool
) -> str | None:
    """From any stage to any other, forwards or back, but none before what it needs."""
    if stage == FOLLOW_UP:
        return None if closed else "not_closed_yet"
    if stage == INTAKE:
        return None
    if not confidential:
        return "no_confidentiality_yet"
    if verdict is None:
        return "suitability_not_judged"
    if stage in WITH_GROUND_RULES and verdict == UNSUITABLE:
        return "mediation_unsuitable"
    return "no_ground_rules_yet" if stage in WITH_GROUND_RULES and not has_ground_rules else None


def nobody_is_referred_without_consent(sector: str | None, *, consented: bool) -> bool:
    return sector is None or consented


def last_day(opened_on: date, ended_on: date | None, keep_days: int) -> date:
    """The day on which the words of a mediation are destroyed."""
    longest = opened_on + LONGEST
    return longest if ended_on is None else min(ended_on + timedelta(days=keep_days), longest)


def latest_end_that_is_over(today: date, keep_days: int) -> date:
    """What ended on that day or before has been kept long enough."""
    return today - timedelta(days=keep_days)


def latest_opening_that_is_over(today: date) -> date:
    return today - LONGEST


def latest_opening_that_is_soon_over(today: date) -> date:
    """What was opened on that day or before is destroyed within a month, whatever happens in it."""
    return latest_opening_that_is_over(today) + REST


def is_quiet(active_on: date, outcome: str | None, today: date) -> bool:
    return outcome is None and today - active_on > QUIET


def latest_change_that_is_at_rest(today: date) -> date:
    """What changed last on that day or before waits for its mediator; who was reminded on it is reminded again."""
    return today - REST


def enough(number: int) -> int | None:
    return number if number >= FEWEST else None


def shown_use(used: int, closed: int) -> int | None:
    """In how many of those that were closed a technique was used: not where it is about too few that used it, or that
    did not. What was used in each would be known of each."""
    return used if min(used, closed - used) >= FEWEST else None


def shown_parts(parts: Mapping[str, int]) -> dict[str, int | None]:
    """Of parts that make up a total that is shown too: what is hidden can't be told from the rest, as together it is
    none or enough. A part without anything is hidden as a small one is."""
    hidden = {code for code, number in parts.items() if number < FEWEST}
    left = sorted((code for code in parts if code not in hidden), key=lambda code: (parts[code], code))
    while left and 0 < sum(parts[code] for code in hidden) < FEWEST:
        hidden.add(left.pop(0))
    return {code: None if code in hidden else number for code, number in parts.items()}


def the_kept_key(kept: dict[str, Any], dropped: dict[str, Any]) -> dict[str, Any]:
    """One person has one key, and nobody can make one of two."""
    return kept
