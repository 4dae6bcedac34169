from datetime import timedelta
from uuid import UUID

import pytest

from shared.contracts import trainings
from tests.gateway.sessions.conftest import Sessions, introduction, sessions, training_day

__all__ = ["introduction", "sessions", "training_day"]


def is_held_now(sessions: Sessions, session_id: UUID, begins: timedelta = timedelta()) -> None:
    """Moves a session so that it begins so long from now, on the minute, and takes an hour."""
    sessions.make.held_now(session_id, begins)


@pytest.fixture
def running_day(sessions: Sessions, training_day: UUID) -> UUID:
    """A training day that is being held now, with its check-in open."""
    is_held_now(sessions, training_day)
    sessions.make(trainings.open_check_in, session_id=training_day)
    return training_day
