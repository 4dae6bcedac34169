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
