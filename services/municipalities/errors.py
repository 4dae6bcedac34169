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


class NoPartInProgramme(Refusal):
    """Signals are for the coordinators, trainers and experts of the programme, and changed by who saw them."""

    code = "no_part_in_programme"
    status = 403


class SignalJudged(Refusal):
    """A judgement is about what stood there."""

    code = "signal_judged"
    status = 409


class SignalNotJudged(Refusal):
    """Picture, judgement, decision: in this order."""

    code = "signal_not_judged"
    status = 409


class SignalExpired(Refusal):
    """It is confirmed first."""

    code = "signal_expired"
    status = 409


class ProtocolBegun(Refusal):
    """There are steps already."""

    code = "protocol_begun"
    status = 409


class ProtocolFull(Refusal):
    code = "protocol_full"
    status = 409


class NoProtocol(Refusal):
    """An incident follows the protocol of its programme."""

    code = "no_protocol"
    status = 409


class IncidentClosed(Refusal):
    code = "incident_closed"
    status = 409
