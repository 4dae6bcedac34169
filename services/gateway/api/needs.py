from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import feedback as contract

DESCRIPTION = _l("What people need, what is planned for it, and what was changed")

OF_PROGRAMME = "/programmes/<uuid:programme_id>"
ONE_NEED = "/needs/<uuid:need_id>"
ONE_ACTIVITY = "/activities/<uuid:activity_id>"

routes = [
    Route("GET", f"{OF_PROGRAMME}/needs", contract.needs, _l("The needs of a programme, filtered, a page at a time")),
    Route("POST", f"{OF_PROGRAMME}/needs", contract.note_need, _l("Note a need"), 201),
    Route("GET", f"{OF_PROGRAMME}/needs/short", contract.needs_in_short, _l("How many needs there are, by state")),
    Route("GET", f"{OF_PROGRAMME}/needs/told", contract.told_needs, _l("What surveys told of needs")),
    Route("GET", ONE_NEED, contract.need, _l("A need, with what is planned for it")),
    Route("PUT", ONE_NEED, contract.change_need, _l("Word a need anew")),
    Route("PUT", f"{ONE_NEED}/decision", contract.decide_need, _l("Decide on a need, or take that back")),
    Route("GET", f"{OF_PROGRAMME}/activities", contract.planned_activities, _l("What a programme plans for needs")),
    Route("POST", f"{OF_PROGRAMME}/activities", contract.plan_activity, _l("Plan an activity"), 201),
    Route("GET", ONE_ACTIVITY, contract.planned_activity, _l("A planned activity, with the needs that it answers")),
    Route("PUT", ONE_ACTIVITY, contract.change_activity, _l("Change a planned activity")),
    Route("PUT", f"{ONE_ACTIVITY}/state", contract.settle_activity, _l("It was held, is called off, or still planned")),
    Route("GET", f"{OF_PROGRAMME}/reports-back", contract.reports_back, _l("What was told of what has been changed")),
    Route("POST", f"{OF_PROGRAMME}/reports-back", contract.publish_report_back, _l("Publish the draft"), 201),
    Route("GET", f"{OF_PROGRAMME}/reports-back/draft", contract.report_back_draft, _l("What is going to be told")),
    Route("PUT", f"{OF_PROGRAMME}/reports-back/draft", contract.save_report_back, _l("Write what is going to be told")),
    Route("GET", "/my/reports-back", contract.my_reports_back, _l("What was changed, as it is told to you")),
]
