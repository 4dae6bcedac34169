import traceback
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from prometheus_client import Counter
from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from services.notifications import outlets, rules
from services.notifications.gathering import Gathered, PersonRemoved
from services.notifications.messages import message
from services.notifications.outlets import Closed, NotSent, Outlet
from services.notifications.queries import IS_STANDING
from services.notifications.tables import Mail
from services.notifications.told import bundles_of, links_sent, sessions_to_come
from shared import clock
from shared.contracts.feedback import LINKS_AT_ONCE
from shared.contracts.notifications import TOKEN_MAIL_KINDS
from shared.database import is_outage, settings_of
from shared.errors import Refusal
from shared.messaging.service import Resources

log = structlog.get_logger()

BATCH = 50
WHILE_CLOSED = timedelta(seconds=30)
WHILE_UNAVAILABLE = timedelta(seconds=3)
NO_HOLD = ~exists().where(IS_STANDING)

MAILS = Counter(
    "middleground_mails_total",
    "Tries to send a mail, by what came of them: sent, postponed, given_up.",
    ["outcome"],
)
SENT, POSTPONED, GIVEN_UP = (MAILS.labels(outcome) for outcome in ("sent", "postponed", "given_up"))


def send_due_mails(resources: Resources) -> None:
    """One transaction per mail, so that a crash repeats one mail at most, under the same Message-ID.

    What is wrong with a mail counts against it; a mail server or a service that is away does not. Nothing leaves while
    mail is held.
    """
    with resources.database.transaction() as tx:
        _note_what_waits_for_a_mail_server(tx)
        due = _due(tx)
        sessions, bundles, sent = sessions_to_come(tx, due), bundles_of(tx, due), links_sent(tx, due)
    if not due:
        return
    try:
        with outlets.opened(resources.settings) as outlet:
            gathered = Gathered(resources, due, sessions, bundles, sent)
            for mail in due:
                _send(resources, outlet, gathered, mail)
    except Closed as closed:
        log.warning("mail_can_not_leave", reason=closed.reason)
        _postpone(resources, due, WHILE_CLOSED, closed.reason)
    except Refusal as refusal:
        log.warning("contacts_not_answered", code=refusal.code)
        _postpone(resources, due, WHILE_UNAVAILABLE, refusal.code)


def _due(tx: Session) -> list[Mail]:
    """The oldest, and with a feedback link all others of its survey, so that they are dealt out together."""
    sendable, time_has_come = _sendable(tx), Mail.due_at <= clock.now()
    due = list(tx.scalars(select(Mail).where(*sendable, time_has_come).order_by(Mail.due_at).limit(BATCH)))
    survey_ids = {mail.about_id for mail in due if mail.kind == "feedback_link"}
    if not survey_ids:
        return due
    asked = tx.scalars(
        select(Mail)
        .where(*sendable, Mail.kind == "feedback_link", Mail.about_id.in_(survey_ids))
        .where(or_(time_has_come, Mail.attempts == 0))
        .limit(LINKS_AT_ONCE)
    )
    return [mail for mail in due if mail.kind != "feedback_link"] + list(asked)


def _sendable(tx: Session) -> list[ColumnElement[bool]]:
    queued = [Mail.state == "queued", NO_HOLD]
    return [*queued, Mail.kind.not_in(TOKEN_MAIL_KINDS)] if _token_mails_wait(tx) else queued


def _token_mails_wait(tx: Session) -> bool:
    return outlets.is_read_by_others(settings_of(tx))


def _note_what_waits_for_a_mail_server(tx: Session) -> None:
    if _token_mails_wait(tx):
        waiting = tx.scalars(
            update(Mail)
            .where(
                Mail.state == "queued", Mail.kind.in_(TOKEN_MAIL_KINDS), Mail.reason.is_distinct_from("no_mail_server")
            )
            .values(reason="no_mail_server")
            .returning(Mail.id)
        ).all()
        if waiting:
            log.warning("mails_wait_for_a_mail_server", mails=len(waiting))


def _send(resources: Resources, outlet: Outlet, gathered: Gathered, seen: Mail) -> None:
    with resources.database.transaction() as tx:
        mail = _claimed(tx, seen)
        if mail is None:
            return
        try:
            outlet.send(mail.id, message(gathered.occasion(mail), clock.now()))
        except PersonRemoved:
            log.info("mail_dropped", mail_id=str(mail.id), kind=mail.kind)
            tx.delete(mail)
        except NotSent as not_sent:
            _note_failure(mail, not_sent.reason, for_good=not_sent.for_good)
        except Refusal as refusal:
            if refusal.status >= 500:
                mail.due_at, mail.reason = clock.now() + WHILE_UNAVAILABLE, refusal.code
            else:
                _note_failure(mail, refusal.code, for_good=True)
        except Closed:
            raise
        except Exception as error:
            if is_outage(error):
                raise
            _note_fault(mail, error)
        else:
            mail.state, mail.sent_at, mail.reason, mail.kept = "sent", clock.now(), None, outlet.keeps
            mail.attempts += 1
            SENT.inc()
            log.info("mail_sent", mail_id=str(mail.id), kind=mail.kind)


def _claimed(tx: Session, seen: Mail) -> Mail | None:
    """The mail, locked, unless it was erased, sent or tried by another replica meanwhile, or mail is held now."""
    return tx.scalar(
        select(Mail)
        .where(Mail.id == seen.id, Mail.state == "queued", Mail.attempts == seen.attempts, NO_HOLD)
        .with_for_update(skip_locked=True)
    )


def _note_failure(mail: Mail, reason: str, *, for_good: bool = False) -> None:
    mail.attempts += 1
    mail.reason = reason
    if for_good or rules.a_mail_is_given_up(mail.attempts):
        mail.state = "failed"
        GIVEN_UP.inc()
    else:
        POSTPONED.inc()
        mail.due_at = clock.now() + rules.pause_after(mail.attempts)
    log.warning("mail_not_sent", mail_id=str(mail.id), kind=mail.kind, reason=reason, attempts=mail.attempts)


def _note_fault(mail: Mail, error: Exception) -> None:
    """A fault of ours in one mail must not hold up the others. Its message and values may be about the reader."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    log.error("mail_fault", mail_id=str(mail.id), error=type(error).__name__, where=f"{frame.name}:{frame.lineno}")
    _note_failure(mail, "fault")


def _postpone(resources: Resources, mails: Sequence[Mail], pause: timedelta, reason: str) -> None:
    ids: list[UUID] = [mail.id for mail in mails]
    until = clock.now() + pause
    with resources.database.transaction() as tx:
        tx.execute(
            update(Mail)
            .where(Mail.id.in_(ids), Mail.state == "queued", Mail.due_at < until)
            .values(due_at=until, reason=reason)
        )
