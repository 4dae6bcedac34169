from flask_babel import lazy_gettext as _l

from services.gateway.api import Route
from shared.contracts import identity
from shared.contracts import networks as contract

DESCRIPTION = _l("The board of the network")

POST = "/network/posts/<uuid:post_id>"
SUBJECT = "/network/reports/<uuid:subject_id>"
ANSWER = f"{POST}/answers/<uuid:answer_id>"

routes = [
    Route("GET", "/network/posts", contract.posts, _l("What members wrote, found by words and filters")),
    Route("POST", "/network/posts", contract.write_post, _l("Write a post of any kind"), 201),
    Route("GET", POST, contract.post, _l("A post with its answers, who used it, and others like it")),
    Route("PUT", POST, contract.change_post, _l("Change what you wrote")),
    Route("DELETE", POST, contract.delete_post, _l("Delete what you wrote, with what was answered")),
    Route("POST", f"{POST}/answers", contract.write_answer, _l("Answer, or reply to an answer"), 201),
    Route("PUT", ANSWER, contract.change_answer, _l("Change your answer")),
    Route("DELETE", ANSWER, contract.delete_answer, _l("Delete your answer, with the replies to it")),
    Route("PUT", f"{POST}/accepted", contract.accept_answer, _l("Say which answer helped, or none")),
    Route("PUT", f"{POST}/use", contract.use_post, _l("Say that you used it, and how")),
    Route("DELETE", f"{POST}/use", contract.withdraw_use, _l("Take back that you used it")),
    Route("PUT", f"{POST}/following", contract.follow_post, _l("Follow a post, or do not any more")),
    Route("PUT", "/network/themes/<theme>/following", contract.follow_theme, _l("Follow a theme, or do not any more")),
    Route("GET", "/network/following", contract.following, _l("What you follow")),
    Route("GET", "/network/asked", contract.asked_of_me, _l("For which advice you are asked")),
    Route("DELETE", "/network/asked/<uuid:post_id>", contract.not_now, _l("Leave a request to somebody else")),
    Route("PUT", "/network/resting", contract.rest, _l("Be asked for no advice for now, or again")),
    Route("POST", "/network/reports", contract.report, _l("Report a post or an answer")),
    Route("GET", "/network/reports", contract.reports, _l("What was reported, and what was decided")),
    Route("GET", SUBJECT, contract.reported, _l("What was reported, as its author wrote it")),
    Route("POST", f"{SUBJECT}/decision", contract.decide, _l("Hide it with a reason, or keep it")),
    Route("PUT", f"{SUBJECT}/second-look", contract.ask_second_look, _l("Ask somebody else to look at it")),
    Route("POST", f"{SUBJECT}/second-look", contract.look_again, _l("Show it again after a second look, or not")),
    Route("POST", "/network/namings", identity.namings, _l("What in a text looks as if it named somebody")),
]
