"""notifications: mail, made and addressed at the moment of sending, so that nothing personal is stored."""

from shared.access import COORDINATOR, EXPERT, OPERATOR, TRAINER
from shared.contracts import fields
from shared.contracts.base import Nothing, Schema, contract, paged

SERVICE_NAME = "notifications"
notifications = contract(SERVICE_NAME)

MAIL_KINDS = (
    "account_invitation",
    "password_reset",
    "introduction_invitation",
    "session_changed",
    "session_cancelled",
    "place_in_group",
    "waiting_list",
    "promoted",
    "withdrawn",
    "trainer_assigned",
    "session_planned",
    "feedback_link",
    "feedback_reminder",
    "network_invitation",
    "advice_answered",
    "advice_asked",
    "post_hidden",
    "second_look_given",
    "membership_ending",
    "trainee_named",
    "buddy_proposed",
    "buddies_paired",
    "intervision_reminder",
    "intervision_changed",
    "intervision_cancelled",
    "personal_link",
    "registration_confirmation",
    "nomination_request",
    "certificate_issued",
    "certificate_renewed",
    "certificate_revoked",
    "thank_you",
    "session_reminder",
    "record_missing",
    "meeting_planned",
    "meeting_changed",
    "meeting_cancelled",
    "minutes_missing",
    "digest",
    "report_back",
    "strategy_actions_due",
    "mediations_wait",
    "strategy_review_due",
)
# Mails that let in whoever holds them: never listed nor kept outside the demonstration.
TOKEN_MAIL_KINDS = (
    "account_invitation",
    "password_reset",
    "feedback_link",
    "network_invitation",
    "personal_link",
    "registration_confirmation",
    "certificate_issued",
    "certificate_renewed",
)
DIGEST_RHYTHMS = ("daily", "weekly", "never")
MAIL_STATES = ("queued", "sent", "failed")
# Why a mail is not sent yet, or never will be; besides these, the code of a refusal by the service that was asked.
MAIL_REASONS = (
    "no_mail_server",
    "mail_server_unreachable",
    "mail_server_refuses_sign_in",
    "mail_server_certificate",
    "mail_server_gone",
    "mail_folder_unwritable",
    "address_refused",
    "sender_refused",
    "message_refused",
    "out_of_date",
    "discarded",
    "fault",
)


class MailsFilter(Schema):
    state = fields.Choice(MAIL_STATES, load_default=None, allow_none=True)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=50)


class MailSummary(Schema):
    """`kept`: the message stands in the mail folder, because no mail server is configured."""

    id = fields.Id()
    kind = fields.Choice(MAIL_KINDS)
    person_id = fields.Id(allow_none=True)
    state = fields.Choice(MAIL_STATES)
    attempts = fields.Number()
    queued_at = fields.Moment()
    sent_at = fields.Moment(allow_none=True)
    reason = fields.Text(allow_none=True)
    kept = fields.YesNo()


class OneMail(Schema):
    mail_id = fields.Id(required=True)


class Mail(MailSummary):
    subject = fields.Text(allow_none=True)
    text = fields.Text(max=100_000, allow_none=True)
    links = fields.Many(fields.Text(max=1_000))


class Hold(Schema):
    """`taken_at`: of the backup that the city was restored from; null when a person held it. `waiting`: what is due by
    now. `old`: those that were due before the hold began; after a restore they may have been sent before."""

    held_at = fields.Moment()
    taken_at = fields.Moment(allow_none=True)
    waiting = fields.Number(max=10**9)
    old = fields.Number(max=10**9)


class MailHold(Schema):
    """`hold`: null while mail leaves."""

    hold = fields.Part(Hold, allow_none=True)


class Mails(paged(MailSummary, "PageOfMails")):  # type: ignore[misc]
    """`stuck`: how many of all mails can't leave; they go once what they wait for is there. `stuck_for` is that of most
    of them, a code, or null. `hold`: as in `MailHold`."""

    stuck = fields.Number(max=10**9)
    stuck_for = fields.Text(allow_none=True)
    hold = fields.Part(Hold, allow_none=True)


class DigestChoice(Schema):
    """How often the asking person gets word of what happened in their programmes and groups, and in the network."""

    rhythm = fields.Choice(DIGEST_RHYTHMS, required=True)


class Release(Schema):
    """`discard_old`: what was due before the hold began never leaves, unless somebody sends it again."""

    discard_old = fields.YesNo(load_default=False)


class Released(Schema):
    """`released`: whether there was a hold to end."""

    released = fields.YesNo()
    discarded = fields.Number(max=10**9)


mails = notifications.query("mails", MailsFilter, Mails, who=[OPERATOR])
mail = notifications.query("mail", OneMail, Mail, who=[OPERATOR])
send_again = notifications.command("send_again", OneMail, who=[OPERATOR])
mail_hold = notifications.query("mail_hold", Nothing, MailHold, who=[OPERATOR])
hold_mail = notifications.command("hold_mail", Nothing, MailHold, who=[OPERATOR])
release_mail = notifications.command("release_mail", Release, Released, who=[OPERATOR])
digest_choice = notifications.query("digest_choice", Nothing, DigestChoice, who=[COORDINATOR, TRAINER, EXPERT])
choose_digest = notifications.command("choose_digest", DigestChoice, who=[COORDINATOR, TRAINER, EXPERT])
