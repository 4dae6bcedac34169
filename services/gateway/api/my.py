from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from services.gateway.visitor import client
from shared.contracts import identity
from shared.contracts import trainings as contract

DESCRIPTION = _l("What a participant sees of their own course and can do in it")

_client = {"client": client}

routes = [
    Route("GET", "/my/course", contract.my_course, _l("Your groups, and the introductions that you are invited to")),
    Route("GET", "/my/calendar", contract.my_calendar, _l("Sessions that you take part in, give or run")),
    Route("DELETE", "/my/groups/<uuid:group_id>", contract.leave_group, _l("Give up your place or leave the list")),
    Route("POST", "/my/trainers", identity.trainer_names, _l("The names of trainers")),
    Route("GET", "/my/calendar/link", identity.calendar_link, _l("What stands in the address of your calendar")),
    Route("POST", "/my/calendar/link", identity.renew_calendar, _l("End the address of your calendar, for a new one")),
    Route("POST", "/link-requests", identity.request_link, _l("Ask for a personal link"), known=_client),
]
