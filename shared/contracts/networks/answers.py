"""What is said under a post: answers, replies to them, and which answer helped."""

from shared.access import SIGNED_IN
from shared.contracts import fields
from shared.contracts.base import Created, Schema
from shared.contracts.networks.base import hiding_reasons, networks


class Answer(Schema):
    """`reply_to_id`: the answer that it replies to. `hidden_for`: why only its author sees it."""

    id = fields.Id()
    reply_to_id = fields.Id(allow_none=True)
    text = fields.Text(max=5_000)
    author_id = fields.Id(allow_none=True)
    written_at = fields.Moment()
    edited_at = fields.Moment(allow_none=True)
    hidden_for = fields.Choice(hiding_reasons, allow_none=True)
    second_look = fields.Choice(("possible", "asked", "done"), allow_none=True)


class WriteAnswer(Schema):
    """To the post, or as a reply to one of its answers: threads are one level deep."""

    post_id = fields.Id(required=True)
    reply_to_id = fields.Id(load_default=None, allow_none=True)
    text = fields.Text(max=5_000, required=True)


class OneAnswer(Schema):
    post_id = fields.Id(required=True)
    answer_id = fields.Id(required=True)


class ChangeAnswer(OneAnswer):
    text = fields.Text(max=5_000, required=True)


class AcceptAnswer(Schema):
    """The one that helped, in place of an earlier one; null takes it back."""

    post_id = fields.Id(required=True)
    answer_id = fields.Id(required=True, allow_none=True)


write_answer = networks.command("write_answer", WriteAnswer, Created, who=[SIGNED_IN])
change_answer = networks.command("change_answer", ChangeAnswer, who=[SIGNED_IN])
delete_answer = networks.command("delete_answer", OneAnswer, who=[SIGNED_IN])
accept_answer = networks.command("accept_answer", AcceptAnswer, who=[SIGNED_IN])
