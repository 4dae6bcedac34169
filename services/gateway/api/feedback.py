from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import feedback as contract

DESCRIPTION = _l("Surveys: anonymous answers by link, and results")

routes = [
    Route("POST", "/feedback/questions", contract.questionnaire, _l("The questions behind a link")),
    Route("POST", "/feedback/answers", contract.submit_answers, _l("Answer, with the link's token"), 201),
    Route("GET", "/surveys", contract.surveys, _l("The surveys that you may read")),
    Route("GET", "/surveys/<uuid:survey_id>/results", contract.results, _l("The results of a survey")),
    Route("POST", "/surveys/<uuid:survey_id>/closing", contract.close_survey, _l("Close a survey")),
]
