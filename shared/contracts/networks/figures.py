"""How alive the network is: counts of what its members do, of nobody in particular."""

from shared.access import COORDINATOR, SIGNED_IN, SUPPORT
from shared.contracts import fields
from shared.contracts.base import Nothing, Schema
from shared.contracts.networks.base import networks


class NetworkFigures(Schema):
    """Of fewer than five members no share is told: `active` and `initiatives_per_member` are null.

    `active`: members who wrote, answered, took part in something or trained somebody in the last ninety days. `asked`
    and `answered`: requests for advice in the last year, `hours_to_answer` the median until somebody else answered
    first. `initiatives_per_member`: of members who do not support the network. `reused`: how often somebody used what a
    colleague wrote. `trained`: people trained onward, of
    whom `trained_lately` in the last year.
    """

    members = fields.Number()
    dormant = fields.Number()
    active = fields.Number(allow_none=True)
    asked = fields.Number()
    answered = fields.Number()
    hours_to_answer = fields.Decimal(allow_none=True)
    initiatives = fields.Number()
    initiatives_per_member = fields.Decimal(allow_none=True)
    reused = fields.Number()
    trainings = fields.Number()
    trained = fields.Number(max=10**9)
    trained_lately = fields.Number(max=10**9)


network_figures = networks.query("network_figures", Nothing, NetworkFigures, who=[SIGNED_IN, COORDINATOR, SUPPORT])
