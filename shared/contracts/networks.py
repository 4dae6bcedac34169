"""networks: the internal experts, who carry on after the course: profiles, experiences, advice."""

from shared.access import COORDINATOR, SIGNED_IN
from shared.contracts import base, fields
from shared.contracts.base import Created, Nothing, Schema, contract, paged
from shared.taxonomies import codes

SERVICE_NAME = "networks"
networks = contract(SERVICE_NAME)

INVITATION_STATES = ("none", "open", "accepted", "declined")


def _expertise() -> tuple[str, ...]:
    return codes("expertise")


def _languages() -> tuple[str, ...]:
    return codes("languages")


def _themes() -> tuple[str, ...]:
    return codes("themes")


def _post_kinds() -> tuple[str, ...]:
    return codes("post_kinds")


class Invitation(Schema):
    """The asking person's own; `member` says whether they are in the network now."""

    state = fields.Choice(INVITATION_STATES)
    member = fields.YesNo()


class ProfileFields(Schema):
    expertise = fields.Many(fields.Choice(_expertise), required=True)
    area_ids = fields.Many(fields.Id(), load_default=list)
    languages = fields.Many(fields.Choice(_languages), load_default=list)


class Join(ProfileFields):
    """Opt-in: `agreed` must be true."""

    agreed = fields.YesNo(required=True)


class Member(ProfileFields):
    person_id = fields.Id()
    joined_at = fields.Moment()


class MembersFilter(Schema):
    expertise = fields.Choice(_expertise, load_default=None, allow_none=True)
    area_id = fields.Id(load_default=None, allow_none=True)
    language = fields.Choice(_languages, load_default=None, allow_none=True)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=50)


class OneMember(Schema):
    person_id = fields.Id(required=True)


class WritePost(Schema):
    """An experience to share or a request for advice. About situations, never about named people."""

    kind = fields.Choice(_post_kinds, required=True)
    title = fields.Text(max=120, required=True)
    text = fields.Text(max=5_000, required=True)
    theme = fields.Choice(_themes, load_default=None, allow_none=True)


class OnePost(Schema):
    post_id = fields.Id(required=True)


class PostSummary(Schema):
    """`author_id` is null when the author was removed."""

    id = fields.Id()
    kind = fields.Choice(_post_kinds)
    title = fields.Text()
    theme = fields.Choice(_themes, allow_none=True)
    author_id = fields.Id(allow_none=True)
    written_at = fields.Moment()
    answers = fields.Number()


class Answer(Schema):
    id = fields.Id()
    text = fields.Text(max=5_000)
    author_id = fields.Id(allow_none=True)
    written_at = fields.Moment()


class Post(PostSummary):
    text = fields.Text(max=5_000)
    given_answers = fields.Many(fields.Part(Answer), max=10_000)


class PostsFilter(Schema):
    kind = fields.Choice(_post_kinds, load_default=None, allow_none=True)
    theme = fields.Choice(_themes, load_default=None, allow_none=True)
    unanswered = fields.YesNo(load_default=False)
    page = fields.Number(min=1, load_default=1)
    per_page = fields.Number(min=1, max=200, load_default=20)


class WriteAnswer(Schema):
    post_id = fields.Id(required=True)
    text = fields.Text(max=5_000, required=True)


# Membership is this service's own knowledge: who is not a member is refused by it, whatever their roles.
invitation = networks.query("invitation", Nothing, Invitation, who=[SIGNED_IN])
join = networks.command("join", Join, who=[SIGNED_IN])
decline = networks.command("decline", Nothing, who=[SIGNED_IN])
leave = networks.command("leave", Nothing, who=[SIGNED_IN])
change_profile = networks.command("change_profile", ProfileFields, who=[SIGNED_IN])
member = networks.query("member", OneMember, Member, who=[SIGNED_IN])
members = networks.query("members", MembersFilter, paged(Member, "Members"), who=[SIGNED_IN, COORDINATOR])
write_post = networks.command("write_post", WritePost, Created, who=[SIGNED_IN])
write_answer = networks.command("write_answer", WriteAnswer, Created, who=[SIGNED_IN])
post = networks.query("post", OnePost, Post, who=[SIGNED_IN])
posts = networks.query("posts", PostsFilter, paged(PostSummary, "Posts"), who=[SIGNED_IN])


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


class PostWritten(Event):
    aggregate = "post_id"
    post_id = fields.Id(required=True)
    kind = fields.Choice(_post_kinds, required=True)
    theme = fields.Choice(_themes, required=True, allow_none=True)
    author_id = fields.Id(required=True)


class AnswerWritten(Event):
    """An answer to the post of `asker_id`, which is null when that person was removed."""

    aggregate = "post_id"
    post_id = fields.Id(required=True)
    answer_id = fields.Id(required=True)
    author_id = fields.Id(required=True)
    asker_id = fields.Id(required=True, allow_none=True)
