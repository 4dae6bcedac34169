from shared.errors import Refusal


class ProgrammeNotYours(Refusal):
    """Another coordinator's programme."""

    code = "programme_not_yours"
    status = 403


class GroupNotYours(Refusal):
    """A group that another trainer gives."""

    code = "group_not_yours"
    status = 403


class GroupFull(Refusal):
    code = "group_full"


class InAnotherGroup(Refusal):
    """`person_ids` are in, or waiting for, another group of the same programme."""

    code = "in_another_group"


class NotInGroup(Refusal):
    code = "not_in_group"


class TooFewPlaces(Refusal):
    """Fewer places than the `enrolled` people."""

    code = "too_few_places"


class SessionPlannedAlready(Refusal):
    """`session_id` is the group's training day, or deepening half-day, that there is."""

    code = "session_planned_already"


class DeepeningBeforeTrainingDay(Refusal):
    code = "deepening_before_training_day"


class SessionIsCancelled(Refusal):
    code = "session_cancelled"


class SessionIsRecorded(Refusal):
    code = "session_recorded"


class SessionOpenAlready(Refusal):
    """With other ground rules than those given."""

    code = "session_open_already"


class SessionNotOpen(Refusal):
    """A session of a course is opened, with its ground rules, before it is recorded."""

    code = "session_not_open"


class GroundRulesNeeded(Refusal):
    code = "ground_rules_needed"
    status = 422


class NotAnIntroduction(Refusal):
    """Who comes to a session of a course is who is enrolled in its group."""

    code = "not_an_introduction"


class TooManyQuestions(Refusal):
    """So many open questions that they can't be treated any more; `most` says how many a group may have."""

    code = "too_many_questions"
    status = 429
