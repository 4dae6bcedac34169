"""notifications: mail, made and addressed at the moment of sending, so that nothing personal is stored."""

from shared.access import OPERATOR
from shared.contracts import fields
from shared.contracts.base import Schema, contract, paged

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
    "network_invitation",
    "advice_answered",
)
# Mails that let in whoever holds them: never listed nor kept outside the demonstration.
TOKEN_MAIL_KINDS = ("account_invitation", "password_reset", "feedback_link", "network_invitation")
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


class Mails(paged(MailSummary, "PageOfMails")):  # type: ignore[misc]
    """`stuck`: how many of all mails can't leave; they go once what they wait for is there. `stuck_for` is that of most
    of them, a code, or null."""

    stuck = fields.Number(max=10**9)
    stuck_for = fields.Text(allow_none=True)


class OneMail(Schema):
    mail_id = fields.Id(required=True)


class Mail(MailSummary):
    subject = fields.Text(allow_none=True)
    text = fields.Text(max=100_000, allow_none=True)
    links = fields.Many(fields.Text(max=1_000))


mails = notifications.query("mails", MailsFilter, Mails, who=[OPERATOR])
mail = notifications.query("mail", OneMail, Mail, who=[OPERATOR])
send_again = notifications.command("send_again", OneMail, who=[OPERATOR])
