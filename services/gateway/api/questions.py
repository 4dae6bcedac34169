from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import trainings as contract

DESCRIPTION = _l("Own-work questions of participants; nobody knows who asked")

routes = [
    Route("GET", "/question-boxes/<code>", contract.question_box, _l("Which group a question code belongs to")),
    Route(
        "POST", "/question-boxes/<code>/questions", contract.ask_question, _l("Ask a question, without sign-in"), 201
    ),
    Route("POST", "/groups/<uuid:group_id>/questions", contract.add_question, _l("Add a question"), 201),
    Route("PUT", "/questions/<uuid:question_id>", contract.treat_question, _l("Mark a question as treated, or not")),
]
