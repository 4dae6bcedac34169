"""Every route of the gateway, with who is let in. A route that is not listed fails `test_routes.py`.

    line("GET /groups/<uuid:group_id>", OWN)
    line("POST /groups/<uuid:group_id>/edit", {COORDINATOR}, sends=lambda r: {"name": "Group West"})

A line gives the route as Flask knows it and the visitors who are let in. Of the others an anonymous one is asked to
sign in and everybody else is refused: 403, or 404 if they are `blind`, because it is not even said that there is
something.

`sends`: what a changing route is sent, with `r` the records of records.py. A page's own form is filled in with it, so
that it holds only what is not there yet. It must be enough to be carried out: who is let in gets a status below 400,
or the one that `answers` names.
`instead`: the record that a name in the address stands for, where it is not the one of that name.
`afterwards` sets right what would disturb the next lines; `signs_out` lets the visitor sign in anew.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from services import SERVICES
from tests.gateway.records import PROFILE, Records, new_address
from tests.gateway.visiting import PASSWORD

ANONYMOUS = "anonymous"
COORDINATOR = "coordinator"
FOREIGN_COORDINATOR = "foreign coordinator"
TRAINER = "trainer"
FOREIGN_TRAINER = "foreign trainer"
EXPERT = "expert"
OPERATOR = "operator"

COORDINATORS = {COORDINATOR, FOREIGN_COORDINATOR}
TRAINERS = {TRAINER, FOREIGN_TRAINER}
OWN = {COORDINATOR, TRAINER}
STAFF = COORDINATORS | {OPERATOR}
SIGNED_IN = COORDINATORS | TRAINERS | {EXPERT, OPERATOR}
EVERYBODY = SIGNED_IN | {ANONYMOUS}


@dataclass(frozen=True)
class Line:
    route: str
    allowed: Collection[str]
    sends: Callable[[Records], dict[str, Any]] = lambda _: {}
    instead: dict[str, str] = field(default_factory=dict)
    blind: Collection[str] = frozenset()
    answers: int = 200
    file: Callable[[Records], bytes] | None = None
    afterwards: Callable[[Records], None] = lambda _: None
    signs_out: bool = False

    @property
    def method(self) -> str:
        return self.route.partition(" ")[0]

    @property
    def rule(self) -> str:
        return self.route.partition(" ")[2]

    @property
    def is_api(self) -> bool:
        return self.rule.startswith("/api/")

    @property
    def changes(self) -> bool:
        return self.method != "GET"


def line(route: str, allowed: Collection[str], **more: Any) -> Line:
    return Line(route, allowed, **more)


def account(r: Records) -> dict[str, Any]:
    return {"email": r.coordinator.email, "password": PASSWORD}


def a_file(r: Records) -> bytes:
    return f"name,e-mail\n{r.row['name']},{r.row['email']}".encode()


SITE = [
    line("GET /static/<path:filename>", EVERYBODY),
    line("GET /accessibility", EVERYBODY),
    line("GET /privacy", EVERYBODY),
    line("GET /help", EVERYBODY),
    line("GET /health/live", EVERYBODY),
    line("GET /health/ready", EVERYBODY),
    line("GET /api/", EVERYBODY),
    line("GET /api/v1/", EVERYBODY),
    line("GET /api/v1/openapi.json", EVERYBODY),
    line("GET /", SIGNED_IN),
]

ACCOUNTS = [
    line("GET /sign-in", EVERYBODY),
    line("POST /sign-in", EVERYBODY, sends=account, signs_out=True),
    line("POST /sign-out", EVERYBODY, answers=302, signs_out=True),  # it leads to where an anonymous one is sent too
    line("GET /reset", EVERYBODY),
    line("POST /reset", EVERYBODY, sends=lambda r: {"email": new_address()}),
    line("GET /reset/<token>", EVERYBODY),
    line("POST /reset/<token>", EVERYBODY, sends=lambda r: {"password": PASSWORD}, signs_out=True),
    line("GET /invitation/<token>", EVERYBODY),
    line("POST /invitation/<token>", EVERYBODY, sends=lambda r: {"password": PASSWORD}, signs_out=True),
    line("GET /language/<code>", EVERYBODY, instead={"code": "language"}),
    line("GET /account", SIGNED_IN),
    line("POST /account/language", SIGNED_IN, sends=lambda r: {"language": "en"}),
    line("GET /account/password", SIGNED_IN),
    line("POST /account/password", SIGNED_IN, sends=lambda r: {"current": PASSWORD, "new": "short"}, answers=422),
    line(
        "POST /account/sessions/<uuid:session_id>/end",
        {COORDINATOR},
        instead={"session_id": "sign_in_id"},
        blind=SIGNED_IN,
    ),
    line("POST /account/sessions/end-others", SIGNED_IN, signs_out=True),
    line("POST /api/v1/session", EVERYBODY, sends=account),
    line("DELETE /api/v1/session", EVERYBODY, signs_out=True, answers=422),
    line("GET /api/v1/account/sessions", SIGNED_IN),
    line("DELETE /api/v1/account/sessions", SIGNED_IN, signs_out=True),
    line(
        "DELETE /api/v1/account/sessions/<uuid:session_id>",
        {COORDINATOR},
        instead={"session_id": "sign_in_id"},
        blind=SIGNED_IN,
    ),
    line("PUT /api/v1/account/password", SIGNED_IN, sends=lambda r: {"current": PASSWORD, "new": "short"}, answers=422),
    line("PUT /api/v1/account/language", SIGNED_IN, sends=lambda r: {"language": "en"}),
    line("POST /api/v1/password-resets", EVERYBODY, sends=lambda r: {"email": new_address()}),
    line("POST /api/v1/account/token", EVERYBODY, sends=lambda r: {"token": r.token}),
    line("PUT /api/v1/account", EVERYBODY, sends=lambda r: {"token": r.token, "password": PASSWORD}),
]

PEOPLE = [
    line("GET /people", STAFF),
    line("GET /people/new", STAFF),
    line("POST /people/new", STAFF, sends=lambda r: {"name": "New Nora", "email": new_address()}),
    line("GET /people/<uuid:person_id>", STAFF),
    line("GET /people/<uuid:person_id>/edit", STAFF),
    line("POST /people/<uuid:person_id>/edit", STAFF, sends=lambda r: {"name": "Participant Bakker"}),
    line("GET /people/<uuid:person_id>/erase", STAFF),
    line("POST /people/<uuid:person_id>/erase", STAFF),
    line("POST /people/<uuid:person_id>/invitation", STAFF),
    line("POST /people/<uuid:person_id>/roles/<role>", STAFF),
    line("POST /people/<uuid:person_id>/roles/<role>/withdraw", STAFF),
    line("GET /people/import", STAFF),
    line("POST /people/import", STAFF, file=a_file),
    line("GET /people/import/example.xlsx", STAFF),
    line("GET /people/import/<uuid:import_id>", {COORDINATOR}, blind={FOREIGN_COORDINATOR, OPERATOR}),
    line("POST /people/import/<uuid:import_id>", {COORDINATOR}, blind={FOREIGN_COORDINATOR, OPERATOR}),
    line("GET /api/v1/people", STAFF | TRAINERS),
    line("POST /api/v1/people", STAFF, sends=lambda r: {"name": "New Nora", "email": new_address()}),
    line("GET /api/v1/people/<uuid:person_id>", STAFF),
    line(
        "PUT /api/v1/people/<uuid:person_id>",
        STAFF,
        sends=lambda r: {name: r.person[name] for name in ("name", "email", "version")},
    ),
    line("DELETE /api/v1/people/<uuid:person_id>", STAFF),
    line("POST /api/v1/people/<uuid:person_id>/invitation", STAFF),
    line("PUT /api/v1/people/<uuid:person_id>/roles/<role>", STAFF),
    line("DELETE /api/v1/people/<uuid:person_id>/roles/<role>", STAFF),
    line("POST /api/v1/names", SIGNED_IN, sends=lambda r: {"person_ids": [r.person_id]}),
    line("GET /api/v1/organisations", STAFF),
    line("POST /api/v1/imports", STAFF, sends=lambda r: {"rows": [r.row]}),
    line("POST /api/v1/imports/file", STAFF, file=a_file),
    line("GET /api/v1/imports/<uuid:import_id>", {COORDINATOR}, blind={FOREIGN_COORDINATOR, OPERATOR}),
    line("POST /api/v1/imports/<uuid:import_id>/confirmation", {COORDINATOR}, blind={FOREIGN_COORDINATOR, OPERATOR}),
]

PROGRAMME = "/programmes/<uuid:programme_id>"
LISTED = f'{PROGRAMME}/<any("policy-level", "street-level", coordinators):people>'
PART = f"{PROGRAMME}/<any(name, reason, areas, vision):part>"
READERS = {COORDINATOR, OPERATOR}

PROGRAMMES = [
    line("GET /programmes", STAFF),
    line("POST /programmes", COORDINATORS),
    line(f"GET {PROGRAMME}", READERS),
    line(f"GET {PROGRAMME}/registration", READERS),
    line(f"GET {PART}", READERS),
    line(f"POST {PART}", {COORDINATOR}),
    line(f"GET {LISTED}", READERS),
    line(f"POST {LISTED}", {COORDINATOR}, sends=lambda r: {"person_id": r.another_person_id}),
    line(f"POST {LISTED}/remove", {COORDINATOR}, sends=lambda r: {"person_id": r.person_id}),
    line(f"GET {PROGRAMME}/check", READERS),
    line(f"POST {PROGRAMME}/check", {COORDINATOR}, answers=409),
    line(f"GET {PROGRAMME}/registered", READERS),
    line(f"GET {PROGRAMME}/settings", READERS),
    line("GET /api/v1/programmes", STAFF),
    line("POST /api/v1/programmes", COORDINATORS),
    line(f"GET /api/v1{PROGRAMME}", READERS),
    line(f"PUT /api/v1{PROGRAMME}", {COORDINATOR}, sends=lambda r: {"name": "Rotterdam-Noord"}),
    line(f"POST /api/v1{PROGRAMME}/registration", {COORDINATOR}, answers=409),
    line(f"POST /api/v1{PROGRAMME}/coordinators", {COORDINATOR}, sends=lambda r: {"person_id": r.colleague_id}),
    line(f"DELETE /api/v1{PROGRAMME}/coordinators/<uuid:person_id>", {COORDINATOR}, instead={"person_id": "fellow_id"}),
    line(f"GET /api/v1{PROGRAMME}/dashboard", READERS),
    line("GET /api/v1/areas", SIGNED_IN),
    line("POST /api/v1/areas", STAFF, sends=lambda r: {"name": new_address().partition("@")[0]}),
]

INTRODUCTION = {"session_id": "introduction_id"}
SESSION = "/sessions/<uuid:session_id>"
GROUP = "/groups/<uuid:group_id>"
OPENED = {"session_id": "opened_session_id"}

SESSIONS = [
    line("GET /sessions", COORDINATORS | TRAINERS),
    line(f"GET {PROGRAMME}/introductions/new", {COORDINATOR}),
    line(f"POST {PROGRAMME}/introductions/new", {COORDINATOR}, sends=lambda r: {"title": "Evening", **r.plan_as_typed}),
    line(f"GET {SESSION}/invite", {COORDINATOR}, instead=INTRODUCTION),
    line(f"POST {SESSION}/invite", {COORDINATOR}, instead=INTRODUCTION, sends=lambda r: {"person_ids": [r.person_id]}),
    line(f"GET {GROUP}/sessions/new", OWN),
    line(f"POST {GROUP}/sessions/new", OWN, sends=lambda r: r.plan_as_typed),
    line(f"GET {SESSION}", OWN),
    line(f"GET {SESSION}/planned", OWN),
    line(f"GET {SESSION}.ics", OWN),
    line(f"GET {SESSION}/edit", OWN),
    line(f"POST {SESSION}/edit", OWN, sends=lambda r: {"place": "Town hall"}),
    line(f"GET {SESSION}/cancel", {COORDINATOR}),
    line(f"POST {SESSION}/cancel", {COORDINATOR}),
    line(f"GET {SESSION}/open", OWN),
    line(f"POST {SESSION}/open", OWN, sends=lambda r: {"agreed": "y"}),
    line(f"GET {SESSION}/record", OWN, instead=OPENED),
    line(f"POST {SESSION}/record", OWN, instead=OPENED),
    line("GET /api/v1/sessions", COORDINATORS | TRAINERS),
    line(f"POST /api/v1{PROGRAMME}/introductions", {COORDINATOR}, sends=lambda r: {"title": "Evening", **r.plan}),
    line(
        f"POST /api/v1{SESSION}/invitations",
        {COORDINATOR},
        instead=INTRODUCTION,
        sends=lambda r: {"person_ids": [r.person_id]},
    ),
    line(f"POST /api/v1{GROUP}/sessions", OWN, sends=lambda r: {"kind": "training_day", **r.plan}),
    line(f"GET /api/v1{SESSION}", OWN),
    line(f"PUT /api/v1{SESSION}", OWN, sends=lambda r: {"version": r.session["version"], **r.plan}),
    line(f"POST /api/v1{SESSION}/cancellation", {COORDINATOR}),
    line(f"POST /api/v1{SESSION}/opening", OWN, sends=lambda r: {"ground_rules": "We listen.", "agreed": True}),
    line(
        f"PUT /api/v1{SESSION}/record",
        OWN,
        instead=OPENED,
        sends=lambda r: {"version": r.session["record"]["version"], "notes": "A good day."},
    ),
]

GROUPS = [
    line("GET /groups", COORDINATORS | TRAINERS),
    line(f"GET {PROGRAMME}/groups", {COORDINATOR}),
    line(f"GET {PROGRAMME}/groups/new", {COORDINATOR}),
    line(f"POST {PROGRAMME}/groups/new", {COORDINATOR}, sends=lambda r: {"name": "Group", "is_complete": "yes"}),
    line(f"GET {GROUP}", OWN),
    line(f"GET {GROUP}/edit", {COORDINATOR}),
    line(f"POST {GROUP}/edit", {COORDINATOR}, sends=lambda r: {"name": "Group West"}),
    line(f"GET {GROUP}/trainers", {COORDINATOR}),
    line(f"POST {GROUP}/trainers", {COORDINATOR}),
    line(f"GET {GROUP}/members/new", {COORDINATOR}),
    line(f"POST {GROUP}/members/new", {COORDINATOR}, sends=lambda r: {"person_id": r.another_person_id}),
    line(f"GET {GROUP}/members/<uuid:person_id>/withdraw", {COORDINATOR}),
    line(f"POST {GROUP}/members/<uuid:person_id>/withdraw", {COORDINATOR}),
    line("GET /api/v1/groups", COORDINATORS | TRAINERS),
    line(f"GET /api/v1{PROGRAMME}/candidates", {COORDINATOR}),
    line(f"POST /api/v1{PROGRAMME}/groups", {COORDINATOR}, sends=lambda r: {"name": "Group East"}),
    line(f"GET /api/v1{GROUP}", OWN),
    line(
        f"PUT /api/v1{GROUP}",
        {COORDINATOR},
        sends=lambda r: {"name": "Group West", "places": 16, "version": r.group["version"]},
    ),
    line(f"PUT /api/v1{GROUP}/trainers", {COORDINATOR}, sends=lambda r: {"trainer_ids": [r.trainer.id]}),
    line(f"POST /api/v1{GROUP}/members", {COORDINATOR}, sends=lambda r: {"person_ids": [r.another_person_id]}),
    line(f"POST /api/v1{GROUP}/places", {COORDINATOR}, sends=lambda r: {"person_id": r.another_person_id}),
    line(f"DELETE /api/v1{GROUP}/members/<uuid:person_id>", {COORDINATOR}),
]

QUESTIONS = [
    line("GET /ask", EVERYBODY),
    line("POST /ask", EVERYBODY, sends=lambda r: {"code": r.code}),
    line("GET /ask/<code>", EVERYBODY),
    line("POST /ask/<code>", EVERYBODY, sends=lambda r: {"text": "How do I begin?"}),
    line("GET /ask/<code>/thanks", EVERYBODY),
    line(f"GET {GROUP}/questions/new", OWN),
    line(f"POST {GROUP}/questions/new", OWN, sends=lambda r: {"text": "How do I begin?"}),
    line("POST /questions/<uuid:question_id>/treated", OWN, sends=lambda r: {"treated": "yes"}),
    line("GET /api/v1/question-boxes/<code>", EVERYBODY),
    line("POST /api/v1/question-boxes/<code>/questions", EVERYBODY, sends=lambda r: {"text": "How do I begin?"}),
    line(f"POST /api/v1{GROUP}/questions", OWN, sends=lambda r: {"text": "How do I begin?"}),
    line("PUT /api/v1/questions/<uuid:question_id>", OWN, sends=lambda r: {"treated": True}),
]

SURVEY = "/surveys/<uuid:survey_id>"
# Closing one would make the links to it useless.
ANOTHER_SURVEY = {"survey_id": "another_survey_id"}

FEEDBACK = [
    line("GET /feedback/thanks", EVERYBODY),
    line("GET /feedback/<token>", EVERYBODY, instead={"token": "link"}),
    line("POST /feedback/<token>", EVERYBODY, instead={"token": "link"}, sends=lambda r: {"step": 0, "go": "next"}),
    line("GET /surveys", COORDINATORS | TRAINERS),
    line(f"GET {PROGRAMME}/surveys", OWN),
    line(f"GET {GROUP}/survey", OWN),
    line(f"GET {SURVEY}", OWN),
    line(f"GET {SURVEY}/close", {COORDINATOR}),
    line(f"POST {SURVEY}/close", {COORDINATOR}, instead=ANOTHER_SURVEY),
    line("POST /api/v1/feedback/questions", EVERYBODY, sends=lambda r: {"token": r.link}),
    line(
        "POST /api/v1/feedback/answers",
        EVERYBODY,
        sends=lambda r: {"token": r.link, "answers": {"recommend": 9}},
    ),
    line("GET /api/v1/surveys", COORDINATORS | TRAINERS),
    line(f"GET /api/v1{SURVEY}/results", OWN),
    line(f"POST /api/v1{SURVEY}/closing", {COORDINATOR}, instead=ANOTHER_SURVEY),
]

POST = "/network/posts/<uuid:post_id>"
MEMBER = "/network/members/<uuid:person_id>"
A_POST = {"kind": "experience", "title": "A good talk", "text": "We kept talking."}

NETWORK = [
    line("GET /network", SIGNED_IN),
    line("GET /network/members", COORDINATORS | {EXPERT}),
    line(f"GET {MEMBER}", {EXPERT}, instead={"person_id": "member_id"}),
    line("GET /network/join", SIGNED_IN),
    line("POST /network/join", SIGNED_IN, sends=lambda r: {**PROFILE, "agreed": "y"}, answers=409),
    line("POST /network/decline", {EXPERT}, answers=409),
    line("GET /network/leave", {EXPERT}),
    line("POST /network/leave", {EXPERT}, afterwards=Records.join_again),
    line("GET /network/profile", {EXPERT}),
    line("POST /network/profile", {EXPERT}, sends=lambda r: PROFILE),
    line("GET /network/posts/new", {EXPERT}),
    line("POST /network/posts/new", {EXPERT}, sends=lambda r: A_POST),
    line(f"GET {POST}", {EXPERT}),
    line(f"POST {POST}", {EXPERT}, sends=lambda r: {"text": "Thank you."}),
    line("GET /api/v1/network/invitation", SIGNED_IN),
    line("DELETE /api/v1/network/invitation", {EXPERT}, answers=409),
    line("PUT /api/v1/network/membership", {EXPERT}, sends=lambda r: {**PROFILE, "agreed": True}, answers=409),
    line("DELETE /api/v1/network/membership", {EXPERT}, afterwards=Records.join_again),
    line("PUT /api/v1/network/profile", {EXPERT}, sends=lambda r: PROFILE),
    line("GET /api/v1/network/members", COORDINATORS | {EXPERT}),
    line(f"GET /api/v1{MEMBER}", {EXPERT}, instead={"person_id": "member_id"}),
    line("GET /api/v1/network/posts", {EXPERT}),
    line("POST /api/v1/network/posts", {EXPERT}, sends=lambda r: A_POST),
    line(f"GET /api/v1{POST}", {EXPERT}),
    line(f"POST /api/v1{POST}/answers", {EXPERT}, sends=lambda r: {"text": "Thank you."}),
]

MAIL = "/mails/<uuid:mail_id>"
MESSAGES = f"/messages/<any({', '.join(SERVICES)}):service>"
PARKED = f"{MESSAGES}/parked/<uuid:message_id>"


def a_parked_message(r: Records) -> dict[str, Any]:
    return {"message_ids": [r.message_id]}


OPERATION = [
    line("GET /operation", {OPERATOR}),
    line(f"GET /operation{MAIL}", {OPERATOR}),
    line(f"POST /operation{MAIL}/sending", {OPERATOR}),
    line("GET /api/v1/instance", {OPERATOR}),
    line("GET /api/v1/mails", {OPERATOR}),
    line(f"GET /api/v1{MAIL}", {OPERATOR}),
    line(f"POST /api/v1{MAIL}/sending", {OPERATOR}),
    line("POST /operation/mails/release", {OPERATOR}),
    line("GET /api/v1/mails/hold", {OPERATOR}),
    line("PUT /api/v1/mails/hold", {OPERATOR}, afterwards=Records.release_mail),
    line("POST /api/v1/mails/release", {OPERATOR}),
    line(f"GET /operation{MESSAGES}", {OPERATOR}),
    line(f"GET /operation{MESSAGES}/parked", {OPERATOR}),
    line(f"GET /operation{PARKED}", {OPERATOR}),
    line(f"POST /operation{MESSAGES}/replay", {OPERATOR}, sends=a_parked_message),
    line(f"GET /operation{MESSAGES}/discard", {OPERATOR}),
    line(f"POST /operation{MESSAGES}/discard", {OPERATOR}, sends=a_parked_message),
    line(f"GET /api/v1{MESSAGES}", {OPERATOR}),
    line(f"GET /api/v1{MESSAGES}/parked", {OPERATOR}),
    line(f"GET /api/v1{PARKED}", {OPERATOR}),
    line(f"POST /api/v1{MESSAGES}/parked/replay", {OPERATOR}, sends=a_parked_message),
    line(f"POST /api/v1{MESSAGES}/parked/discard", {OPERATOR}, sends=a_parked_message),
    line(f"GET /api/v1{MESSAGES}/interventions", {OPERATOR}),
]

LINES = [
    *SITE,
    *ACCOUNTS,
    *PEOPLE,
    *PROGRAMMES,
    *SESSIONS,
    *GROUPS,
    *QUESTIONS,
    *FEEDBACK,
    *NETWORK,
    *OPERATION,
]
