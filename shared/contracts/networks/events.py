"""What the service announces."""

from shared.contracts import base, fields
from shared.contracts.networks.base import SERVICE_NAME, hiding_reasons, post_kinds, themes, training_settings


class Event(base.Event):
    owner = SERVICE_NAME


class NetworkInvitationMade(Event):
    aggregate = "person_id"
    person_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)


class NetworkInvitationWithdrawn(Event):
    """The course was not completed after all, and the invitation had not been answered yet."""

    aggregate = "person_id"
    person_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)


class MemberJoined(Event):
    aggregate = "person_id"
    person_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)


class MemberLeft(Event):
    aggregate = "person_id"
    person_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)


class MembershipEnding(Event):
    """`until` comes near or has come, and the member has not said whether they want to stay. Once for each such day."""

    aggregate = "person_id"
    person_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    until = fields.Date(required=True)


class MembershipRenewed(Event):
    aggregate = "person_id"
    person_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    until = fields.Date(required=True)


class OnwardTrainingRecorded(Event):
    """A member says that they trained so many people."""

    aggregate = "training_id"
    training_id = fields.Id(required=True)
    trainer_id = fields.Id(required=True)
    held_on = fields.Date(required=True)
    setting = fields.Choice(training_settings, required=True)
    people = fields.Number(required=True)


class TraineeNamed(Event):
    """Who is asked whether it is right, and whether they agree to be named."""

    aggregate = "training_id"
    training_id = fields.Id(required=True)
    person_id = fields.Id(required=True)
    trainer_id = fields.Id(required=True)


class BuddiesProposed(Event):
    """Two who may become buddies, the newcomer first; each is asked."""

    aggregate = "pair_id"
    pair_id = fields.Id(required=True)
    person_ids = fields.Many(fields.Id(), required=True)


class BuddiesPaired(Event):
    """Both have said yes."""

    aggregate = "pair_id"
    pair_id = fields.Id(required=True)
    person_ids = fields.Many(fields.Id(), required=True)


class PostWritten(Event):
    aggregate = "post_id"
    post_id = fields.Id(required=True)
    kind = fields.Choice(post_kinds, required=True)
    theme = fields.Choice(themes, required=True, allow_none=True)
    author_id = fields.Id(required=True)


class AnswerWritten(Event):
    """An answer to the post of `asker_id`, which is null when that person was removed. `kind`: of the post."""

    aggregate = "post_id"
    post_id = fields.Id(required=True)
    answer_id = fields.Id(required=True)
    author_id = fields.Id(required=True)
    asker_id = fields.Id(required=True, allow_none=True)
    kind = fields.Choice(post_kinds, allow_none=True, load_default=None)


class AdviceAsked(Event):
    """A request for advice was put to this member, who may say no."""

    aggregate = "post_id"
    post_id = fields.Id(required=True)
    person_id = fields.Id(required=True)


class AnswerAccepted(Event):
    """`author_id` gave the answer that helped; null when they were removed."""

    aggregate = "post_id"
    post_id = fields.Id(required=True)
    answer_id = fields.Id(required=True)
    author_id = fields.Id(required=True, allow_none=True)


class PostReused(Event):
    """`person_id` used what somebody else wrote."""

    aggregate = "post_id"
    post_id = fields.Id(required=True)
    person_id = fields.Id(required=True)


class PostReported(Event):
    """Somebody has to look: a member finds that something should not stand on the board (told once until it is
    decided), or its author asks for a second look at what was hidden."""

    aggregate = "post_id"
    post_id = fields.Id(required=True)
    programme_id = fields.Id(required=True, allow_none=True)


class PostHidden(Event):
    """`subject_id`: the post, or an answer to it; `author_id` wrote it, null when they were removed."""

    aggregate = "post_id"
    post_id = fields.Id(required=True)
    subject_id = fields.Id(required=True)
    author_id = fields.Id(required=True, allow_none=True)
    reason = fields.Choice(hiding_reasons, required=True)


class SecondLookGiven(Event):
    """Somebody else looked at what was hidden, as its author asked."""

    aggregate = "post_id"
    post_id = fields.Id(required=True)
    subject_id = fields.Id(required=True)
    author_id = fields.Id(required=True, allow_none=True)
    outcome = fields.Choice(("shown", "upheld"), required=True)
