"""What trainings announces."""

from shared.contracts import fields
from shared.contracts.trainings.base import SESSION_KINDS, Event, deliveries, techniques

EVENT_PEOPLE = 500  # an announcement names at most so many people; more make more announcements


class SessionPlanned(Event):
    """Also announced when the plan changes: the whole plan as it is now, `revision` growing by one.

    The plan of a session that is open or recorded may be corrected too; that does not change its state.
    """

    aggregate = "session_id"
    session_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    group_id = fields.Id(required=True, allow_none=True)
    kind = fields.Choice(SESSION_KINDS, required=True)
    starts_at = fields.Moment(required=True)
    ends_at = fields.Moment(required=True)
    delivery = fields.Choice(deliveries, required=True)
    revision = fields.Number(required=True)
    area_id = fields.Id(allow_none=True, load_default=None)


class SessionCancelled(Event):
    aggregate = "session_id"
    session_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)


class PeopleInvited(Event):
    """To an introduction."""

    aggregate = "session_id"
    session_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_ids = fields.Many(fields.Id(), required=True)


class SessionRecorded(Event):
    """The whole attendance as it is now; a correction announces it again with a higher `record_version`."""

    aggregate = "session_id"
    session_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    group_id = fields.Id(required=True, allow_none=True)
    kind = fields.Choice(SESSION_KINDS, required=True)
    record_version = fields.Number(required=True)
    present_ids = fields.Many(fields.Id(), max=5_000)
    absent_ids = fields.Many(fields.Id(), max=5_000)
    excused_ids = fields.Many(fields.Id(), max=5_000)
    not_recorded_ids = fields.Many(fields.Id(), max=5_000)
    techniques = fields.Many(fields.Choice(techniques), load_default=list)


class GroupFormed(Event):
    """Also announced when places or trainers change: the group as it is now."""

    aggregate = "group_id"
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    places = fields.Number(required=True)
    trainer_ids = fields.Many(fields.Id())


class TrainerAssigned(Event):
    aggregate = "group_id"
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)


class PersonEnrolled(Event):
    """`promoted`: came from the waiting list."""

    aggregate = "group_id"
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)
    promoted = fields.YesNo(required=True)


class PersonWaitlisted(Event):
    aggregate = "group_id"
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)


class PersonWithdrawn(Event):
    aggregate = "group_id"
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)


class RegistrationAsked(Event):
    """Somebody gave this address to register with: the mail says where they stand, and lets them confirm."""

    aggregate = "person_id"
    person_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    edition_id = fields.Id(required=True)


class RegistrationConfirmed(Event):
    """By the link of the mail, or by the partner organisation that nominated the person."""

    aggregate = "person_id"
    person_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    edition_id = fields.Id(required=True)


class NominationsAsked(Event):
    """A partner organisation may nominate people for the group; its contact gets the code."""

    aggregate = "group_id"
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    partner_id = fields.Id(required=True)
    person_id = fields.Id(required=True)


class CourseCompleted(Event):
    """Present on the training day and on the deepening half-day. `trainer_ids`: who gave what is recorded of it."""

    aggregate = "group_id"
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)
    completed_on = fields.Date(allow_none=True, load_default=None)
    trainer_ids = fields.Many(fields.Id(), load_default=list)


class CourseCompletionWithdrawn(Event):
    """A correction of the attendance showed that the course was not completed after all."""

    aggregate = "group_id"
    group_id = fields.Id(required=True)
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)
