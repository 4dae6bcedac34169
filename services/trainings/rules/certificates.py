"""Decisions about certificates."""

import secrets
from calendar import monthrange
from datetime import date, datetime

from services.trainings.rules.codes import CODE_ALPHABET

CERTIFICATE_BLOCKS, BLOCK_LENGTH = 3, 4


def a_new_certificate_code() -> str:
    """Longer than one for the board: nobody comes upon a certificate by trying."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CERTIFICATE_BLOCKS * BLOCK_LENGTH))


def as_printed(code: str) -> str:
    """In blocks, which are easier to copy from paper."""
    starts = range(0, len(code), BLOCK_LENGTH)
    return "-".join(code[start : start + BLOCK_LENGTH] for start in starts)


def the_last_day_of_a_certificate(issued_on: date, months: int) -> date | None:
    """So many months later, or the last day of a month that is too short; None when certificates do not expire."""
    if months == 0:
        return None
    years, month = divmod(issued_on.month - 1 + months, 12)
    year, month = issued_on.year + years, month + 1
    return date(year, month, min(issued_on.day, monthrange(year, month)[1]))


def the_state_of_a_certificate(revoked_at: datetime | None, expires_on: date | None, today: date) -> str:
    """It is valid on its last day still; what was revoked stays so, however old it is."""
    if revoked_at is not None:
        return "revoked"
    return "expired" if expires_on is not None and expires_on < today else "valid"


def what_is_revoked_is_not_renewed(state: str) -> bool:
    return state == "revoked"
