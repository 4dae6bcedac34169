from shared.errors import Refusal


class ProgrammeNotYours(Refusal):
    """Another coordinator's programme."""

    code = "programme_not_yours"
    status = 403


class ProgrammeIncomplete(Refusal):
    """`missing` names the fields without which a programme can't be registered."""

    code = "programme_incomplete"
    status = 422


class ProgrammeRegisteredAlready(Refusal):
    code = "programme_registered_already"
    status = 409


class AreaExists(Refusal):
    code = "area_exists"
    status = 409


class LastCoordinator(Refusal):
    """A programme always has somebody who runs it."""

    code = "last_coordinator"
    status = 409


class PartnerExists(Refusal):
    """A programme names a partner once."""

    code = "partner_exists"
