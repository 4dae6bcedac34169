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


class NotTakingPart(Refusal):
    """An initiative is changed by whoever takes part in it, and everybody may join."""

    code = "not_taking_part"
    status = 403


# posts


class NotTheAsker(Refusal):
    """Which answer helped is said by who asked, about what waits for an answer."""

    code = "not_the_asker"
    status = 403


class ReplyToAReply(Refusal):
    code = "reply_to_a_reply"


class OwnPost(Refusal):
    """What one wrote oneself is not reused, reported or decided about by oneself."""

    code = "own_post"


class NotHidden(Refusal):
    code = "not_hidden"


class AnotherLooksAgain(Refusal):
    """A second look is taken by somebody other than who hid it or wrote it."""

    code = "another_looks_again"
    status = 403


# intervision


class IntervisionFull(Refusal):
    """Details: places."""

    code = "intervision_full"
    status = 409


class IntervisionHasBegun(Refusal):
    code = "intervision_has_begun"
    status = 409


class IntervisionIsOver(Refusal):
    """It was held or cancelled."""

    code = "intervision_is_over"
    status = 409


class IntervisionNotOpen(Refusal):
    code = "intervision_not_open"
    status = 409


class TooFewAtIntervision(Refusal):
    """Details: fewest."""

    code = "too_few_at_intervision"
    status = 409


class NotAtIntervision(Refusal):
    code = "not_at_intervision"
    status = 403


class ForTheFacilitator(Refusal):
    code = "for_the_facilitator"
    status = 403


class ForTheCaseBringer(Refusal):
    code = "for_the_case_bringer"
    status = 403


class RoleStays(Refusal):
    """Once it has begun only facilitating is taken over, and not by who brings the case."""

    code = "role_stays"


class NoMemberToName(Refusal):
    """Only another member can be named as somebody whom one trained: only members can agree."""

    code = "no_member_to_name"
    status = 409


class AllAreNamed(Refusal):
    code = "all_are_named"
    status = 409


class HasABuddy(Refusal):
    """One at a time, also while one is only proposed."""

    code = "has_a_buddy"
    status = 409


class NotNewAnyMore(Refusal):
    """Who has been a member for a year knows the way: they may be a buddy for others."""

    code = "not_new_any_more"
    status = 409


class MeetingIsCancelled(Refusal):
    code = "meeting_cancelled"
    status = 409


class MeetingIsOver(Refusal):
    code = "meeting_over"
    status = 409


class MeetingHasNotBegun(Refusal):
    code = "meeting_not_begun"
    status = 409


class MeetingHasMinutes(Refusal):
    """What was decided at a meeting stays as it was planned."""

    code = "meeting_has_minutes"
    status = 409


class MeetingIsInformal(Refusal):
    code = "meeting_informal"
    status = 409
