"""What becomes of a signal: picture, judgement, decision, and how long it stands."""

from datetime import date, timedelta

EXPIRES_AFTER = timedelta(days=90)  # after it was added, or confirmed last
IN_THE_ARCHIVE = timedelta(days=365)


def a_signal_stands_until(today: date) -> date:
    """Added or confirmed today."""
    return today + EXPIRES_AFTER


def state_of_a_signal(judged: bool, decided: bool, expires_on: date, today: date) -> str:
    if expires_on < today:
        return "expired"
    return "decided" if decided else "judged" if judged else "new"


def an_observation_changes_until_it_is_judged(state: str) -> bool:
    return state == "new"


def only_what_stands_is_judged_and_decided(state: str) -> bool:
    """What has expired is confirmed first."""
    return state != "expired"


def a_decision_follows_a_judgement(state: str) -> bool:
    return state in ("judged", "decided")


def expired_before(today: date) -> date:
    """What expired before this day has been in the archive long enough."""
    return today - IN_THE_ARCHIVE
