from datetime import date, datetime


def a_survey_is_over(state: str, closes_on: date, today: date, closes_at: datetime | None, now: datetime) -> bool:
    """The day on which it closes is the last one for answers; before a course, they end when it begins."""
    return state == "closed" or today > closes_on or (closes_at is not None and now >= closes_at)
