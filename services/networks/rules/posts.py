"""What may be done with a post and with what is said under it."""

from uuid import UUID

WAITS_FOR_AN_ANSWER = ("advice", "question")


def waits_for_an_answer(kind: str) -> bool:
    """An experience and a concern are complete without one."""
    return kind in WAITS_FOR_AN_ANSWER


def still_waits_for_an_answer(kind: str, answers: int) -> bool:
    return waits_for_an_answer(kind) and answers == 0


def may_accept_an_answer(kind: str, author_id: UUID | None, person_id: UUID) -> bool:
    """Only who asked knows whether it helped."""
    return waits_for_an_answer(kind) and author_id == person_id


def can_be_replied_to(replies_to: UUID | None) -> bool:
    """Threads are one level deep: what is said to an answer stands under it, side by side."""
    return replies_to is None


def counts_as_reuse(author_id: UUID | None, person_id: UUID) -> bool:
    """Of what somebody else wrote."""
    return author_id != person_id
