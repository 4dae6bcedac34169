"""Decisions about the session book: who is there, who can't come, who sees to what."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

CHECK_IN_BEFORE = timedelta(minutes=30)


def the_check_in_opens_at(starts_at: datetime) -> datetime:
    return starts_at - CHECK_IN_BEFORE


def how_the_check_in_stands(starts_at: datetime, ends_at: datetime, moment: datetime) -> str:
    """early, open or over: people check in from half an hour before a session until its end."""
    if moment < the_check_in_opens_at(starts_at):
        return "early"
    return "open" if moment <= ends_at else "over"


def an_apology_comes_too_late(ends_at: datetime, moment: datetime) -> bool:
    return moment > ends_at


def who_may_see_to_a_follow_up(
    people: Collection[UUID], trainer_ids: Collection[UUID], coordinator_ids: Collection[UUID], *, of_a_group: bool
) -> set[UUID]:
    """Of a group its people and trainers. An introduction has a hall full of people: there the coordinators do."""
    return {*people, *trainer_ids} if of_a_group else set(coordinator_ids)
