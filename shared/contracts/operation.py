"""operation: what every service tells about its messages, and lets an operator do with those that are parked.

The calls stand here once; `of("trainings", messages)` is the one that trainings answers.
"""

from dataclasses import replace
from typing import Any

from marshmallow import ValidationError, validates_schema

from shared.access import OPERATOR
from shared.contracts import fields
from shared.contracts.base import Call, Created, Nothing, Schema, contract, paged

EVERY_SERVICE = "every service"
operation = contract(EVERY_SERVICE)

MOST_GROUPS = 200
# What was done in the last days, as far as a page has room for it.
LAST = 5
LAST_DAYS = 7
MOST_BEHIND = 20
MOST_TEXT = 20_000
ACTIONS = ("replayed", "discarded")


class ParkedGroup(Schema):
    """Parked messages that came the same way, tell the same and were parked for the same reason."""

    subscription = fields.Text(max=1_000)
    type = fields.Text(max=1_000, allow_none=True)
    reason = fields.Text(max=1_000)
    count = fields.Number(max=10**9)
    oldest = fields.Moment()
    newest = fields.Moment()
    example_id = fields.Id()


class Rebuild(Schema):
    """A read model that is filled again from the log. `messages`: how many it has taken over so far. `finished_at` is
    null while it is under way."""

    id = fields.Id()
    read_model = fields.Text(max=100)
    started_at = fields.Moment()
    finished_at = fields.Moment(allow_none=True)
    messages = fields.Number(max=10**9)


class Intervention(Schema):
    """What was done at once. `person_id` is null for who worked at a terminal, `message_id` is one of `count`."""

    happened_at = fields.Moment()
    person_id = fields.Id(allow_none=True)
    action = fields.Choice(ACTIONS)
    subscription = fields.Text(max=1_000)
    type = fields.Text(max=1_000, allow_none=True)
    reason = fields.Text(max=1_000)
    count = fields.Number(max=10**9)
    message_id = fields.Id()


class Messages(Schema):
    """`version`: of Middleground, as the service runs it. `unsent` and since when: not given to the broker yet.
    `retried`: a reaction failed and is tried again. `behind`: waits for an earlier message of the same aggregate that
    is parked. `groups` are the largest ones. `rebuilds` are under way; `rebuilt` and `interventions`: the last ones."""

    version = fields.Text(max=50)
    unsent = fields.Number(max=10**9)
    unsent_since = fields.Moment(allow_none=True)
    retried = fields.Number(max=10**9)
    behind = fields.Number(max=10**9)
    parked = fields.Number(max=10**9)
    rebuilds = fields.Many(fields.Part(Rebuild))
    rebuilt = fields.Many(fields.Part(Rebuild), max=LAST)
    interventions = fields.Many(fields.Part(Intervention), max=LAST)
    groups = fields.Many(fields.Part(ParkedGroup), max=MOST_GROUPS)


class Chosen(Schema):
    """The parked messages that are like everything that is given; `until` leaves out what was parked later."""

    message_ids = fields.Many(fields.Id(), load_default=None, allow_none=True)
    subscription = fields.Text(max=1_000, load_default=None, allow_none=True)
    type = fields.Text(max=1_000, load_default=None, allow_none=True)
    reason = fields.Text(max=1_000, load_default=None, allow_none=True)
    until = fields.Moment(load_default=None, allow_none=True)


class ChosenOnly(Chosen):
    """Nothing is done to everything that is parked by leaving all out."""

    @validates_schema
    def something_is_chosen(self, data: dict[str, Any], **_: Any) -> None:
        if not any(data.values()):
            raise ValidationError("required", field_name="message_ids")


class ParkedFilter(Chosen):
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=50)


class ParkedSummary(Schema):
    """`parked_at` is null when the message is being tried again. `replays`: how often an operator asked for that."""

    message_id = fields.Id()
    subscription = fields.Text(max=1_000)
    type = fields.Text(max=1_000, allow_none=True)
    reason = fields.Text(max=1_000)
    attempts = fields.Number()
    replays = fields.Number()
    failed_at = fields.Moment()
    parked_at = fields.Moment(allow_none=True)


class OneParked(Schema):
    """The same message may be parked in two subscriptions; without one it is the first."""

    message_id = fields.Id(required=True)
    subscription = fields.Text(max=1_000, load_default=None, allow_none=True)


class Behind(Schema):
    message_id = fields.Id()
    type = fields.Text(max=1_000, allow_none=True)
    failed_at = fields.Moment()


class ParkedMessage(ParkedSummary):
    """`text` is the body as far as it can be shown, `size` its bytes. `behind` are the first of `behind_total`."""

    aggregate_id = fields.Id(allow_none=True)
    headers = fields.Known()
    text = fields.Text(max=MOST_TEXT, allow_none=True)
    size = fields.Number(max=10**9)
    is_cut = fields.YesNo()
    behind = fields.Many(fields.Part(Behind), max=MOST_BEHIND)
    behind_total = fields.Number(max=10**9)


class Done(Schema):
    count = fields.Number(max=10**9)


class OneReadModel(Schema):
    read_model = fields.Text(required=True, max=100)


class Interventions(Schema):
    interventions = fields.Many(fields.Part(Intervention))


messages = operation.query("messages", Nothing, Messages, who=[OPERATOR])
parked_messages = operation.query("parked_messages", ParkedFilter, paged(ParkedSummary, "Parked"), who=[OPERATOR])
parked_message = operation.query("parked_message", OneParked, ParkedMessage, who=[OPERATOR])
replay_parked = operation.command("replay_parked", ChosenOnly, Done, who=[OPERATOR])
discard_parked = operation.command("discard_parked", ChosenOnly, Done, who=[OPERATOR])
rebuild = operation.command("rebuild", OneReadModel, Created, who=[OPERATOR], deadline=20)
interventions = operation.query("interventions", Nothing, Interventions, who=[OPERATOR])


def of(service: str, call: Call) -> Call:
    """The call as this service answers it."""
    return replace(call, service=service)
