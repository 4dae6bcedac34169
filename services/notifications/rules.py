"""Decisions about a mail: no database, no bus."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=6)

# A mail leaves within seconds; one that waits longer waits for something, unless it is the recipient's server that
# wants it to come again, or broke off.
STUCK_AFTER = timedelta(minutes=5)
COMES_AGAIN = ("address_refused", "message_refused", "mail_server_gone")

INVITED, ENROLLED, WAITING, TRAINER = "invited", "enrolled", "waiting", "trainer"
AT_INTERVISION = "at_intervision"

# What is said about one session, and about a group with the sessions still to come.
SESSION_MAIL_KINDS = ("introduction_invitation", "session_planned", "session_changed", "session_cancelled")
GROUP_MAIL_KINDS = ("place_in_group", "promoted", "waiting_list", "withdrawn", "trainer_assigned")

# What is said about one meeting of the network.
MEETING_MAIL_KINDS = ("meeting_planned", "meeting_changed", "meeting_cancelled")

# Those that lead the reader to their own pages.
PERSONAL_MAIL_KINDS = (*SESSION_MAIL_KINDS, *GROUP_MAIL_KINDS, "personal_link", "report_back")
# What says where the reader stands with a group or an introduction, with the link to their own place.
PLACE_MAIL_KINDS = (
    "introduction_invitation",
    "place_in_group",
    "promoted",
    "waiting_list",
    "registration_confirmation",
)


def a_confirmation_is_out_of_date(state: str) -> bool:
    """The place lapsed, or the person left, while the mail waited."""
    return state in ("lapsed", "left", "none")


# What one mail tells of several things at once.
BUNDLED_MAIL_KINDS = ("session_reminder", "record_missing", "minutes_missing", "digest")
INTERVISION_MAIL_KINDS = ("intervision_reminder", "intervision_changed", "intervision_cancelled")
CERTIFICATE_MAIL_KINDS = ("certificate_issued", "certificate_renewed", "certificate_revoked")

# What a digest counts: the first three as they are announced, the others as they became due; and for the members of the
# network what the training provider brought, and minutes of their meetings.
NETWORK_NEWS_KINDS = ("material", "provider_dates", "minutes")
NEWS_KINDS = (
    "registered",
    "waitlisted",
    "withdrawn",
    "questions",
    "follow_ups",
    "thanks",
    "reported",
    *NETWORK_NEWS_KINDS,
)

USUAL_RHYTHM = "daily"
A_DAY = timedelta(days=1)
MONDAY = 0
# The last one goes to the coordinators too.
NUDGE_DAYS = (3, 7)
# A city that stood still for longer is not flooded with what became due meanwhile.
LONGEST_LEAP = timedelta(days=7)
# From the hour of one Monday to that of the next, and a little more.
FIRST_DIGEST = timedelta(days=7, hours=12)
NEWS_AGE = timedelta(days=31)


def the_day_that_has_begun(now: datetime, begins_at: str) -> date | None:
    """`now` in the city's zone, `begins_at` as 07:30; none before that time."""
    return now.date() if f"{now:%H:%M}" >= begins_at else None


def the_day_before_what_became_due(last: date | None, today: date) -> date:
    """Days that were missed are made up for, within limits."""
    if last is None:
        return today - timedelta(days=1)
    return max(last, today - LONGEST_LEAP)


def an_answer_is_told_at_once(kind: str) -> bool:
    """To a request or a question, by somebody who waits for it."""
    return kind in ("advice", "question")


def one_a_day_is_enough(last: datetime | None, now: datetime) -> bool:
    """Of a kind of mail that leaves at once: what comes more is in the digest."""
    return last is not None and last > now - A_DAY


def a_digest_is_due(rhythm: str, today: date) -> bool:
    return rhythm == "daily" or (rhythm == "weekly" and today.weekday() == MONDAY)


def news_is_told_from(digested_at: datetime | None, now: datetime) -> datetime:
    """Where the last digest ended; who never had one is told of the last week."""
    return max(digested_at or now - FIRST_DIGEST, now - NEWS_AGE)


def who_is_nudged(days: int, trainer_ids: Sequence[UUID], coordinator_ids: Sequence[UUID]) -> list[UUID]:
    """Who gives the session. The coordinators hear of it when it takes too long, or when nobody else would."""
    also = coordinator_ids if days == NUDGE_DAYS[-1] or not trainer_ids else ()
    return list(dict.fromkeys([*trainer_ids, *also]))


def the_better_role(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Of one person in one group: who gives it or has a place hears more than who waits."""
    return max(one, other, key=lambda row: (AT_INTERVISION, WAITING, INVITED, ENROLLED, TRAINER).index(row["role"]))


def hears_of_sessions(role: str | None) -> bool:
    """Who waits for a place hears of the sessions when they get one."""
    return role != WAITING


def a_session_that_is_over_needs_no_mail(ends_at: datetime, now: datetime) -> bool:
    return ends_at <= now


def a_mail_is_out_of_date(kind: str, session_state: str, ends_at: datetime, now: datetime) -> bool:
    """A mail that waited so long that what it would say is not so any more."""
    if kind in ("session_cancelled", "meeting_cancelled"):
        return a_session_that_is_over_needs_no_mail(ends_at, now)
    return session_state == "cancelled" or a_session_that_is_over_needs_no_mail(ends_at, now)


def an_intervision_mail_is_out_of_date(kind: str, state: str, ends_at: datetime, now: datetime) -> bool:
    """Of one that was cancelled only the cancellation is news."""
    is_cancelled = state == "cancelled"
    return a_session_that_is_over_needs_no_mail(ends_at, now) or is_cancelled != (kind == "intervision_cancelled")


def minutes_are_missing_still(meeting: Mapping[str, Any]) -> bool:
    return meeting["state"] == "planned" and not meeting["has_minutes"]


def a_record_is_missing_still(session_state: str) -> bool:
    return session_state in ("planned", "open")


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
