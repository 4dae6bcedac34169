from shared.errors import Refusal


class NotAMediator(Refusal):
    """Only who has the role is asked, and nobody who said no to this mediation before."""

    code = "not_a_mediator"


class HasAMediator(Refusal):
    """Somebody took it on. Whoever did sees it through: nobody else could read what stands in it."""

    code = "has_a_mediator"


class NoConsent(Refusal):
    """Nobody is referred without the agreement of the parties."""

    code = "no_consent"
    status = 422


class NoMediationKey(Refusal):
    code = "no_mediation_key"


class NoConfidentialityYet(Refusal):
    """Nothing is written down before all have agreed to keep it confidential."""

    code = "no_confidentiality_yet"


class SuitabilityNotJudged(Refusal):
    code = "suitability_not_judged"


class MediationUnsuitable(Refusal):
    code = "mediation_unsuitable"


class NoGroundRulesYet(Refusal):
    """A session opens with ground rules that the parties agreed to."""

    code = "no_ground_rules_yet"


class NotClosedYet(Refusal):
    """Follow-up begins when there is an outcome."""

    code = "not_closed_yet"


class MediationIsOver(Refusal):
    """It was closed; going back to an earlier stage opens it again."""

    code = "mediation_is_over"


class MediationDestroyed(Refusal):
    code = "mediation_destroyed"
    status = 410
