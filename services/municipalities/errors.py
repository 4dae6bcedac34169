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


class StrategyNotYours(Refusal):
    """Somebody else's strategy, or a part of it that others change."""

    code = "strategy_not_yours"
    status = 403


class LatestVersion(Refusal):
    """What a section says now is changed, not removed."""

    code = "latest_version"
    status = 409


class NothingToAdopt(Refusal):
    code = "nothing_to_adopt"
    status = 409


class NothingNewToAdopt(Refusal):
    """The draft says what the version that was adopted last says."""

    code = "nothing_new_to_adopt"
    status = 409


class FiguresIncomplete(Refusal):
    """The overview is being rebuilt, so its figures are not published."""

    code = "figures_incomplete"
    status = 409


class CouncilPageWithdrawn(Refusal):
    code = "council_page_withdrawn"
    status = 410


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
