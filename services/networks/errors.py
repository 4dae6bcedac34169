from shared.errors import Refusal


class NotInvited(Refusal):
    """The network is joined by invitation, which completing the course brings."""

    code = "not_invited"
    status = 403


class NotAMember(Refusal):
    code = "not_a_member"
    status = 403


class AlreadyAMember(Refusal):
    code = "already_a_member"
    status = 409
