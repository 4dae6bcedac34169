"""Thanking those who were at a session: drafted for everybody who was present, sent by a person, once each."""

from shared.access import COORDINATOR, SERVICE, TRAINER
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.trainings.base import SESSION_KINDS, Event, OneSession, trainings

THANK_YOU_STATES = ("drafted", "sent")
MOST_THANKED = 5_000


class ThankYou(Schema):
    """`line`: what is added for this person alone."""

    person_id = fields.Id()
    state = fields.Choice(THANK_YOU_STATES)
    line = fields.Text(max=500, allow_none=True)
    sent_at = fields.Moment(allow_none=True)
    sent_by = fields.Id(allow_none=True)


class ThankYous(Schema):
    """`text`: what everybody reads, null while nobody has written it."""

    programme_id = fields.Id()
    group_name = fields.Text(allow_none=True)
    kind = fields.Choice(SESSION_KINDS)
    title = fields.Text(allow_none=True)
    starts_at = fields.Moment()
    text = fields.Text(max=2_000, allow_none=True)
    thank_yous = fields.Many(fields.Part(ThankYou), max=MOST_THANKED)


class ThankYouLine(Schema):
    person_id = fields.Id(required=True)
    line = fields.Text(max=500, load_default=None, allow_none=True)


class SaveThankYous(Schema):
    """What is not sent yet; who is left out of `lines` keeps theirs."""

    session_id = fields.Id(required=True)
    text = fields.Text(max=2_000, required=True)
    lines = fields.Many(fields.Part(ThankYouLine), load_default=list, max=MOST_THANKED)


class SendThankYous(SaveThankYous):
    """To `person_ids`, who were present; what was sent to somebody is not sent again."""

    person_ids = fields.Many(fields.Id(), required=True, max=MOST_THANKED)


class Thanked(Schema):
    """`outstanding`: who has not been thanked yet."""

    sent = fields.Number()
    already = fields.Number()
    outstanding = fields.Number()


class ThankYousWanted(Schema):
    thank_you_ids = fields.Many(fields.Id(), required=True, max=1_000)


class ThankYouText(Schema):
    """As it was when it was sent. `sender_id` is null when the sender was removed."""

    id = fields.Id()
    session_id = fields.Id()
    text = fields.Text(max=2_000)
    line = fields.Text(max=500, allow_none=True)
    sender_id = fields.Id(allow_none=True)


class ThankYouTexts(Schema):
    thank_yous = fields.Many(fields.Part(ThankYouText), max=1_000)


class ThankYouSent(Event):
    aggregate = "session_id"
    session_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    thank_you_id = fields.Id(required=True)
    person_id = fields.Id(required=True)
    sent_by = fields.Id(required=True)


thank_yous = trainings.query("thank_yous", OneSession, ThankYous, who=[COORDINATOR, TRAINER])
save_thank_yous = trainings.command("save_thank_yous", SaveThankYous, who=[COORDINATOR, TRAINER])
send_thank_yous = trainings.command("send_thank_yous", SendThankYous, Thanked, who=[COORDINATOR, TRAINER], deadline=15)
thank_you_texts = trainings.query("thank_you_texts", ThankYousWanted, ThankYouTexts, who=[SERVICE])
