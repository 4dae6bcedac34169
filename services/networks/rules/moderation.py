"""Who decides about what was reported, and how it comes back."""

from uuid import UUID


def may_decide(author_id: UUID | None, person_id: UUID) -> bool:
    """Nobody about what they wrote themselves."""
    return author_id != person_id


def may_take_a_second_look(hidden_by: UUID | None, author_id: UUID | None, person_id: UUID) -> bool:
    """Somebody other than who hid it, and not the author."""
    return person_id not in (hidden_by, author_id)


def a_correction_shows_it_again(hidden_for: str | None) -> bool:
    """Nobody approves here either: whoever finds it still wrong reports it anew."""
    return hidden_for is not None
