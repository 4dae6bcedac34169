from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import feedback as contract

DESCRIPTION = _l("Surveys: anonymous answers by link, and results")

routes = [
    Route("POST", "/feedback/questions", contract.questionnaire, _l("The questions behind a link")),
    Route("PUT", "/feedback/draft", contract.save_draft, _l("Keep what was answered so far, for the link alone")),
    Route("POST", "/feedback/answers", contract.submit_answers, _l("Answer, with the link's token"), 201),
    Route("GET", "/surveys", contract.surveys, _l("The surveys that you may read")),
    Route("GET", "/surveys/<uuid:survey_id>/results", contract.results, _l("The results of a survey")),
    Route("GET", "/surveys/<uuid:survey_id>/comments", contract.comments, _l("What people wrote, to be read first")),
    Route(
        "POST",
        "/surveys/<uuid:survey_id>/comments/release",
        contract.release_comments,
        _l("Release the comments of a survey but those withheld"),
    ),
    Route("GET", "/groups/<uuid:group_id>/results", contract.group_results, _l("The results of a group over time")),
    Route("GET", "/programmes/<uuid:programme_id>/results", contract.programme_results, _l("Results of a programme")),
    Route("GET", "/results", contract.city_results, _l("Results of the whole city")),
    Route("POST", "/surveys/<uuid:survey_id>/closing", contract.close_survey, _l("Close a survey")),
]
