"""Decisions about a mail: no database, no bus."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)

# A mail leaves within seconds; one that waits longer waits for something, unless it is the recipient's server that
# wants it to come again, or broke off.
STUCK_AFTER = timedelta(minutes=5)
COMES_AGAIN = ("address_refused", "message_refused", "mail_server_gone")

INVITED, ENROLLED, WAITING, TRAINER = "invited", "enrolled", "waiting", "trainer"

# What is said about one session, and about a group with the sessions still to come.
SESSION_MAIL_KINDS = ("introduction_invitation", "session_planned", "session_changed", "session_cancelled")
GROUP_MAIL_KINDS = ("place_in_group", "promoted", "waiting_list", "withdrawn", "trainer_assigned")


def hears_of_sessions(role: str | None) -> bool:
    """Who waits for a place hears of the sessions when they get one."""
    return role != WAITING


def a_session_that_is_over_needs_no_mail(ends_at: datetime, now: datetime) -> bool:
    return ends_at <= now


def a_mail_is_out_of_date(kind: str, session_state: str, ends_at: datetime, now: datetime) -> bool:
    """A mail that waited so long that what it would say is not so any more."""
    if kind == "session_cancelled":
        return a_session_that_is_over_needs_no_mail(ends_at, now)
    return session_state == "cancelled" or a_session_that_is_over_needs_no_mail(ends_at, now)


def a_mail_is_given_up(attempts: int) -> bool:
    return attempts >= ATTEMPTS


def pause_after(attempts: int) -> timedelta:
    """Growing: half a minute, two minutes, eight, half an hour, ... six hours at most."""
    return min(FIRST_PAUSE * 4 ** (attempts - 1), LONGEST_PAUSE)


def a_mail_was_due_before(moment: datetime, queued_at: datetime, due_at: datetime, cause: UUID | None) -> bool:
    """A message from before a restore may ask for its mail only after it: what counts then is when it was announced, as
    its id (a UUID version 7) tells."""
    announced_at = datetime.fromtimestamp((cause.int >> 80) / 1000, UTC) if cause and cause.version == 7 else queued_at
    return min(queued_at, announced_at) + (due_at - queued_at) < moment


def sequence_of(revision: int, cancelled: bool) -> int:
    """A calendar takes the higher number for the newer word about a session; nothing comes after a cancellation."""
    return revision + 1 if cancelled else revision
