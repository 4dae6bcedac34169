from shared.errors import Refusal


class SurveyNotYours(Refusal):
    """Neither a coordinator of the survey's programme nor a trainer of its group."""

    code = "survey_not_yours"
    status = 403


class LinkUnknown(Refusal):
    """No such link was ever given out."""

    code = "link_unknown"
    status = 404


class AlreadyAnswered(Refusal):
    code = "already_answered"
    status = 409


class SurveyIsClosed(Refusal):
    code = "survey_closed"
    status = 410


class ProgrammeNotYours(Refusal):
    """Its results and its needs, and what is done about them, are seen to by its coordinators."""

    code = "programme_not_yours"
    status = 403


class SurveyTellsNoNeeds(Refusal):
    """A need comes from a survey only when its results are shown."""

    code = "survey_tells_no_needs"


class NeedsOfAnotherProgramme(Refusal):
    code = "needs_of_another_programme"


class SurveyIsOpen(Refusal):
    """People can still write comments."""

    code = "survey_still_open"
    status = 409


class CommentsWereRead(Refusal):
    """They are released or withheld once, all together."""

    code = "comments_were_read"
    status = 409
