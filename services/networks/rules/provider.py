"""Decisions about what the training provider brings."""

from datetime import date, timedelta

FURTHEST = timedelta(days=3 * 365)


def who_reads_what_the_provider_brings(*, is_member: bool, is_staff: bool) -> bool:
    """Members of the network, and those who run a programme or give its courses."""
    return is_member or is_staff


def a_date_can_be_planned(day: date, today: date) -> bool:
    """People are to come: it lies ahead, and within three years."""
    return today <= day <= today + FURTHEST


def people_know_where_to_go(place: str | None, link: str | None) -> bool:
    return bool(place or link)
