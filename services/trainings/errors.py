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


class NotCandidates(Refusal):
    """`person_ids` were at no introduction of the programme, or were removed."""

    code = "not_candidates"


class NotInGroup(Refusal):
    code = "not_in_group"


class CourseIsCompleted(Refusal):
    """A place in a course that is over can't be given up."""

    code = "course_completed"


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


class CheckInClosed(Refusal):
    """People check in from half an hour before a session until its end."""

    code = "check_in_closed"


class ApologyTooLate(Refusal):
    """The session is over."""

    code = "apology_too_late"


class NotExpected(Refusal):
    """The person has no place in the group, or was not invited to the introduction."""

    code = "not_expected"


class NotAnIntroduction(Refusal):
    """Who comes to a session of a course is who is enrolled in its group."""

    code = "not_an_introduction"


class RegistrationClosed(Refusal):
    """Not open, past its last day, or it has begun."""

    code = "registration_closed"


class IntroductionFull(Refusal):
    """An introduction has no waiting list."""

    code = "introduction_full"


class PlaceUnknown(Refusal):
    """The link of a mail that is not one of ours."""

    code = "place_unknown"
    status = 404


class RegistrationOver(Refusal):
    """Confirmed too late, or after the person left: who wants to come registers anew."""

    code = "registration_over"


class CourseHasBegun(Refusal):
    """From the first session on the coordinator withdraws people."""

    code = "course_has_begun"


class TooManyNominations(Refusal):
    """`most` per partner and edition; `left` of them are not used yet."""

    code = "too_many_nominations"


class NomineeHasPlace(Refusal):
    """Somebody named has a place in a group of the programme, or waits for one."""

    code = "nominee_has_place"


class PartnerNotReady(Refusal):
    """A partner nominates when it is willing and able, and somebody can be written to."""

    code = "partner_not_ready"


class TooManyQuestions(Refusal):
    """So many open questions that they can't be treated any more; `most` says how many a group may have."""

    code = "too_many_questions"
    status = 429


class SessionIsOver(Refusal):
    """What is arranged for a session is not kept any longer than the session."""

    code = "session_over"


class PathNotYours(Refusal):
    """Somebody else's path as a trainer."""

    code = "path_not_yours"
    status = 403


class NotAMentor(Refusal):
    """Proposals come from mentors, and about others."""

    code = "not_a_mentor"
    status = 403


class ThereAlready(Refusal):
    """The person is in the wanted state, and it needs no renewal."""

    code = "there_already"


class CourseNotCompleted(Refusal):
    """`people` of those chosen were not present at both parts of the course."""

    code = "course_not_completed"


class CertificateIsRevoked(Refusal):
    code = "certificate_revoked"


class NotToBeThanked(Refusal):
    """`people` of those chosen were not recorded as present at the session."""

    code = "not_to_be_thanked"


class PastImportDone(Refusal):
    """What counts already is not read in another way: it is undone first."""

    code = "past_import_done"


class NothingToImport(Refusal):
    """No line of the file is a training that does not count yet."""

    code = "nothing_to_import"
    status = 422
