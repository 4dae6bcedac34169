"""A part of the gateway's API during chaos, beside those in services/gateway/api."""

from services.gateway.api import Route
from tests.chaos import chain

DESCRIPTION = "Chains of links"

routes = [Route("POST", "/chains/<uuid:chain_id>/links", chain.add_link, "Add a link to a chain", 201)]
