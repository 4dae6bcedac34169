from flask_babel import lazy_gettext as _l

from services.gateway import setup
from services.gateway.api import Route

DESCRIPTION = _l("Setting up: from an empty instance to a first introduction")

routes = [Route("GET", "/setup", setup.SETUP, _l("How far setting up is, step by step"), by=setup.answer)]
