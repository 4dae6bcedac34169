"""Decisions about what was agreed in a session."""

from collections.abc import Mapping
from datetime import date
from typing import Any


def a_follow_up_became_due(follow_up: Mapping[str, Any], since: date, until: date) -> bool:
    """Between two days, the first left out; what is done, or has no date, never does. Dates stand there as text."""
    due_on = follow_up["due_on"]
    return not follow_up["done"] and due_on is not None and since < date.fromisoformat(due_on) <= until
