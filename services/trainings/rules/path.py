"""Decisions about the path of a trainer. The states and what they take are data that a city may edit."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Counts = Mapping[str, int]

WARNING_MONTHS = 3
LATELY_MONTHS = 6


@dataclass(frozen=True)
class Step:
    """`needs`: requirement -> how often. `months`: how long the state is valid; null for ever.

    `gives`: the role in which somebody there may stand in for a trainer.
    """

    code: str
    needs: Counts = field(default_factory=dict)
    months: int | None = None
    renewal: Counts = field(default_factory=dict)
    gives: str | None = None
    proposes: bool = False


def steps_of(path: Mapping[str, Mapping[str, Any]]) -> list[Step]:
    known = ("needs", "months", "renewal", "gives", "proposes")
    return [Step(code, **{name: entry[name] for name in known if name in entry}) for code, entry in path.items()]


def the_step(steps: Sequence[Step], state: str) -> Step:
    """A state that the city has dropped since asks for nothing and gives nothing."""
    return next((step for step in steps if step.code == state), Step(state))


def the_next_step(steps: Sequence[Step], state: str) -> Step | None:
    codes = [step.code for step in steps]
    following = codes.index(state) + 1 if state in codes else 0
    return steps[following] if following < len(steps) else None


def what_a_step_takes(steps: Sequence[Step], state: str, wanted: str) -> Counts:
    """Also of the steps in between; to where somebody is, or back, nothing but a reason."""
    codes = [step.code for step in steps]
    start = codes.index(state) + 1 if state in codes else 0
    between = steps[start : codes.index(wanted) + 1]
    return {requirement: count for step in between for requirement, count in step.needs.items()}


def how_often(facts: Iterable[str], needs: Counts) -> dict[str, int]:
    found = list(facts)
    return {requirement: found.count(requirement) for requirement in needs}


def what_is_missing(needs: Counts, done: Counts) -> dict[str, int]:
    """Requirement -> how many are still to come."""
    return {name: count - done.get(name, 0) for name, count in needs.items() if done.get(name, 0) < count}


def a_decision_needs_a_reason(steps: Sequence[Step], state: str, wanted: str, missing: Counts) -> bool:
    """When something is missing for it, and when it leads back."""
    codes = [step.code for step in steps]
    leads_back = state in codes and codes.index(wanted) < codes.index(state)
    return leads_back or bool(missing)


def is_a_renewal(state: str, wanted: str) -> bool:
    return state == wanted


def valid_until(decided_on: date, months: int | None) -> date | None:
    return months_later(decided_on, months) if months else None


def expiry(expires_on: date | None, today: date) -> str | None:
    """A certificate is good on its last day, and warns of its end three months before."""
    if expires_on is None:
        return None
    if expires_on < today:
        return "expired"
    return "soon" if expires_on <= months_later(today, WARNING_MONTHS) else "valid"


def months_later(day: date, months: int) -> date:
    """The same day of another month; its last one where that month has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def who_can_stand_in(people: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Who speaks the language first, trainers before co-trainers, who gave least of late before the others."""
    return sorted(
        people,
        key=lambda person: (person["speaks_it"] is False, person["role"] != "trainer", person["gave"]),
    )
