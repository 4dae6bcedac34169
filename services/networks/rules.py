"""Decisions about the network: no database, no bus."""

INVITED = ("open", "accepted", "declined")  # who declined, or joined and left, may still join


def may_join(invitation: str | None) -> bool:
    return invitation in INVITED


def an_invitation_can_be_taken_back(invitation: str, completions: int) -> bool:
    """Nobody who has answered it loses it, nor who completed another course."""
    return invitation == "open" and completions == 0


def pages_of(total: int, per_page: int) -> int:
    return -(-total // per_page)
