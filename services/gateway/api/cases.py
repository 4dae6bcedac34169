from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import trainings as contract

DESCRIPTION = _l("The case desk of a group: its questions as the trainer sorts them")

routes = [
    Route("GET", "/groups/<uuid:group_id>/cases", contract.case_desk, _l("The questions of a group, by theme")),
    Route("PUT", "/groups/<uuid:group_id>/cases/theme", contract.theme_questions, _l("Put questions under a theme")),
    Route("GET", "/questions/<uuid:question_id>", contract.case, _l("A question")),
    Route("PUT", "/questions/<uuid:question_id>/wording", contract.reword_question, _l("Reword a question")),
]
