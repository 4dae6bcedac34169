from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import networks as contract

DESCRIPTION = _l("How alive the network is")

routes = [Route("GET", "/network/figures", contract.network_figures, _l("The figures of the network"))]
