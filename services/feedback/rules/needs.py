"""Decisions about needs and what is planned for them."""

from collections.abc import Collection

OPEN, PLANNED, DONE, CALLED_OFF = "open", "planned", "done", "called_off"


def state_of_a_need(decision: str | None, activities: Collection[str]) -> str:
    """What a person decided stands. Without that a need is as far as the activities that are planned for it."""
    if decision is not None:
        return decision
    going_on = [state for state in activities if state != CALLED_OFF]
    if not going_on:
        return OPEN
    return DONE if all(state == DONE for state in going_on) else PLANNED


def a_decision_takes_a_reason(decision: str) -> bool:
    """Who is told that something is not done is told why."""
    return decision == "declined"


def pages_of(total: int, per_page: int) -> int:
    return -(-total // per_page)
