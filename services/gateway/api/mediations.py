from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import mediations as contract

DESCRIPTION = _l("Mediations: words are sealed and opened by the program itself, as docs/mediations.md says")

ONE = "/mediations/<uuid:mediation_id>"
ENTRY = f"{ONE}/entries/<uuid:entry_id>"

routes = [
    Route("GET", "/mediations", contract.all_mediations, _l("Mediations that you may know of, a page at a time")),
    Route("POST", "/mediations", contract.open_mediation, _l("Open one"), 201),
    Route("GET", "/mediations/figures", contract.mediation_figures, _l("Counts by year, none about too few")),
    Route("GET", "/mediations/key", contract.mediator_key, _l("Your key as a mediator, wrapped")),
    Route("PUT", "/mediations/key", contract.set_mediator_key, _l("Keep your key, wrapped anew")),
    Route("GET", ONE, contract.mediation, _l("One; for its mediator with what is sealed in it")),
    Route("GET", f"{ONE}/mediators", contract.mediators, _l("Who can be asked to mediate")),
    Route("PUT", f"{ONE}/mediator", contract.ask_mediator, _l("Ask somebody to mediate")),
    Route("PUT", f"{ONE}/request", contract.answer_request, _l("Say whether you can be impartial")),
    Route("PUT", f"{ONE}/answer", contract.note_answer, _l("Note that who referred them heard that we took it up")),
    Route("PUT", f"{ONE}/key", contract.keep_key, _l("Keep the key of the mediation, wrapped by yours")),
    Route("PUT", f"{ONE}/confidentiality", contract.agree_confidentiality, _l("Note that all agreed")),
    Route("PUT", f"{ONE}/suitability", contract.judge_suitability, _l("Judge whether it is suitable")),
    Route("POST", f"{ONE}/entries", contract.add_entry, _l("Write something down"), 201),
    Route("PUT", ENTRY, contract.change_entry, _l("Write it anew")),
    Route("PUT", f"{ENTRY}/done", contract.finish_entry, _l("Say that it was sent or kept, or was not")),
    Route("DELETE", ENTRY, contract.remove_entry, _l("Remove it")),
    Route("PUT", f"{ONE}/stage", contract.set_stage, _l("Say where you are")),
    Route("PUT", f"{ONE}/outcome", contract.close_mediation, _l("Close it with an outcome")),
    Route("PUT", f"{ONE}/heard", contract.note_heard, _l("Note that they took over")),
    Route("PUT", f"{ONE}/end", contract.end_follow_up, _l("End the follow-up")),
]
