"""What identity announces: ids and codes only."""

from typing import Any

from shared.access import ROLES
from shared.contracts import base, fields
from shared.contracts.identity.base import SERVICE_NAME, levels, sectors


class Event(base.Event):
    owner = SERVICE_NAME


class PersonAdded(Event):
    aggregate = "person_id"
    person_id = fields.Id(required=True)
    organisation_id = fields.Id(required=True, allow_none=True)
    sector = fields.Choice(sectors, required=True, allow_none=True)
    level = fields.Choice(levels, required=True, allow_none=True)
    area_ids = fields.Many(fields.Id(), load_default=list)
    line_manager_id = fields.Id(load_default=None, allow_none=True)


class PersonChanged(PersonAdded):
    """Carries the whole record too, as it is now."""

    aggregate = "person_id"


class PersonErased(Event):
    """The person asked to be removed, or left: every service drops what it holds about them."""

    aggregate = "person_id"
    person_id = fields.Id(required=True)


class PresenceClaimed(Event):
    """Somebody who knows the person's address says that the person is at a session."""

    aggregate = "person_id"
    person_id = fields.Id(required=True)
    desk_id = fields.Id(required=True)
    claimed_at = fields.Moment(required=True)


class PersonMerged(Event):
    """Two records were one person: what is held about `dropped_id` is about `kept_id` from now on."""

    aggregate = "dropped_id"
    dropped_id = fields.Id(required=True)
    kept_id = fields.Id(required=True)


class PersonMergeUndone(Event):
    """They were two people after all: everybody gets back what was theirs before."""

    aggregate = "dropped_id"
    dropped_id = fields.Id(required=True)
    kept_id = fields.Id(required=True)


def _roles_have_been_added(body: dict[str, Any]) -> dict[str, Any]:
    """Those of before are all there still."""
    return body


class RoleGiven(Event):
    """Since version 2 it may be `support`, since version 3 `editor` or `mediator`."""

    version = 3
    upcasters = (_roles_have_been_added, _roles_have_been_added)
    aggregate = "person_id"
    person_id = fields.Id(required=True)
    role = fields.Choice(ROLES, required=True)


class RoleWithdrawn(Event):
    """Since version 2 it may be `support`, since version 3 `editor` or `mediator`."""

    version = 3
    upcasters = (_roles_have_been_added, _roles_have_been_added)
    aggregate = "person_id"
    person_id = fields.Id(required=True)
    role = fields.Choice(ROLES, required=True)


class AccountInvited(Event):
    aggregate = "person_id"
    person_id = fields.Id(required=True)


class PasswordResetRequested(Event):
    aggregate = "person_id"
    person_id = fields.Id(required=True)


class PersonalLinkRequested(Event):
    """A mail with a new link is wanted: because the old one is lost, or because all of them were ended."""

    aggregate = "person_id"
    person_id = fields.Id(required=True)
