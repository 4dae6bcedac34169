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
from tests.gateway.mediations import making
from tests.gateway.records import PROFILE, Records, new_address
from tests.gateway.visiting import PASSWORD

ANONYMOUS = "anonymous"
COORDINATOR = "coordinator"
FOREIGN_COORDINATOR = "foreign coordinator"
TRAINER = "trainer"
FOREIGN_TRAINER = "foreign trainer"
EXPERT = "expert"
SUPPORT = "support"
MEDIATOR = "mediator"
EDITOR = "editor"
OPERATOR = "operator"

COORDINATORS = {COORDINATOR, FOREIGN_COORDINATOR}
TRAINERS = {TRAINER, FOREIGN_TRAINER}
OWN = {COORDINATOR, TRAINER}
FOREIGN = {FOREIGN_COORDINATOR, FOREIGN_TRAINER}
STAFF = COORDINATORS | {OPERATOR}
SIGNED_IN = COORDINATORS | TRAINERS | {EXPERT, SUPPORT, MEDIATOR, EDITOR, OPERATOR}
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

# What a step shows depends on what the coordinator has by now.
SETUP = [
    line("GET /setup", COORDINATORS),
    line("GET /setup/areas", COORDINATORS),
    line("POST /setup/areas", COORDINATORS, sends=lambda r: {"names": new_address().partition("@")[0]}),
    line("GET /setup/people", COORDINATORS),
    line("POST /setup/people", COORDINATORS, sends=lambda r: {"people": f"New Nora;{new_address()}"}),
    line("GET /setup/programme", COORDINATORS),
    line("POST /setup/programme", COORDINATORS, sends=lambda r: {"example": "fireworks"}, answers=409),
    line("GET /setup/introduction", COORDINATORS),
    line("POST /setup/introduction", COORDINATORS, answers=422),
    line("GET /setup/reading", COORDINATORS),
    line("POST /setup/reading", COORDINATORS, answers=409),
    line("GET /setup/invitations", COORDINATORS),
    line("POST /setup/invitations", COORDINATORS),
    line("GET /api/v1/setup", COORDINATORS),
    line("GET /api/v1/programmes/examples", STAFF),
    line("GET /api/v1/programmes/<uuid:programme_id>/introductions/first", {COORDINATOR}),
    line("POST /api/v1/areas/list", STAFF, sends=lambda r: {"names": [new_address().partition("@")[0]]}),
]

PERSON = "/people/<uuid:person_id>"
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
    line(f"GET /api/v1{PROGRAMME}/drop-out", READERS),
    line("GET /api/v1/drop-out", COORDINATORS | {OPERATOR}),
    line("GET /api/v1/areas", SIGNED_IN),
    line("POST /api/v1/areas", STAFF, sends=lambda r: {"name": new_address().partition("@")[0]}),
]

STRATEGY = f"{PROGRAMME}/strategy"
SECTION = f"{STRATEGY}/sections/<section>"
COMMENT = f"{SECTION}/comments/<uuid:comment_id>"
ACTION = f"{STRATEGY}/actions/<uuid:action_id>"
OF_ACTION = {"action_id": "strategy_action_id"}
SET_OUT = {"shown": "planned", "state": "started"}
ADOPTED = f"{STRATEGY}/adopted/<int:number>"
WRITER = {"person_id": "writer_id"}
COUNCIL = f"{PROGRAMME}/council-page"

STRATEGIES = [
    line("GET /strategies", SIGNED_IN),
    line(f"GET {STRATEGY}", READERS),
    line(f"GET {SECTION}", READERS),
    line(f"POST {SECTION}", {COORDINATOR}, sends=lambda r: {"text": "Which question?"}),
    line(f"GET {SECTION}/write", {COORDINATOR}),
    line(f"POST {SECTION}/write", {COORDINATOR}, sends=lambda r: {"text": "Who keeps silent, and why."}),
    line(f"GET {SECTION}/differences", READERS, instead={"section": "written_section"}),
    line(
        f"POST {SECTION}/versions/<int:number>/removal",
        {COORDINATOR},
        instead={"section": "rewritten_section", "number": "old_version"},
    ),
    line(f"POST {COMMENT}/resolution", {COORDINATOR}, sends=lambda r: {"resolved": "yes"}),
    line(f"POST {COMMENT}/removal", {COORDINATOR}),
    line(f"GET {STRATEGY}/actions/new", {COORDINATOR}),
    line(f"POST {STRATEGY}/actions/new", {COORDINATOR}, sends=lambda r: {"text": "Call the school"}),
    line(f"GET {ACTION}", {COORDINATOR}, instead=OF_ACTION),
    line(f"POST {ACTION}", {COORDINATOR}, sends=lambda r: {"text": "Visit the school"}, instead=OF_ACTION),
    line(f"POST {ACTION}/state", {COORDINATOR}, sends=lambda r: SET_OUT, instead=OF_ACTION),
    line(f"POST {ACTION}/removal", {COORDINATOR}, instead=OF_ACTION),
    line(f"GET {STRATEGY}/review", {COORDINATOR}),
    line(f"POST {STRATEGY}/review", {COORDINATOR}),
    line(f"GET {STRATEGY}/sources", {COORDINATOR}),
    line(f"POST {STRATEGY}/sources", {COORDINATOR}, sends=lambda r: {"version": r.strategy["version"]}),
    line(f"POST {STRATEGY}/map", {COORDINATOR}, sends=lambda r: {"map_id": r.map_id}),
    line(f"PUT /api/v1{STRATEGY}/map", {COORDINATOR}, sends=lambda r: {"map_id": r.map_id}),
    line(f"GET {STRATEGY}/writers", {COORDINATOR}),
    line(f"POST {STRATEGY}/writers", {COORDINATOR}, sends=lambda r: {"person_id": r.writer_id}),
    line(f"POST {STRATEGY}/writers/removal", {COORDINATOR}, sends=lambda r: {"person_id": r.writer_id}),
    line(f"GET {STRATEGY}/adoption", {COORDINATOR}),
    line(f"POST {STRATEGY}/adoption", {COORDINATOR}, sends=lambda r: {"checksum": r.draft_checksum}),
    line(f"GET {ADOPTED}", READERS),
    line(f"GET {ADOPTED}/differences", READERS),
    line(f'GET {STRATEGY}.<any("pdf", "docx"):kind>', READERS, instead={"kind": "draft_kind"}),
    line(f'GET {ADOPTED}.<any("pdf", "docx", "json"):kind>', READERS, instead={"kind": "document_kind"}),
    line("GET /api/v1/strategies", SIGNED_IN),
    line(f"GET /api/v1{STRATEGY}", READERS),
    line(f"GET /api/v1{SECTION}", READERS),
    line(
        f"PUT /api/v1{SECTION}",
        {COORDINATOR},
        sends=lambda r: {"text": "Who waits.", "number": 0},
        instead={"section": "another_section"},
    ),
    line(
        f"GET /api/v1{SECTION}/versions/<int:earlier>/<int:later>",
        READERS,
        instead={"section": "written_section", "earlier": "before_all", "later": "first_version"},
    ),
    line(
        f"DELETE /api/v1{SECTION}/versions/<int:number>",
        {COORDINATOR},
        instead={"section": "rewritten_section", "number": "old_version"},
    ),
    line(f"POST /api/v1{SECTION}/comments", {COORDINATOR}, sends=lambda r: {"text": "Why?"}),
    line(f"PUT /api/v1{STRATEGY}/comments/<uuid:comment_id>/resolution", {COORDINATOR}),
    line(f"DELETE /api/v1{STRATEGY}/comments/<uuid:comment_id>", {COORDINATOR}),
    line(f"POST /api/v1{STRATEGY}/actions", {COORDINATOR}, sends=lambda r: {"text": "Call the school"}),
    line(
        f"PUT /api/v1{ACTION}",
        {COORDINATOR},
        sends=lambda r: {"text": "Visit the school", "version": 1},
        instead=OF_ACTION,
    ),
    line(f"PUT /api/v1{ACTION}/state", {COORDINATOR}, sends=lambda r: SET_OUT, instead=OF_ACTION),
    line(f"DELETE /api/v1{ACTION}", {COORDINATOR}, instead=OF_ACTION),
    line(
        f"PUT /api/v1{STRATEGY}/review",
        {COORDINATOR},
        sends=lambda r: {"review_on": None, "version": r.strategy["version"]},
    ),
    line(
        f"PUT /api/v1{STRATEGY}/sources",
        {COORDINATOR},
        sends=lambda r: {"session_ids": [], "version": r.strategy["version"]},
    ),
    line(f"PUT /api/v1{STRATEGY}/writers/<uuid:person_id>", {COORDINATOR}, instead=WRITER),
    line(f"DELETE /api/v1{STRATEGY}/writers/<uuid:person_id>", {COORDINATOR}, instead=WRITER),
    line(f"POST /api/v1{STRATEGY}/adopted", {COORDINATOR}, sends=lambda r: {"checksum": r.draft_checksum}),
    line(f"GET /api/v1{ADOPTED}", READERS),
    line(f"GET {COUNCIL}", {COORDINATOR}),
    line(f"POST {COUNCIL}", {COORDINATOR}, sends=lambda r: {"changed_practice": "We call first."}),
    line(f"GET {COUNCIL}/preview", {COORDINATOR}),
    line(f"POST {COUNCIL}/preview", {COORDINATOR}),
    line(f"POST {COUNCIL}/withdrawal", {COORDINATOR}),
    line("GET /council", EVERYBODY),
    line("GET /api/v1/council", EVERYBODY),
    line("GET /council/<address>", EVERYBODY, instead={"address": "council_address"}),
    line(f"GET /api/v1{COUNCIL}", {COORDINATOR}),
    line(
        f"PUT /api/v1{COUNCIL}",
        {COORDINATOR},
        sends=lambda r: {"lessons": "Call first.", "version": r.council["version"]},
    ),
    line(f"POST /api/v1{COUNCIL}/publication", {COORDINATOR}, sends=lambda r: r.council_as_read),
    line(f"DELETE /api/v1{COUNCIL}/publication", {COORDINATOR}),
    line("GET /api/v1/council/<address>", EVERYBODY, instead={"address": "council_address"}),
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

TRAINER_PAGE = "/trainers/<uuid:person_id>"
LEARNER = {"person_id": "learner_id"}

ARRANGEMENTS_AND_PATHS = [
    line(f"GET {SESSION}/arrangements", OWN),
    line(f"POST {SESSION}/arrangements", OWN, sends=lambda r: {"rooms": "Two rooms"}),
    line(f"GET {SESSION}/roles", {COORDINATOR}),
    line(f"POST {SESSION}/roles", {COORDINATOR}),
    line(f"GET {SESSION}/stand-ins", {COORDINATOR}),
    line(f"GET {SESSION}/stand-ins/<uuid:person_id>", {COORDINATOR}),
    line(f"POST {SESSION}/stand-ins/<uuid:person_id>", {COORDINATOR}),
    line("GET /trainers", COORDINATORS | TRAINERS),
    line("GET /trainers/free", COORDINATORS),
    line("GET /trainers/progress", COORDINATORS),
    line("POST /trainers/progress", COORDINATORS, sends=lambda r: {"person_ids": [r.learner_id], **r.noted_as_typed}),
    # The trainer is a mentor.
    line(f"GET {TRAINER_PAGE}", COORDINATORS | {TRAINER}),
    line(f"GET {TRAINER_PAGE}/step", COORDINATORS),
    line(f"POST {TRAINER_PAGE}/step", COORDINATORS, instead=LEARNER, sends=lambda r: {"reason": "Long experience."}),
    line(f"GET {TRAINER_PAGE}/proposal", {TRAINER}),
    line(f"POST {TRAINER_PAGE}/proposal", {TRAINER}, instead=LEARNER),
    line(f"GET {TRAINER_PAGE}/languages", COORDINATORS),
    line(f"POST {TRAINER_PAGE}/languages", COORDINATORS, instead=LEARNER, sends=lambda r: {"languages": ["nl"]}),
    line(f"POST {TRAINER_PAGE}/notes/<uuid:note_id>/withdraw", COORDINATORS),
    line(f"GET /api/v1{SESSION}/arrangements", OWN),
    line(
        f"PUT /api/v1{SESSION}/arrangements", OWN, sends=lambda r: {"version": r.arranged["version"], "language": "nl"}
    ),
    line(f"PUT /api/v1{SESSION}/roles", {COORDINATOR}, sends=lambda r: {"version": r.arranged["version"]}),
    line("POST /api/v1/clashes", COORDINATORS | TRAINERS, sends=lambda r: {"session_ids": [r.session_id]}),
    line("POST /api/v1/clashes/plan", OWN, sends=lambda r: {"group_id": r.group_id, **r.plan}),
    line("POST /api/v1/clashes/trainers", {COORDINATOR}, sends=lambda r: {"group_id": r.group_id}),
    line("GET /api/v1/locations", COORDINATORS | TRAINERS),
    line("GET /api/v1/trainers", COORDINATORS | TRAINERS),
    line("POST /api/v1/trainers/free", COORDINATORS, sends=lambda r: {"date": r.in_a_week, "start_time": "09:00"}),
    line(f"GET /api/v1{TRAINER_PAGE}", COORDINATORS | {TRAINER}),
    line(f"GET /api/v1{TRAINER_PAGE}/trained", COORDINATORS),
    line(
        f"POST /api/v1{TRAINER_PAGE}/decisions",
        COORDINATORS,
        instead=LEARNER,
        sends=lambda r: {"version": 0, "state": "member", "decided_on": r.today, "reason": "Long experience."},
    ),
    line(f"PUT /api/v1{TRAINER_PAGE}/proposal", {TRAINER}, instead=LEARNER, sends=lambda r: {"state": "member"}),
    line(f"PUT /api/v1{TRAINER_PAGE}/languages", COORDINATORS, instead=LEARNER, sends=lambda r: {"languages": ["nl"]}),
    line(
        "POST /api/v1/trainers/notes",
        COORDINATORS,
        sends=lambda r: {"person_ids": [r.person_id], "requirement": "workshop", "on": r.today},
    ),
    line("DELETE /api/v1/trainers/notes/<uuid:note_id>", COORDINATORS),
    line(f"GET /api/v1{SESSION}/stand-ins", {COORDINATOR}),
    line(f"POST /api/v1{SESSION}/stand-ins", {COORDINATOR}, sends=lambda r: {"person_id": r.another_person_id}),
]

COMPOSITION = [
    line(f"GET {PROGRAMME}/composition", {COORDINATOR}),
    line(
        f"POST {PROGRAMME}/composition",
        {COORDINATOR},
        sends=lambda r: {"names-0": "Group North", "places": "16", "warnings": "0", "forming": "yes"},
    ),
    line(f"GET {PROGRAMME}/wishes", {COORDINATOR}),
    line(f"POST {PROGRAMME}/wishes", {COORDINATOR}, sends=lambda r: {**r.two_people, "kind": "with"}),
    line(f"POST {PROGRAMME}/wishes/remove", {COORDINATOR}, sends=lambda r: r.two_people),
    line(f"GET /api/v1{PROGRAMME}/composition", {COORDINATOR}),
    line(f"POST /api/v1{PROGRAMME}/composition", {COORDINATOR}, sends=lambda r: {"groups": [[r.person_id]]}),
    line(
        f"POST /api/v1{PROGRAMME}/composition/groups",
        {COORDINATOR},
        sends=lambda r: {"groups": [{"name": "Group South"}]},
    ),
    line(f"GET /api/v1{PROGRAMME}/wishes", {COORDINATOR}),
    line(
        f"PUT /api/v1{PROGRAMME}/wishes/<uuid:person_id>/<uuid:other_id>",
        {COORDINATOR},
        sends=lambda r: {"kind": "not_with"},
    ),
    line(f"DELETE /api/v1{PROGRAMME}/wishes/<uuid:person_id>/<uuid:other_id>", {COORDINATOR}),
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

# A link that was opened stays in the browser, and leaves it with signing in anew.
MY_GROUP = {"group_id": "my_group_id"}
MY_SESSION = {"session_id": "my_session_id"}
REFLECTION = "/my/groups/<uuid:group_id>/reflection"

PERSONAL = [
    line("GET /my/<link>", EVERYBODY, instead={"link": "personal_link"}, signs_out=True),
    line("GET /my", SIGNED_IN),
    line("POST /my/language", SIGNED_IN, sends=lambda r: {"language": "en"}),
    line("GET /my/groups/<uuid:group_id>/leave", {EXPERT}, instead=MY_GROUP, blind=SIGNED_IN),
    line("POST /my/groups/<uuid:group_id>/leave", {EXPERT}, instead=MY_GROUP, blind=SIGNED_IN),
    line(
        f"POST /my{SESSION}/apology",
        {EXPERT},
        instead=MY_SESSION,
        blind=SIGNED_IN,
        sends=lambda r: {"apologised": "yes"},
    ),
    line(f"POST /my{SESSION}/check-in", {EXPERT}, instead=MY_SESSION, blind=SIGNED_IN),
    line("GET /my/links/end", SIGNED_IN),
    line("POST /my/links/end", SIGNED_IN),
    line("GET /my/links/ended", EVERYBODY),
    line("POST /my/close", SIGNED_IN),
    line(f"GET {REFLECTION}", {EXPERT}, instead=MY_GROUP, blind=SIGNED_IN),
    line(f"POST {REFLECTION}", {EXPERT}, instead=MY_GROUP, blind=SIGNED_IN, sends=lambda r: {"possible": "Much."}),
    line(
        f"POST {REFLECTION}/sharing",
        {EXPERT},
        instead={"group_id": "my_written_group_id"},
        blind=SIGNED_IN,
        sends=lambda r: {"shared": "yes"},
    ),
    line(f"GET /api/v1{REFLECTION}", {EXPERT}, instead=MY_GROUP, blind=SIGNED_IN),
    line(
        f"PUT /api/v1{REFLECTION}",
        {EXPERT},
        instead=MY_GROUP,
        blind=SIGNED_IN,
        sends=lambda r: {"possible": "Much.", "version": 0},
    ),
    line(
        f"PUT /api/v1{REFLECTION}/sharing",
        {EXPERT},
        instead={"group_id": "my_written_group_id"},
        blind=SIGNED_IN,
        sends=lambda r: {"shared": True},
    ),
    line(f"GET /api/v1{GROUP}/reflections", {TRAINER}),
    line(f"GET {GROUP}/cases", OWN),
    line(f"POST {GROUP}/cases", OWN, sends=lambda r: {"question_ids": [r.question_id], "theme": "Sides"}),
    line("GET /questions/<uuid:question_id>/wording", OWN),
    line("POST /questions/<uuid:question_id>/wording", OWN, sends=lambda r: {"text": "How does one begin?"}),
    line(f"GET /api/v1{GROUP}/cases", OWN),
    line(f"PUT /api/v1{GROUP}/cases/theme", OWN, sends=lambda r: {"question_ids": [r.question_id], "theme": "Sides"}),
    line("GET /api/v1/questions/<uuid:question_id>", OWN),
    line("PUT /api/v1/questions/<uuid:question_id>/wording", OWN, sends=lambda r: {"text": "How does one begin?"}),
    line("GET /my/calendar", SIGNED_IN),
    line("GET /my/calendar/renew", SIGNED_IN),
    line("POST /my/calendar/renew", SIGNED_IN),
    line("GET /my/sessions/<uuid:session_id>.ics", OWN, blind=SIGNED_IN),
    line("GET /calendar/<link>.ics", EVERYBODY, instead={"link": "calendar_link"}),
    line("GET /link", EVERYBODY),
    line("POST /link", EVERYBODY, sends=lambda r: {"email": new_address()}),
    line("POST /people/<uuid:person_id>/link", STAFF),
    line("POST /people/<uuid:person_id>/links/end", STAFF),
    line("POST /api/v1/people/<uuid:person_id>/links", STAFF),
    line("DELETE /api/v1/people/<uuid:person_id>/links", STAFF),
    line("GET /api/v1/my/course", SIGNED_IN),
    line("GET /api/v1/my/calendar", SIGNED_IN),
    line("DELETE /api/v1/my/groups/<uuid:group_id>", {EXPERT}, instead=MY_GROUP, blind=SIGNED_IN),
    line("POST /api/v1/my/trainers", SIGNED_IN, sends=lambda r: {"person_ids": [r.trainer.id]}),
    line("GET /api/v1/my/calendar/link", SIGNED_IN),
    line("POST /api/v1/my/calendar/link", SIGNED_IN),
    line("POST /api/v1/link-requests", EVERYBODY, sends=lambda r: {"email": new_address()}),
]

DESK = {"code": "check_in_code"}

BOOK = [
    line("GET /techniques", EVERYBODY),
    line("GET /techniques/<code>", EVERYBODY, instead={"code": "technique"}),
    line(f"GET {SESSION}/agenda", OWN),
    line(f"POST {SESSION}/agenda", OWN, sends=lambda r: {"lines": "Who are we?"}),
    line(f"GET {SESSION}/presence", OWN),
    line(f"POST {SESSION}/apologies/<uuid:person_id>", OWN, sends=lambda r: {"apologised": "yes"}),
    line(f"POST {SESSION}/check-ins/<uuid:person_id>", OWN, sends=lambda r: {"here": "yes"}),
    line(f"GET {SESSION}/check-in", OWN),
    line(f"POST {SESSION}/check-in", OWN),
    line(f"GET {SESSION}/sheet", OWN),
    line(f"GET {SESSION}/record/history", OWN),
    line("GET /check-in", EVERYBODY),
    line("POST /check-in", EVERYBODY, sends=lambda r: {"code": r.check_in_code}),
    line("GET /check-in/<code>", EVERYBODY, instead=DESK),
    line("POST /check-in/<code>", EVERYBODY, instead=DESK, sends=lambda r: {"email": new_address()}),
    line("GET /check-in/<code>/thanks", EVERYBODY, instead=DESK),
    line(f"PUT /api/v1{SESSION}/agenda", OWN, sends=lambda r: {"version": 0, "lines": ["Who are we?"]}),
    line(f"PUT /api/v1{SESSION}/apologies/<uuid:person_id>", OWN, sends=lambda r: {"apologised": True}),
    line(f"POST /api/v1{SESSION}/check-in", OWN),
    line(f"PUT /api/v1{SESSION}/check-ins/<uuid:person_id>", OWN, sends=lambda r: {"here": True}),
    line(f"GET /api/v1{SESSION}/record/history", OWN),
    line("GET /api/v1/check-in/<code>", EVERYBODY, instead=DESK),
    line("POST /api/v1/check-in/desks/<uuid:desk_id>", EVERYBODY, sends=lambda r: {"email": new_address()}),
]

SURVEY = "/surveys/<uuid:survey_id>"
# Closing one would make the links to it useless.
ANOTHER_SURVEY = {"survey_id": "another_survey_id"}
COMMENTED = {"survey_id": "commented_survey_id"}
AS_REPORT = {"kind": "report_file"}
SURVEYED = {"group_id": "surveyed_group_id"}

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
    line(f"GET {SURVEY}/comments", {COORDINATOR}),
    line(f"POST {SURVEY}/comments", {COORDINATOR}, instead=COMMENTED, sends=lambda r: r.judged_comments),
    line("GET /results", COORDINATORS),
    line('GET /results.<any("pdf", "csv", "xlsx"):kind>', COORDINATORS, instead=AS_REPORT),
    line(f"GET {PROGRAMME}/results", {COORDINATOR}),
    line(f'GET {PROGRAMME}/results.<any("pdf", "csv", "xlsx"):kind>', {COORDINATOR}, instead=AS_REPORT),
    line(f"GET {GROUP}/results", OWN, blind=FOREIGN, instead=SURVEYED),
    line(f'GET {GROUP}/results.<any("pdf", "csv", "xlsx"):kind>', OWN, instead=AS_REPORT | SURVEYED, blind=FOREIGN),
    line("POST /api/v1/feedback/questions", EVERYBODY, sends=lambda r: {"token": r.link}),
    line(
        "PUT /api/v1/feedback/draft",
        EVERYBODY,
        sends=lambda r: {"token": r.link, "answers": {"recommend": 9}, "at": 2},
    ),
    line(
        "POST /api/v1/feedback/answers",
        EVERYBODY,
        sends=lambda r: {"token": r.link, "answers": {"recommend": 9}},
    ),
    line("GET /api/v1/surveys", COORDINATORS | TRAINERS),
    line(f"GET /api/v1{SURVEY}/results", OWN),
    line(f"GET /api/v1{SURVEY}/comments", {COORDINATOR}),
    line(f"POST /api/v1{SURVEY}/comments/release", {COORDINATOR}, instead=COMMENTED),
    line("GET /api/v1/results", COORDINATORS),
    line(f"GET /api/v1{PROGRAMME}/results", {COORDINATOR}),
    line(f"GET /api/v1{GROUP}/results", OWN, blind=FOREIGN, instead=SURVEYED),
    line(f"POST /api/v1{SURVEY}/closing", {COORDINATOR}, instead=ANOTHER_SURVEY),
]

PROVIDER = "/network/provider"
MATERIAL = f"{PROVIDER}/material/<uuid:material_id>"
PROVIDER_DATE = f"{PROVIDER}/dates/<uuid:date_id>"
STAFF_OF_COURSES = COORDINATORS | TRAINERS
READERS_OF_THE_PROVIDER = STAFF_OF_COURSES | {EXPERT}


def some_material(r: Records) -> dict[str, Any]:
    link = "https://provider.example/guide"
    return {"title": "A guide", "kind": "guide", "link": link, "language": "nl", "purpose": "To prepare a talk."}


PROVIDER_LINES = [
    line(f"GET {PROVIDER}", READERS_OF_THE_PROVIDER),
    line(f"GET {PROVIDER}/contact", COORDINATORS),
    line(f"POST {PROVIDER}/contact", COORDINATORS, sends=lambda r: {"organisation": "The provider"}),
    line(f"GET {PROVIDER}/material/new", STAFF_OF_COURSES),
    line(f"POST {PROVIDER}/material/new", STAFF_OF_COURSES, sends=some_material),
    line(f"GET {MATERIAL}", STAFF_OF_COURSES),
    line(f"POST {MATERIAL}", STAFF_OF_COURSES),
    line(f"POST {MATERIAL}/remove", STAFF_OF_COURSES),
    line(f"GET {PROVIDER}/dates/new", STAFF_OF_COURSES),
    line(f"POST {PROVIDER}/dates/new", STAFF_OF_COURSES, sends=lambda r: r.plan_as_typed),
    line(f"GET {PROVIDER_DATE}", STAFF_OF_COURSES),
    line(f"POST {PROVIDER_DATE}", STAFF_OF_COURSES),
    line(f"POST {PROVIDER_DATE}/cancel", STAFF_OF_COURSES),
    line(f"GET {PROVIDER_DATE}.ics", READERS_OF_THE_PROVIDER),
    line(f"GET /api/v1{PROVIDER}", READERS_OF_THE_PROVIDER),
    line(
        f"PUT /api/v1{PROVIDER}",
        COORDINATORS,
        sends=lambda r: {"organisation": "The provider", "version": r.provider["version"]},
    ),
    line(f"GET /api/v1{PROVIDER}/material", READERS_OF_THE_PROVIDER),
    line(f"POST /api/v1{PROVIDER}/material", STAFF_OF_COURSES, sends=some_material),
    line(f"PUT /api/v1{MATERIAL}", STAFF_OF_COURSES, sends=lambda r: {**some_material(r), "version": 1}),
    line(f"DELETE /api/v1{MATERIAL}", STAFF_OF_COURSES),
    line(f"GET /api/v1{PROVIDER}/dates", READERS_OF_THE_PROVIDER),
    line(f"POST /api/v1{PROVIDER}/dates", STAFF_OF_COURSES, sends=lambda r: {**r.plan, "title": "Intervision"}),
    line(
        f"PUT /api/v1{PROVIDER_DATE}",
        STAFF_OF_COURSES,
        sends=lambda r: {**r.plan, "title": "Intervision", "revision": 1},
    ),
    line(f"DELETE /api/v1{PROVIDER_DATE}", STAFF_OF_COURSES),
    line("GET /api/v1/my/provider-dates", SIGNED_IN),
]

NOTED_NEED = "/needs/<uuid:need_id>"
NOTED = {"need_id": "noted_need_id"}
PLANNED_ACTIVITY = "/activities/<uuid:activity_id>"
CHANGED = f"{PROGRAMME}/what-we-changed"
REPORTS_BACK = f"/api/v1{PROGRAMME}/reports-back"
WITH_NEEDS = {"programme_id": "programme_with_needs_id"}
WITH_A_DRAFT = {"programme_id": "programme_with_a_draft_id"}


def a_noted_need(r: Records) -> dict[str, Any]:
    return {"kind": "training", "text": "Practise once more."}


def an_activity(r: Records) -> dict[str, Any]:
    return {"title": "An afternoon of practice", "kind": "session", "planned_on": r.in_a_week.isoformat()}


def an_activity_as_typed(r: Records) -> dict[str, Any]:
    day = {
        "planned_on-day": r.in_a_week.day,
        "planned_on-month": r.in_a_week.month,
        "planned_on-year": r.in_a_week.year,
    }
    return {"title": "An afternoon of practice", "kind": "session", **day}


NEEDS = [
    line(f"GET {PROGRAMME}/needs", {COORDINATOR}, instead=WITH_NEEDS),
    line(f"GET {PROGRAMME}/needs/new", {COORDINATOR}, instead=WITH_NEEDS),
    line(f"POST {PROGRAMME}/needs/new", {COORDINATOR}, instead=WITH_NEEDS, sends=a_noted_need),
    line(f"GET {NOTED_NEED}", {COORDINATOR}, instead=NOTED),
    line(f"GET {NOTED_NEED}/edit", {COORDINATOR}, instead=NOTED),
    line(f"POST {NOTED_NEED}/edit", {COORDINATOR}, instead=NOTED),
    line(f"GET {NOTED_NEED}/decline", {COORDINATOR}, instead=NOTED),
    line(f"POST {NOTED_NEED}/decline", {COORDINATOR}, instead=NOTED, sends=lambda r: {"reason": "No room for it."}),
    line(f"POST {NOTED_NEED}/decision", {COORDINATOR}, instead=NOTED, sends=lambda r: {"decision": "done"}),
    line(f"GET {PROGRAMME}/activities", {COORDINATOR}, instead=WITH_NEEDS),
    line(f"GET {PROGRAMME}/activities/new", {COORDINATOR}, instead=WITH_NEEDS),
    line(f"POST {PROGRAMME}/activities/new", {COORDINATOR}, instead=WITH_NEEDS, sends=an_activity_as_typed),
    line(f"GET {PLANNED_ACTIVITY}", {COORDINATOR}),
    line(f"GET {PLANNED_ACTIVITY}/edit", {COORDINATOR}),
    line(f"POST {PLANNED_ACTIVITY}/edit", {COORDINATOR}),
    line(f"POST {PLANNED_ACTIVITY}/state", {COORDINATOR}, sends=lambda r: {"state": "done"}),
    line(f"GET {CHANGED}", {COORDINATOR}, instead=WITH_NEEDS),
    line(f"GET {CHANGED}/write", {COORDINATOR}, instead=WITH_NEEDS),
    line(f"POST {CHANGED}/write", {COORDINATOR}, instead=WITH_NEEDS, sends=lambda r: {"text": "We practise."}),
    line(f"GET {CHANGED}/check", {COORDINATOR}, instead=WITH_A_DRAFT),
    line(f"POST {CHANGED}/check", {COORDINATOR}, instead=WITH_A_DRAFT),
    line(f"GET /api/v1{PROGRAMME}/needs", {COORDINATOR}, instead=WITH_NEEDS),
    line(f"POST /api/v1{PROGRAMME}/needs", {COORDINATOR}, instead=WITH_NEEDS, sends=a_noted_need),
    line(f"GET /api/v1{PROGRAMME}/needs/short", {COORDINATOR}, instead=WITH_NEEDS),
    line(f"GET /api/v1{PROGRAMME}/needs/told", {COORDINATOR}, instead=WITH_NEEDS),
    line(f"GET /api/v1{NOTED_NEED}", {COORDINATOR}, instead=NOTED),
    line(f"PUT /api/v1{NOTED_NEED}", {COORDINATOR}, instead=NOTED, sends=lambda r: {**a_noted_need(r), "version": 1}),
    line(f"PUT /api/v1{NOTED_NEED}/decision", {COORDINATOR}, instead=NOTED, sends=lambda r: {"decision": "done"}),
    line(f"GET /api/v1{PROGRAMME}/activities", {COORDINATOR}, instead=WITH_NEEDS),
    line(f"POST /api/v1{PROGRAMME}/activities", {COORDINATOR}, instead=WITH_NEEDS, sends=an_activity),
    line(f"GET /api/v1{PLANNED_ACTIVITY}", {COORDINATOR}),
    line(f"PUT /api/v1{PLANNED_ACTIVITY}", {COORDINATOR}, sends=lambda r: {**an_activity(r), "version": 1}),
    line(f"PUT /api/v1{PLANNED_ACTIVITY}/state", {COORDINATOR}, sends=lambda r: {"state": "done"}),
    line(f"GET {REPORTS_BACK}", {COORDINATOR}, instead=WITH_NEEDS),
    line(f"POST {REPORTS_BACK}", {COORDINATOR}, instead=WITH_A_DRAFT, sends=lambda r: {"version": 1}),
    line(f"GET {REPORTS_BACK}/draft", {COORDINATOR}, instead=WITH_NEEDS),
    line(f"PUT {REPORTS_BACK}/draft", {COORDINATOR}, instead=WITH_NEEDS, sends=lambda r: {"text": "We practise."}),
    line("GET /api/v1/my/reports-back", SIGNED_IN),
]

POST = "/network/posts/<uuid:post_id>"
MEMBER = "/network/members/<uuid:person_id>"
ANSWER = f"{POST}/answers/<uuid:answer_id>"
THEME = "/network/themes/<theme>"
PAIR = "/network/buddies/<uuid:pair_id>"
ONWARD = "/network/trainings/<uuid:training_id>"
A_POST = {"kind": "experience", "title": "A good talk", "text": "We kept talking."}
AN_ANSWER = {"text": "Thank you."}
A_USE = {"how": "In a talk at a school."}
MY_QUESTION = {"post_id": "my_question_id"}
OTHERS_REQUEST = {"post_id": "others_request_id"}
OTHERS_POST = {"post_id": "others_request_id", "subject_id": "others_request_id"}
SUBJECT = "/network/reports/<uuid:subject_id>"
REPORTED = {"subject_id": "reported_id"}
HIDDEN_STILL = {"subject_id": "hidden_still_id"}
A_REASON = {"reason": "not_for_here"}
MODERATORS = COORDINATORS | {SUPPORT}

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
    line(f"POST {POST}", {EXPERT}, sends=lambda r: AN_ANSWER),
    line(f"GET {POST}/edit", {EXPERT}),
    line(f"POST {POST}/edit", {EXPERT}, sends=lambda r: {"text": "We went on talking."}),
    line(f"GET {POST}/delete", {EXPERT}),
    line(f"POST {POST}/delete", {EXPERT}),
    line(f"GET {ANSWER}/reply", {EXPERT}),
    line(f"POST {ANSWER}/reply", {EXPERT}, sends=lambda r: AN_ANSWER),
    line(f"GET {ANSWER}/edit", {EXPERT}),
    line(f"POST {ANSWER}/edit", {EXPERT}, sends=lambda r: AN_ANSWER),
    line(f"GET {ANSWER}/delete", {EXPERT}),
    line(f"POST {ANSWER}/delete", {EXPERT}),
    line(f"POST {POST}/accept", {EXPERT}, instead=MY_QUESTION),
    line(f"POST {POST}/use", {EXPERT}, sends=lambda r: A_USE, instead=OTHERS_REQUEST),
    line(f"POST {POST}/use/withdraw", {EXPERT}, instead=OTHERS_REQUEST),
    line(f"POST {POST}/follow", {EXPERT}, sends=lambda r: {"following": "yes"}),
    line(f"POST {THEME}/follow", {EXPERT}, sends=lambda r: {"following": "yes"}),
    line(f"GET {POST}/report/<uuid:subject_id>", {EXPERT}, instead=OTHERS_POST),
    line(f"POST {POST}/report/<uuid:subject_id>", {EXPERT}, sends=lambda r: A_REASON, instead=OTHERS_POST),
    line(f"POST {POST}/second-look/<uuid:subject_id>", {EXPERT}, instead={"subject_id": "hidden_id"}),
    line("GET /network/reports", MODERATORS),
    line(f"GET {SUBJECT}", MODERATORS, instead=REPORTED),
    line(f"POST {SUBJECT}", MODERATORS, sends=lambda r: A_REASON, instead=REPORTED),
    line(f"POST {SUBJECT}/second-look", MODERATORS, instead=HIDDEN_STILL),
    line("GET /network/following", {EXPERT}),
    line("GET /network/asked", {EXPERT}),
    line(f"POST {POST}/not-now", {EXPERT}, instead=OTHERS_REQUEST),
    line("POST /network/asked/rest", {EXPERT}, afterwards=Records.be_asked_again),
    line("POST /network/asked/return", {EXPERT}),
    line("GET /network/membership", SIGNED_IN),
    line("POST /network/membership", {EXPERT}),
    line("GET /network/visibility", {EXPERT}),
    line("POST /network/visibility", {EXPERT}),
    line("GET /network/figures", COORDINATORS | {EXPERT, SUPPORT}),
    line("GET /api/v1/network/figures", COORDINATORS | {EXPERT, SUPPORT}),
    line("GET /network/buddies", {EXPERT}),
    line("POST /network/buddies/search", {EXPERT}, sends=lambda r: {"role": "guide"}),
    line("POST /network/buddies/search/end", {EXPERT}),
    line(f"POST {PAIR}/answer", {EXPERT}, sends=lambda r: {"agrees": "yes"}),
    line(f"POST {PAIR}/end", {EXPERT}),
    line("GET /api/v1/network/buddies", {EXPERT}),
    line("PUT /api/v1/network/buddies/search", {EXPERT}, sends=lambda r: {"role": "guide"}),
    line("DELETE /api/v1/network/buddies/search", {EXPERT}),
    line(f"PUT /api/v1{PAIR}/answer", {EXPERT}, sends=lambda r: {"agrees": True}),
    line(f"DELETE /api/v1{PAIR}", {EXPERT}),
    line("GET /network/tree", COORDINATORS | {EXPERT}),
    line("GET /network/trainings", {EXPERT}),
    line("POST /network/trainings", {EXPERT}, sends=lambda r: {"setting": "communal", "people": 8}),
    line(f"GET {ONWARD}", {EXPERT}),
    line(f"POST {ONWARD}", {EXPERT}, sends=lambda r: {"person_id": r.expert.id}, answers=409),
    line(f"POST {ONWARD}/removal", {EXPERT}),
    line(
        f"POST {ONWARD}/answer",
        {EXPERT},
        instead={"training_id": "received_training_id"},
        sends=lambda r: {"agrees": "yes"},
    ),
    line("GET /api/v1/network/tree", COORDINATORS | {EXPERT}),
    line("GET /api/v1/network/trainings", {EXPERT}),
    line("POST /api/v1/network/trainings", {EXPERT}, sends=lambda r: r.training),
    line(f"GET /api/v1{ONWARD}", {EXPERT}),
    line(f"DELETE /api/v1{ONWARD}", {EXPERT}),
    line(f"PUT /api/v1{ONWARD}/trainees/<uuid:person_id>", {EXPERT}, instead={"person_id": "member_id"}, answers=409),
    line(
        f"PUT /api/v1{ONWARD}/answer",
        {EXPERT},
        instead={"training_id": "received_training_id"},
        sends=lambda r: {"agrees": True},
    ),
    line("GET /api/v1/network/membership", SIGNED_IN),
    line("POST /api/v1/network/membership/renewal", {EXPERT}),
    line("GET /api/v1/network/visibility", {EXPERT}),
    line("PATCH /api/v1/network/visibility", {EXPERT}, sends=lambda r: {"areas": "members"}),
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
    line(f"PUT /api/v1{POST}", {EXPERT}, sends=lambda r: {"title": "A better talk", "text": "We went on talking."}),
    line(f"DELETE /api/v1{POST}", {EXPERT}),
    line(f"POST /api/v1{POST}/answers", {EXPERT}, sends=lambda r: AN_ANSWER),
    line(f"PUT /api/v1{ANSWER}", {EXPERT}, sends=lambda r: AN_ANSWER),
    line(f"DELETE /api/v1{ANSWER}", {EXPERT}),
    line(f"PUT /api/v1{POST}/accepted", {EXPERT}, sends=lambda r: {"answer_id": None}, instead=MY_QUESTION),
    line(f"PUT /api/v1{POST}/use", {EXPERT}, sends=lambda r: A_USE, instead=OTHERS_REQUEST),
    line(f"DELETE /api/v1{POST}/use", {EXPERT}, instead=OTHERS_REQUEST),
    line(f"PUT /api/v1{POST}/following", {EXPERT}, sends=lambda r: {"following": True}),
    line(f"PUT /api/v1{THEME}/following", {EXPERT}, sends=lambda r: {"following": True}),
    line("GET /api/v1/network/following", {EXPERT}),
    line("GET /api/v1/network/asked", {EXPERT}),
    line("DELETE /api/v1/network/asked/<uuid:post_id>", {EXPERT}, instead=OTHERS_REQUEST),
    line("PUT /api/v1/network/resting", {EXPERT}, sends=lambda r: {"resting": False}),
    line("POST /api/v1/network/reports", {EXPERT}, sends=lambda r: A_REASON | {"subject_id": r.others_request_id}),
    line("GET /api/v1/network/reports", MODERATORS),
    line(f"GET /api/v1{SUBJECT}", MODERATORS, instead=REPORTED),
    line(f"POST /api/v1{SUBJECT}/decision", MODERATORS, sends=lambda r: {"decision": "kept"}, instead=REPORTED),
    line(f"PUT /api/v1{SUBJECT}/second-look", {EXPERT}, instead={"subject_id": "hidden_id"}),
    line(
        f"POST /api/v1{SUBJECT}/second-look", MODERATORS, sends=lambda r: {"decision": "upheld"}, instead=HIDDEN_STILL
    ),
    line("POST /api/v1/network/namings", {EXPERT}, sends=lambda r: {"text": "Call 0612345678."}),
]

INITIATIVE = "/network/initiatives/<uuid:initiative_id>"
STEP = f"{INITIATIVE}/steps/<uuid:step_id>"
NEED = f"{INITIATIVE}/needs/<uuid:need_id>"
OFFER = f"{NEED}/offers/<uuid:offer_id>"
NOTE = f"{INITIATIVE}/notes/<uuid:note_id>"
AN_INITIATIVE = {"title": "Tables too", "purpose": "People sit side by side."}
INSIDERS = {EXPERT, SUPPORT}


def a_step(r: Records) -> dict[str, Any]:
    return {"text": "Ask the gardeners"}


def a_need(r: Records) -> dict[str, Any]:
    return {"kind": "time", "text": "Two hands"}


INITIATIVES = [
    line("GET /network/initiatives", INSIDERS),
    line("GET /network/initiatives/new", {EXPERT}),
    line("POST /network/initiatives/new", {EXPERT}, sends=lambda r: AN_INITIATIVE),
    line(f"GET {INITIATIVE}", INSIDERS),
    line(f"POST {INITIATIVE}", {EXPERT}, sends=lambda r: {"text": "We counted."}),
    line(f"GET {INITIATIVE}/edit", {EXPERT}),
    line(f"POST {INITIATIVE}/edit", {EXPERT}, sends=lambda r: AN_INITIATIVE),
    line(f"POST {INITIATIVE}/state", {EXPERT}, sends=lambda r: {"state": "running"}),
    line(f"POST {INITIATIVE}/joining", {EXPERT}),
    line(f"GET {INITIATIVE}/leave", {EXPERT}),
    line(f"POST {INITIATIVE}/leave", {EXPERT}),
    line(f"POST {NOTE}/removal", {EXPERT}, instead={"note_id": "progress_note_id"}),
    line(f"GET {INITIATIVE}/steps/new", {EXPERT}),
    line(f"POST {INITIATIVE}/steps/new", {EXPERT}, sends=a_step),
    line(f"GET {STEP}", {EXPERT}),
    line(f"POST {STEP}", {EXPERT}, sends=a_step),
    line(f"POST {STEP}/doing", {EXPERT}),
    line(f"POST {STEP}/removal", {EXPERT}),
    line(f"GET {INITIATIVE}/needs/new", {EXPERT}),
    line(f"POST {INITIATIVE}/needs/new", {EXPERT}, sends=a_need),
    line(f"GET {NEED}/offers/new", INSIDERS),
    line(f"POST {NEED}/offers/new", INSIDERS, sends=lambda r: {"text": "Our canteen"}),
    line(f"POST {NEED}/settling", INSIDERS),
    line(f"POST {NEED}/removal", {EXPERT}),
    line(f"POST {OFFER}/removal", {EXPERT}),
    line("GET /api/v1/network/initiatives", INSIDERS),
    line("POST /api/v1/network/initiatives", {EXPERT}, sends=lambda r: AN_INITIATIVE),
    line(f"GET /api/v1{INITIATIVE}", INSIDERS),
    line(f"PUT /api/v1{INITIATIVE}", {EXPERT}, sends=lambda r: AN_INITIATIVE | {"version": 1}),
    line(f"PUT /api/v1{INITIATIVE}/state", {EXPERT}, sends=lambda r: {"state": "running"}),
    line(f"PUT /api/v1{INITIATIVE}/participation", {EXPERT}),
    line(f"DELETE /api/v1{INITIATIVE}/participation", {EXPERT}),
    line(f"POST /api/v1{INITIATIVE}/steps", {EXPERT}, sends=a_step),
    line(f"PUT /api/v1{STEP}", {EXPERT}, sends=a_step),
    line(f"PUT /api/v1{STEP}/done", {EXPERT}),
    line(f"DELETE /api/v1{STEP}", {EXPERT}),
    line(f"POST /api/v1{INITIATIVE}/needs", {EXPERT}, sends=a_need),
    line(f"PUT /api/v1{NEED}/met", INSIDERS),
    line(f"DELETE /api/v1{NEED}", {EXPERT}),
    line(f"POST /api/v1{NEED}/offers", INSIDERS, sends=lambda r: {"text": "Our canteen"}),
    line(f"DELETE /api/v1{OFFER}", {EXPERT}),
    line(f"POST /api/v1{INITIATIVE}/notes", {EXPERT}, sends=lambda r: {"text": "We counted."}),
    line(f"DELETE /api/v1{NOTE}", {EXPERT}, instead={"note_id": "progress_note_id"}),
]

INTERVISION = "/network/intervisions/<uuid:intervision_id>"
HELD = {"intervision_id": "held_intervision_id"}


def a_plan(r: Records) -> dict[str, Any]:
    return {"method": "gossip", "date": str(r.in_a_week), "start_time": "14:00", "place": "Room 2"}


def a_plan_as_typed(r: Records) -> dict[str, Any]:
    day = r.in_a_week
    typed = {f"date-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    return {"method": "gossip", **typed, "start_time": "14:00", "place": "Room 2"}


# The room has begun nowhere here: to begin takes three, and what is done in it is refused for that reason.
INTERVISIONS = [
    line("GET /network/intervisions", {EXPERT}),
    line("GET /network/intervisions/new", {EXPERT}),
    line("POST /network/intervisions/new", {EXPERT}, sends=a_plan_as_typed),
    line(f"GET {INTERVISION}", {EXPERT}),
    line(f"GET {INTERVISION}.ics", {EXPERT}),
    line(f"GET {INTERVISION}/edit", {EXPERT}),
    line(f"POST {INTERVISION}/edit", {EXPERT}, sends=a_plan_as_typed),
    line(f"GET {INTERVISION}/cancel", {EXPERT}),
    line(f"POST {INTERVISION}/cancel", {EXPERT}),
    line(f"POST {INTERVISION}/seat", {EXPERT}),
    line(f"POST {INTERVISION}/seat/leaving", {EXPERT}),
    line(f"POST {INTERVISION}/role", {EXPERT}, sends=lambda r: {"role": "facilitator"}),
    line(f"GET {INTERVISION}/lesson", {EXPERT}, instead=HELD),
    line(f"POST {INTERVISION}/lesson", {EXPERT}, instead=HELD, sends=lambda r: {"lesson": "Ask before you judge."}),
    line(f"GET {INTERVISION}/share", {EXPERT}),
    line(f"POST {INTERVISION}/share", {EXPERT}, sends=lambda r: {"title": "A lesson", "text": "Ask first."}),
    line(f"GET {INTERVISION}/room", {EXPERT}),
    line(f"GET {INTERVISION}/room/begin", {EXPERT}),
    line(f"POST {INTERVISION}/room/begin", {EXPERT}, answers=409),
    line(f"POST {INTERVISION}/room/step", {EXPERT}, sends=lambda r: {"step": "1"}, answers=409),
    line(f"POST {INTERVISION}/room/extension", {EXPERT}, sends=lambda r: {"step": "0"}, answers=409),
    line(f"POST {INTERVISION}/room/end", {EXPERT}, answers=409),
    line("GET /api/v1/network/intervisions", {EXPERT}),
    line("POST /api/v1/network/intervisions", {EXPERT}, sends=a_plan),
    line(f"GET /api/v1{INTERVISION}", {EXPERT}),
    line(f"PUT /api/v1{INTERVISION}", {EXPERT}, sends=lambda r: {**a_plan(r), "revision": 1}),
    line(f"DELETE /api/v1{INTERVISION}", {EXPERT}),
    line(f"PUT /api/v1{INTERVISION}/seat", {EXPERT}),
    line(f"DELETE /api/v1{INTERVISION}/seat", {EXPERT}),
    line(f"PUT /api/v1{INTERVISION}/role", {EXPERT}, sends=lambda r: {"role": "facilitator"}),
    line(
        f"PUT /api/v1{INTERVISION}/lesson", {EXPERT}, instead=HELD, sends=lambda r: {"lesson": "Ask before you judge."}
    ),
    line(f"GET /api/v1{INTERVISION}/room", {EXPERT}),
    line(
        f"PUT /api/v1{INTERVISION}/room/beginning",
        {EXPERT},
        sends=lambda r: {"person_ids": [str(r.expert.id)]},
        answers=409,
    ),
    line(f"PUT /api/v1{INTERVISION}/room/step", {EXPERT}, sends=lambda r: {"step": 1}, answers=409),
    line(f"POST /api/v1{INTERVISION}/room/extension", {EXPERT}, sends=lambda r: {"step": 0}, answers=409),
    line(f"PUT /api/v1{INTERVISION}/room/end", {EXPERT}, answers=409),
    line("GET /api/v1/my/intervisions", SIGNED_IN),
]

MEETING = "/network/meetings/<uuid:meeting_id>"
ITEM = f"{MEETING}/agenda/<uuid:item_id>"
ACTION = f"{MEETING}/actions/<uuid:action_id>"
A_MEETING = {"title": "Summer meeting", "start_time": "16:00", "minutes": 60, "place": "Town hall"}


def a_meeting(r: Records) -> dict[str, Any]:
    return A_MEETING | {"date": r.today}


def a_meeting_as_typed(r: Records) -> dict[str, Any]:
    return A_MEETING | {f"date-{part}": getattr(r.today, part) for part in ("day", "month", "year")}


def an_item(r: Records) -> dict[str, Any]:
    return {"text": "The square"}


def minutes(r: Records) -> dict[str, Any]:
    return {"text": "We met."}


MEETINGS = [
    line("GET /network/meetings", INSIDERS),
    line("GET /network/meetings/new", {EXPERT}),
    line("POST /network/meetings/new", {EXPERT}, sends=a_meeting_as_typed),
    line(f"GET {MEETING}", INSIDERS),
    line(f"POST {MEETING}", {EXPERT}, sends=an_item),
    line(f"GET {MEETING}.ics", {EXPERT}, blind=SIGNED_IN),
    line(f"GET {MEETING}/edit", INSIDERS),
    line(f"POST {MEETING}/edit", INSIDERS, sends=a_meeting_as_typed),
    line(f"GET {MEETING}/cancel", INSIDERS),
    line(f"POST {MEETING}/cancel", {EXPERT}),
    line(f"POST {MEETING}/reply", {EXPERT}, sends=lambda r: {"reply": "maybe"}),
    line(f"GET {MEETING}/agenda", INSIDERS),
    line(f"GET {ITEM}", INSIDERS),
    line(f"POST {ITEM}", {EXPERT}, sends=an_item),
    line(f"POST {ITEM}/removal", {EXPERT}),
    line(f"POST {ITEM}/moving", {EXPERT}, sends=lambda r: {"direction": "up"}),
    line(f"GET {INITIATIVE}/present", {EXPERT}),
    line(f"POST {INITIATIVE}/present", {EXPERT}, sends=lambda r: {"meeting_id": r.meeting_id}),
    line(f"GET {MEETING}/minutes", {EXPERT}),
    line(f"POST {MEETING}/minutes", {EXPERT}, sends=minutes),
    line(f"GET {MEETING}/actions/new", INSIDERS),
    line(f"POST {MEETING}/actions/new", {EXPERT}, sends=an_item),
    line(f"POST {ACTION}/doing", {EXPERT}),
    line(f"POST {ACTION}/removal", {EXPERT}),
    line("GET /api/v1/my/meetings", SIGNED_IN),
    line("GET /api/v1/network/meetings", INSIDERS),
    line("GET /api/v1/network/meetings/open", {EXPERT}),
    line("POST /api/v1/network/meetings", {EXPERT}, sends=a_meeting),
    line(f"GET /api/v1{MEETING}", INSIDERS),
    line(f"PUT /api/v1{MEETING}", INSIDERS, sends=lambda r: a_meeting(r) | {"version": 1}),
    line(f"DELETE /api/v1{MEETING}", {EXPERT}),
    line(f"PUT /api/v1{MEETING}/reply", {EXPERT}, sends=lambda r: {"reply": "maybe"}),
    line(f"POST /api/v1{MEETING}/agenda", {EXPERT}, sends=an_item),
    line(f"PUT /api/v1{ITEM}", {EXPERT}, sends=an_item),
    line(f"POST /api/v1{ITEM}/moving", {EXPERT}, sends=lambda r: {"direction": "up"}),
    line(f"DELETE /api/v1{ITEM}", {EXPERT}),
    line(f"GET /api/v1{MEETING}/minutes", {EXPERT}),
    line(f"PUT /api/v1{MEETING}/minutes", {EXPERT}, sends=lambda r: minutes(r) | {"version": 0}),
    line(f"POST /api/v1{MEETING}/actions", {EXPERT}, sends=an_item),
    line(f"PUT /api/v1{ACTION}/done", {EXPERT}),
    line(f"DELETE /api/v1{ACTION}", {EXPERT}),
]

PARTNER = f"{PROGRAMME}/partners/<uuid:partner_id>"
EDITION = "/editions/<uuid:edition_id>"
OPEN = {"code": "open_code"}
NOMINATING = {"code": "partner_code"}
OWN_PLACE = {"token": "place_token"}


def an_applicant(r: Records) -> dict[str, Any]:
    return {"name": "New Nora", "email": new_address()}


WAYS_IN = [
    line("GET /courses", EVERYBODY),
    line("GET /courses/<code>", EVERYBODY, instead=OPEN),
    line("POST /courses/<code>", EVERYBODY, instead=OPEN, sends=an_applicant),
    line("GET /courses/<code>/sent", EVERYBODY, instead=OPEN),
    line("GET /courses/<code>/poster", EVERYBODY, instead=OPEN),
    line("GET /courses/<code>/code.svg", EVERYBODY, instead=OPEN),
    line("GET /place/<token>", EVERYBODY, instead=OWN_PLACE),
    line("POST /place/<token>", EVERYBODY, instead=OWN_PLACE),
    line("GET /place/<token>/leave", EVERYBODY, instead=OWN_PLACE),
    line("POST /place/<token>/leave", EVERYBODY, instead=OWN_PLACE),
    line("GET /nominations", EVERYBODY),
    line("POST /nominations", EVERYBODY, sends=lambda r: {"code": r.partner_code}),
    line("GET /nominations/<code>", EVERYBODY, instead=NOMINATING),
    line("POST /nominations/<code>", EVERYBODY, instead=NOMINATING, sends=an_applicant),
    line("GET /nominations/<code>/thanks/<any(enrolled, waiting):state>", EVERYBODY, instead=NOMINATING),
    line("GET /ways-in/<uuid:edition_id>", {COORDINATOR}),
    line("GET /ways-in/<uuid:edition_id>/registration", {COORDINATOR}),
    line("POST /ways-in/<uuid:edition_id>/registration", {COORDINATOR}, sends=lambda r: {"way": "link"}),
    line("POST /ways-in/<uuid:edition_id>/partners/<uuid:partner_id>", {COORDINATOR}),
    line(f"GET {PROGRAMME}/partners", READERS),
    line(f"GET {PROGRAMME}/partners/new", {COORDINATOR}),
    line(f"POST {PROGRAMME}/partners/new", {COORDINATOR}, sends=lambda r: {"name": "School board"}),
    line(f"GET {PARTNER}", {COORDINATOR}),
    line(f"POST {PARTNER}", {COORDINATOR}, sends=lambda r: {"name": "School board"}),
    line(f"GET {PARTNER}/contact", {COORDINATOR}),
    line(f"POST {PARTNER}/contact", {COORDINATOR}, sends=lambda r: {"person_id": r.another_person_id}),
    line("GET /api/v1/courses", EVERYBODY),
    line("GET /api/v1/courses/<code>", EVERYBODY, instead=OPEN),
    line("POST /api/v1/courses/<code>/registrations", EVERYBODY, instead=OPEN, sends=an_applicant),
    line("POST /api/v1/place", EVERYBODY, sends=lambda r: {"token": r.place_token}),
    line("PUT /api/v1/place", EVERYBODY, sends=lambda r: {"token": r.place_token}),
    line("DELETE /api/v1/place", EVERYBODY, sends=lambda r: {"token": r.place_token}),
    line("GET /api/v1/nominations/<code>", EVERYBODY, instead=NOMINATING),
    line(
        "POST /api/v1/nominations/<code>/people",
        EVERYBODY,
        instead=NOMINATING,
        sends=lambda r: {"people": [an_applicant(r)]},
    ),
    line(f"GET /api/v1{EDITION}/ways-in", {COORDINATOR}),
    line(
        f"PUT /api/v1{EDITION}/registration",
        {COORDINATOR},
        sends=lambda r: {"way": "link", "open": True, "language": "nl"},
    ),
    line(f"PUT /api/v1{EDITION}/partners/<uuid:partner_id>", {COORDINATOR}),
    line(f"GET /api/v1{PROGRAMME}/partners", READERS),
    line(f"POST /api/v1{PROGRAMME}/partners", {COORDINATOR}, sends=lambda r: {"name": "School board"}),
    line(f"PUT /api/v1{PARTNER}", {COORDINATOR}, sends=lambda r: {"name": "School board", "version": 1}),
]

IMPORT = "/past-imports/<uuid:import_id>"
DRAFT = {"import_id": "past_import_id"}
DONE = {"import_id": "counted_past_import_id"}
PERIOD = "<starts_on>/<ends_on>"
COUNTED = {"instead": {"count_id": "beneficiary_count_id"}}


def earlier_trainings(r: Records) -> bytes:
    return b"date,attended\n2012-05-14,12\n"


def a_count(r: Records) -> dict[str, Any]:
    return {"beneficiary": "women", "people": 12, "starts_on": "2026-04-01", "ends_on": "2026-04-30"}


def a_count_as_typed(r: Records) -> dict[str, Any]:
    days = {f"{name}-{part}": number for name in ("starts_on", "ends_on") for part, number in DAY.items()}
    return {"beneficiary": "women", "people": 12, **days}


DAY = {"day": 1, "month": 4, "year": 2026}

ACTIVITY = [
    line(f"GET {PROGRAMME}/past", {COORDINATOR}),
    line(f"GET {PROGRAMME}/past/new", {COORDINATOR}),
    line(f"POST {PROGRAMME}/past/new", {COORDINATOR}, file=earlier_trainings),
    line(f"GET {IMPORT}", {COORDINATOR}, instead=DRAFT),
    line(
        f"POST {IMPORT}",
        {COORDINATOR},
        instead=DRAFT,
        sends=lambda r: {"columns": ["date", "attended_1"], "kind": "course"},
    ),
    line(f"POST {IMPORT}/confirmation", {COORDINATOR}, instead=DRAFT),
    line(f"GET {IMPORT}/undoing", {COORDINATOR}, instead=DONE),
    line(f"POST {IMPORT}/undoing", {COORDINATOR}, instead=DONE),
    line(f"GET /api/v1{PROGRAMME}/past", {COORDINATOR}),
    line(
        f"POST /api/v1{PROGRAMME}/past-imports",
        {COORDINATOR},
        sends=lambda r: {"source": "list", "heading": ["date"], "lines": [{"line": 2, "cells": ["2012-05-14"]}]},
    ),
    line(f"POST /api/v1{PROGRAMME}/past-imports/file", {COORDINATOR}, file=earlier_trainings),
    line(f"GET /api/v1{IMPORT}", {COORDINATOR}, instead=DRAFT),
    line(
        f"PUT /api/v1{IMPORT}/columns",
        {COORDINATOR},
        instead=DRAFT,
        sends=lambda r: {"columns": ["date", "attended_1"]},
    ),
    line(f"POST /api/v1{IMPORT}/confirmation", {COORDINATOR}, instead=DRAFT),
    line(f"POST /api/v1{IMPORT}/undoing", {COORDINATOR}, instead=DONE),
    line(f"GET {PROGRAMME}/goals", READERS),
    line(f"POST {PROGRAMME}/goals", {COORDINATOR}, sends=lambda r: {"sdgs": ["16"]}),
    line(f"GET {PROGRAMME}/beneficiaries/new", {COORDINATOR}),
    line(f"POST {PROGRAMME}/beneficiaries/new", {COORDINATOR}, sends=a_count_as_typed),
    line(
        f"POST {PROGRAMME}/beneficiaries/remove",
        {COORDINATOR},
        sends=lambda r: {"count_id": r.beneficiary_count_id},
    ),
    line(f"GET /api/v1{PROGRAMME}/beneficiaries", READERS),
    line(f"POST /api/v1{PROGRAMME}/beneficiaries", {COORDINATOR}, sends=a_count),
    line(f"DELETE /api/v1{PROGRAMME}/beneficiaries/<uuid:count_id>", {COORDINATOR}, **COUNTED),
    line("GET /report", STAFF),
    line('GET /report.<any("pdf", "csv", "xlsx"):kind>', STAFF, instead={"kind": "report_file"}),
    line("GET /map", STAFF),
    line("GET /map/<uuid:area_id>", STAFF),
    line("GET /map/tiles", COORDINATORS),
    line("POST /map/tiles", COORDINATORS),
    line(f"GET /api/v1/activity/{PERIOD}", STAFF),
    line(f"GET /api/v1/area-activity/{PERIOD}", STAFF),
    line(f"GET /api/v1/background/{PERIOD}", STAFF),
    line("POST /api/v1/sector-counts", STAFF, sends=lambda r: {"person_ids": [r.person_id]}),
    line("PUT /api/v1/areas/tiles", COORDINATORS, sends=lambda r: {"tiles": [r.tile]}),
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

CERTIFICATE = "/certificates/<uuid:certificate_id>"
MINE = "/certificates/mine/<certificate_key>"
GRADUATES = {"group_id": "graduates_id"}
OF_CERTIFICATE = {"code": "certificate_code"}
THANK_YOUS = f"{SESSION}/thank-yous"
HELD = {"session_id": "held_session_id"}


AFTERWARDS = [
    line("GET /certificates", COORDINATORS),
    line(f"GET {GROUP}/certificates", {COORDINATOR}, instead=GRADUATES),
    line(
        f"POST {GROUP}/certificates",
        {COORDINATOR},
        instead=GRADUATES,
        sends=lambda r: {"checked": "yes", "person_ids": [r.graduate_id]},
    ),
    line(f"GET {CERTIFICATE}/certificate.pdf", {COORDINATOR}),
    line(f"GET {CERTIFICATE}/revoke", {COORDINATOR}),
    line(f"POST {CERTIFICATE}/revoke", {COORDINATOR}, sends=lambda r: {"reason": "misused"}),
    line(f"GET {CERTIFICATE}/renew", {COORDINATOR}),
    line(f"POST {CERTIFICATE}/renew", {COORDINATOR}),
    line("GET /certificates/verify", EVERYBODY),
    line("POST /certificates/verify", EVERYBODY, sends=lambda r: {"code": r.certificate_code}),
    line("GET /certificates/<code>", EVERYBODY, instead=OF_CERTIFICATE),
    line(
        "POST /certificates/<code>", EVERYBODY, instead=OF_CERTIFICATE, sends=lambda r: {"name": "Participant Peters"}
    ),
    line(f"GET {MINE}", EVERYBODY),
    line(f"POST {MINE}", EVERYBODY, sends=lambda r: {"shown": "yes"}),
    line(f"GET {MINE}/certificate.pdf", EVERYBODY),
    line(f"GET {THANK_YOUS}", OWN, instead=HELD),
    line(
        f"POST {THANK_YOUS}", OWN, instead=HELD, sends=lambda r: {"text": "Thank you.", "person_ids": [r.graduate_id]}
    ),
    line("POST /account/digest", COORDINATORS | TRAINERS | {EXPERT}, sends=lambda r: {"rhythm": "weekly"}),
    line(f"GET /api/v1{GROUP}/completions", {COORDINATOR}, instead=GRADUATES),
    line(
        f"POST /api/v1{GROUP}/certificates",
        {COORDINATOR},
        instead=GRADUATES,
        sends=lambda r: {"person_ids": [r.graduate_id]},
    ),
    line("GET /api/v1/certificates", COORDINATORS),
    line(f"GET /api/v1{CERTIFICATE}", {COORDINATOR}),
    line(f"POST /api/v1{CERTIFICATE}/revocation", {COORDINATOR}, sends=lambda r: {"reason": "misused"}),
    line(f"POST /api/v1{CERTIFICATE}/renewal", {COORDINATOR}),
    line("GET /api/v1/verifications/<code>", EVERYBODY, instead=OF_CERTIFICATE),
    line("POST /api/v1/verifications/holder", EVERYBODY, sends=lambda r: {"grant": r.own_certificate["holder"]}),
    line(
        "POST /api/v1/verifications/name",
        EVERYBODY,
        sends=lambda r: {"grant": r.verification["holder"], "name": "Participant Peters"},
    ),
    line("GET /api/v1/own-certificates/<certificate_key>", EVERYBODY),
    line("PUT /api/v1/own-certificates/<certificate_key>", EVERYBODY, sends=lambda r: {"shown": False}),
    line(f"GET /api/v1{THANK_YOUS}", OWN, instead=HELD),
    line(f"PUT /api/v1{THANK_YOUS}", OWN, instead=HELD, sends=lambda r: {"text": "Thank you."}),
    line(
        f"POST /api/v1{THANK_YOUS}/sending",
        OWN,
        instead=HELD,
        sends=lambda r: {"text": "Thank you.", "person_ids": [r.graduate_id]},
    ),
    line("GET /api/v1/account/digest", COORDINATORS | TRAINERS | {EXPERT}),
    line("PUT /api/v1/account/digest", COORDINATORS | TRAINERS | {EXPERT}, sends=lambda r: {"rhythm": "daily"}),
]

BULK = "/<any(people, groups):kind>/bulk"
TWO = f"{PERSON}/merge/<uuid:other_id>"
UNDO = "/people/merges/<uuid:merge_id>"

OVERVIEW = [
    line("GET /search", STAFF | TRAINERS),
    line("GET /quality", STAFF),
    line(f"GET {PROGRAMME}/quality", {COORDINATOR}),
    line("GET /download/<table>.<form>", STAFF),
    line(f"POST {BULK}", STAFF, sends=lambda r: {"person_ids": [r.person_id], "action": r.action}),
    line(f"POST {BULK}/<action>", STAFF, sends=lambda r: {"chosen": r.person_id, "value": "police"}),
    line(
        "POST /api/v1/groups/trainers",
        {COORDINATOR},
        sends=lambda r: {"group_ids": [r.group_id], "trainer_id": r.trainer.id},
    ),
    line("GET /people/duplicates", STAFF),
    line(f"GET {PERSON}/merge", STAFF),
    line(f"GET {TWO}", STAFF),
    line(f"POST {TWO}", STAFF),
    line(f"POST {PERSON}/distinct/<uuid:other_id>", STAFF),
    line(f"GET {UNDO}/undo", STAFF),
    line(f"POST {UNDO}/undo", STAFF),
    line("GET /api/v1/people/duplicates", STAFF),
    line(f"GET /api/v1{PERSON}/pairs/<uuid:other_id>", STAFF),
    line(f"PUT /api/v1{PERSON}/distinct/<uuid:other_id>", STAFF),
    line("GET /api/v1/people/merges", STAFF),
    line("POST /api/v1/people/merges", STAFF, sends=lambda r: r.merge),
    line(f"DELETE /api/v1{UNDO}", STAFF),
    line("POST /api/v1/people/changes", STAFF, sends=lambda r: {"person_ids": [r.person_id], "field": "sector"}),
    line("POST /api/v1/people/roles/<role>", STAFF, sends=lambda r: {"person_ids": [r.person_id]}),
    line("POST /api/v1/exports", SIGNED_IN, sends=lambda r: {"table": "people", "people": 3}),
    line(f"GET /api/v1{PROGRAMME}/participants", {COORDINATOR}),
    line(f"GET /api/v1{PROGRAMME}/gaps", {COORDINATOR}),
    line("GET /api/v1/gaps", COORDINATORS),
]

ONE_MEDIATION = "/mediations/<uuid:mediation_id>"
NEW_ENTRY, ENTRY = f"{ONE_MEDIATION}/entries/new/<kind>", f"{ONE_MEDIATION}/entries/<uuid:entry_id>"
KNOWS_OF_MEDIATIONS = COORDINATORS | {MEDIATOR}
# To who is not its mediator there is nothing to write in; a coordinator sees the mediation itself.
THEIRS: dict[str, Any] = {"allowed": {MEDIATOR}, "blind": COORDINATORS}
UNASKED, REFERRED_IN = {"mediation_id": "unasked_mediation_id"}, {"mediation_id": "referred_mediation_id"}
CLOSED, THANKING = {"mediation_id": "closed_mediation_id"}, {"entry_id": "thank_you_entry_id"}
SEALED = "v1:" + "A" * 80
PASSPHRASE = {
    "passphrase": making.PASSPHRASE,
    "passphrase_again": making.PASSPHRASE,
    "old_passphrase": making.PASSPHRASE,
}
AN_ENTRY = {"kind": "party", "content": SEALED}


def on_that_day(name: str) -> Callable[[Records], dict[str, Any]]:
    return lambda r: {f"{name}-{part}": number for part, number in r.day.items()}


def unlock(r: Records) -> None:
    making.unlock(r.mediator)


def wrapped_as_it_is(r: Records) -> dict[str, Any]:
    return r.mediator.api("GET", "/mediations/key")


MEDIATIONS = [
    line("GET /mediations", KNOWS_OF_MEDIATIONS),
    line("GET /mediations/new", COORDINATORS),
    line("POST /mediations/new", COORDINATORS),
    line("GET /mediations/figures", COORDINATORS),
    line("GET /mediations/key", {MEDIATOR}),
    line("POST /mediations/key", {MEDIATOR}, sends=lambda r: PASSPHRASE),
    line("GET /mediations/key/new", {MEDIATOR}),
    line("POST /mediations/key/new", {MEDIATOR}, sends=lambda r: PASSPHRASE, answers=422),
    line("GET /mediations/key/recovery", {MEDIATOR}),
    line(
        "POST /mediations/key/recovery",
        {MEDIATOR},
        sends=lambda r: {**PASSPHRASE, "passphrase_code": "A-B"},
        answers=422,
    ),
    line("GET /mediations/unlock", {MEDIATOR}),
    line("POST /mediations/unlock", {MEDIATOR}, sends=lambda r: PASSPHRASE),
    line("POST /mediations/lock", {MEDIATOR}, afterwards=unlock),
    line(f"GET {ONE_MEDIATION}", KNOWS_OF_MEDIATIONS),
    line(f"GET {ONE_MEDIATION}/mediator", COORDINATORS, instead=UNASKED),
    line(
        f"POST {ONE_MEDIATION}/mediator", COORDINATORS, instead=UNASKED, sends=lambda r: {"mediator_id": r.mediator.id}
    ),
    line(f"GET {ONE_MEDIATION}/request", {MEDIATOR}, instead=UNASKED),
    line(f"POST {ONE_MEDIATION}/request", {MEDIATOR}, instead=UNASKED, sends=lambda r: {"answer": "no_conflict"}),
    line(f"GET {ONE_MEDIATION}/answer", COORDINATORS, instead=REFERRED_IN),
    line(f"POST {ONE_MEDIATION}/answer", COORDINATORS, instead=REFERRED_IN, sends=on_that_day("answered_on")),
    line(f"GET {ONE_MEDIATION}/heard", **THEIRS, instead=CLOSED),
    line(f"POST {ONE_MEDIATION}/heard", **THEIRS, instead=CLOSED, sends=on_that_day("heard_on")),
    line(f"POST {ONE_MEDIATION}/stage", {MEDIATOR}, sends=lambda r: {"stage": "preparation"}),
    line(f"GET {ONE_MEDIATION}/close", **THEIRS),
    line(f"POST {ONE_MEDIATION}/close", **THEIRS, sends=lambda r: {"outcome": "full_agreement"}),
    line(f"GET {ONE_MEDIATION}/end", **THEIRS, instead=CLOSED),
    line(f"POST {ONE_MEDIATION}/end", **THEIRS, instead=CLOSED),
    line(f"GET {ONE_MEDIATION}/confidentiality", **THEIRS),
    line(f"POST {ONE_MEDIATION}/confidentiality", **THEIRS),
    line(f"GET {ONE_MEDIATION}/suitability", **THEIRS),
    line(f"POST {ONE_MEDIATION}/suitability", **THEIRS, sends=lambda r: {"verdict": "suitable"}),
    line(f"GET {NEW_ENTRY}", **THEIRS, instead={"kind": "entry_kind"}),
    line(f"POST {NEW_ENTRY}", **THEIRS, instead={"kind": "entry_kind"}, sends=lambda r: {"pseudonym": "Alder"}),
    line(f"GET {ENTRY}", **THEIRS),
    line(f"POST {ENTRY}", **THEIRS, sends=lambda r: {"pseudonym": "Alder"}),
    line(f"POST {ENTRY}/done", {MEDIATOR}, instead=THANKING, sends=lambda r: {"done": "yes"}),
    line(f"GET {ENTRY}/removal", **THEIRS),
    line(f"POST {ENTRY}/removal", {MEDIATOR}),
    line("GET /api/v1/mediations", KNOWS_OF_MEDIATIONS),
    line("POST /api/v1/mediations", COORDINATORS),
    line("GET /api/v1/mediations/figures", COORDINATORS),
    line("GET /api/v1/mediations/key", {MEDIATOR}),
    line("PUT /api/v1/mediations/key", {MEDIATOR}, sends=wrapped_as_it_is),
    line(f"GET /api/v1{ONE_MEDIATION}", KNOWS_OF_MEDIATIONS),
    line(f"GET /api/v1{ONE_MEDIATION}/mediators", COORDINATORS),
    line(
        f"PUT /api/v1{ONE_MEDIATION}/mediator",
        COORDINATORS,
        instead=UNASKED,
        sends=lambda r: {"mediator_id": r.mediator.id},
    ),
    line(f"PUT /api/v1{ONE_MEDIATION}/request", {MEDIATOR}, instead=UNASKED, sends=lambda r: {"answer": "not_now"}),
    line(
        f"PUT /api/v1{ONE_MEDIATION}/answer",
        COORDINATORS,
        instead=REFERRED_IN,
        sends=lambda r: {"answered_on": "2026-03-02"},
    ),
    line(f"PUT /api/v1{ONE_MEDIATION}/key", {MEDIATOR}, sends=lambda r: {"wrapped": SEALED}),
    line(f"PUT /api/v1{ONE_MEDIATION}/confidentiality", {MEDIATOR}, sends=lambda r: {"agreed_on": "2026-03-02"}),
    line(
        f"PUT /api/v1{ONE_MEDIATION}/suitability",
        {MEDIATOR},
        sends=lambda r: {"verdict": "suitable", "content": SEALED},
    ),
    line(f"POST /api/v1{ONE_MEDIATION}/entries", {MEDIATOR}, sends=lambda r: AN_ENTRY),
    line(f"PUT /api/v1{ENTRY}", {MEDIATOR}, sends=lambda r: AN_ENTRY | {"version": 1}),
    line(f"PUT /api/v1{ENTRY}/done", {MEDIATOR}, instead=THANKING, sends=lambda r: {"done_on": "2026-03-02"}),
    line(f"DELETE /api/v1{ENTRY}", {MEDIATOR}),
    line(f"PUT /api/v1{ONE_MEDIATION}/stage", {MEDIATOR}, sends=lambda r: {"stage": "preparation"}),
    line(f"PUT /api/v1{ONE_MEDIATION}/outcome", {MEDIATOR}, sends=lambda r: {"outcome": "full_agreement"}),
    line(f"PUT /api/v1{ONE_MEDIATION}/heard", {MEDIATOR}, instead=CLOSED, sends=lambda r: {"heard_on": "2026-03-02"}),
    line(f"PUT /api/v1{ONE_MEDIATION}/end", {MEDIATOR}, instead=CLOSED),
]

SIGNAL = "/signals/<uuid:signal_id>"
TRIAGES = f"{PROGRAMME}/triages"
TRIAGE = "/triages/<uuid:triage_id>"
ISSUES = f"{PROGRAMME}/issues"
ISSUE = "/issues/<uuid:issue_id>"
MAP = "/polarisation-maps/<uuid:map_id>"
INCIDENTS = f"{PROGRAMME}/incidents"
INCIDENT = "/incidents/<uuid:incident_id>"
PROTOCOL = f"{PROGRAMME}/incident-protocol"
PROTOCOL_STEP = f"{PROTOCOL}/<uuid:step_id>"
OF_PROTOCOL = {"step_id": "protocol_step_id"}
WITH_A_PROTOCOL = {"programme_id": "programme_with_a_protocol_id"}
OF_SIGNALS = COORDINATORS | TRAINERS | {EXPERT}
WITH_A_PART = {COORDINATOR, TRAINER, EXPERT}
JUDGED = {"signal_id": "judged_signal_id"}


def judging(r: Records) -> dict[str, Any]:
    return {"judgement": "It grows.", "version": 1}


def deciding(r: Records) -> dict[str, Any]:
    return {"decision": "We listen.", "decided_on": r.today.isoformat(), "version": 2}


SIGNALS = [
    line("GET /signals", OF_SIGNALS),
    line("GET /signals/new", OF_SIGNALS),
    line("POST /signals/new", WITH_A_PART, sends=lambda r: r.seen),
    line(f"GET {SIGNAL}", WITH_A_PART),
    line(f"GET {SIGNAL}/edit", {COORDINATOR}),
    line(f"POST {SIGNAL}/edit", {COORDINATOR}),
    line(f"GET {SIGNAL}/judgement", {COORDINATOR}),
    line(f"POST {SIGNAL}/judgement", {COORDINATOR}, sends=judging),
    line(f"GET {SIGNAL}/decision", {COORDINATOR}, instead=JUDGED),
    line(f"POST {SIGNAL}/decision", {COORDINATOR}, instead=JUDGED, sends=lambda r: {"decision": "We listen."}),
    line(f"POST {SIGNAL}/confirmation", WITH_A_PART),
    line(f"POST {SIGNAL}/removal", {COORDINATOR}),
    line("GET /api/v1/signals", OF_SIGNALS),
    line("POST /api/v1/signals", WITH_A_PART, sends=lambda r: {**r.seen, "observed_on": r.today.isoformat()}),
    line("GET /api/v1/signals/programmes", OF_SIGNALS),
    line(f"GET /api/v1{SIGNAL}", WITH_A_PART),
    line(f"PUT /api/v1{SIGNAL}", {COORDINATOR}, sends=lambda r: r.seen_anew),
    line(f"DELETE /api/v1{SIGNAL}", {COORDINATOR}),
    line(f"PUT /api/v1{SIGNAL}/judgement", {COORDINATOR}, sends=judging),
    line(f"PUT /api/v1{SIGNAL}/decision", {COORDINATOR}, instead=JUDGED, sends=deciding),
    line(f"PUT /api/v1{SIGNAL}/confirmation", WITH_A_PART),
    line(f"GET {TRIAGES}", {COORDINATOR}),
    line(f"GET {TRIAGES}/new", {COORDINATOR}),
    line(f"POST {TRIAGES}/new", {COORDINATOR}, sends=lambda r: r.answered),
    line(f"GET {TRIAGE}", {COORDINATOR}),
    line(f"GET {TRIAGE}/edit", {COORDINATOR}),
    line(f"POST {TRIAGE}/edit", {COORDINATOR}, sends=lambda r: {"why": "It is about newcomers now."}),
    line(f"POST {TRIAGE}/removal", {COORDINATOR}),
    line(f"GET /api/v1{TRIAGES}", {COORDINATOR}),
    line(f"POST /api/v1{TRIAGES}", {COORDINATOR}, sends=lambda r: r.answered),
    line(f"GET /api/v1{TRIAGE}", {COORDINATOR}),
    line(f"PUT /api/v1{TRIAGE}", {COORDINATOR}, sends=lambda r: {**r.answered, "why": "Newcomers.", "version": 1}),
    line(f"DELETE /api/v1{TRIAGE}", {COORDINATOR}),
    line(f"GET {ISSUES}", {COORDINATOR}),
    line(f"POST {ISSUES}", {COORDINATOR}, sends=lambda r: {"title": "Fireworks"}),
    line(f"GET {ISSUE}", {COORDINATOR}),
    line(f"GET {ISSUE}/edit", {COORDINATOR}),
    line(f"POST {ISSUE}/edit", {COORDINATOR}),
    line(f"POST {ISSUE}/removal", {COORDINATOR}),
    line(f"GET {ISSUE}/comparison", {COORDINATOR}, instead={"issue_id": "issue_with_two_maps_id"}),
    line(f"GET {ISSUE}/maps/new", {COORDINATOR}),
    line(
        f"POST {ISSUE}/maps/new",
        {COORDINATOR},
        instead={"issue_id": "issue_without_maps_id"},
        sends=lambda r: {"phase": "prevention", "us_and_them": "Who shoots and who stays inside"},
    ),
    line(f"GET {MAP}", {COORDINATOR}),
    line(f"GET {MAP}/edit", {COORDINATOR}),
    line(f"POST {MAP}/edit", {COORDINATOR}),
    line(f"POST {MAP}/removal", {COORDINATOR}),
    line(f"GET {MAP}/sheet.pdf", {COORDINATOR}),
    line(f"GET /api/v1{ISSUES}", {COORDINATOR}),
    line(f"POST /api/v1{ISSUES}", {COORDINATOR}, sends=lambda r: {"title": "Fireworks"}),
    line(f"GET /api/v1{ISSUE}", {COORDINATOR}),
    line(f"PUT /api/v1{ISSUE}", {COORDINATOR}, sends=lambda r: {"title": "Fireworks", "version": 1}),
    line(f"DELETE /api/v1{ISSUE}", {COORDINATOR}),
    line(
        f"POST /api/v1{ISSUE}/maps",
        {COORDINATOR},
        instead={"issue_id": "issue_without_maps_id"},
        sends=lambda r: r.drawn,
    ),
    line(f"GET /api/v1{MAP}", {COORDINATOR}),
    line(f"PUT /api/v1{MAP}", {COORDINATOR}, sends=lambda r: {**r.drawn, "version": 1}),
    line(f"DELETE /api/v1{MAP}", {COORDINATOR}),
    line(f"GET {INCIDENTS}", {COORDINATOR}),
    line(f"POST {INCIDENTS}", {COORDINATOR}, instead=WITH_A_PROTOCOL, sends=lambda r: {"title": "A broken window"}),
    line(f"GET {PROTOCOL}", {COORDINATOR}),
    line(f"POST {PROTOCOL}", {COORDINATOR}, sends=lambda r: r.protocol_step),
    line(f"POST {PROTOCOL}/beginning", {COORDINATOR}),
    line(f"GET {PROTOCOL_STEP}", {COORDINATOR}, instead=OF_PROTOCOL),
    line(f"POST {PROTOCOL_STEP}", {COORDINATOR}, instead=OF_PROTOCOL),
    line(f"POST {PROTOCOL_STEP}/removal", {COORDINATOR}, instead=OF_PROTOCOL),
    line(f"GET {INCIDENT}", {COORDINATOR}),
    line(f"POST {INCIDENT}/steps/<uuid:step_id>", {COORDINATOR}, instead={"step_id": "incident_step_id"}),
    line(f"GET {INCIDENT}/closing", {COORDINATOR}),
    line(f"POST {INCIDENT}/closing", {COORDINATOR}, sends=lambda r: {"lesson": "Call sooner."}),
    line(f"GET /api/v1{PROTOCOL}", {COORDINATOR}),
    line(f"POST /api/v1{PROTOCOL}", {COORDINATOR}, sends=lambda r: r.protocol_step),
    line(f"PUT /api/v1{PROTOCOL}", {COORDINATOR}, sends=lambda r: {"language": "nl"}),
    line(
        f"PUT /api/v1{PROTOCOL_STEP}",
        {COORDINATOR},
        instead=OF_PROTOCOL,
        sends=lambda r: {**r.protocol_step, "version": 1},
    ),
    line(f"DELETE /api/v1{PROTOCOL_STEP}", {COORDINATOR}, instead=OF_PROTOCOL),
    line(f"GET /api/v1{INCIDENTS}", {COORDINATOR}),
    line(f"POST /api/v1{INCIDENTS}", {COORDINATOR}, instead=WITH_A_PROTOCOL, sends=lambda r: {"title": "A window"}),
    line(f"GET /api/v1{INCIDENT}", {COORDINATOR}),
    line(f"PUT /api/v1{INCIDENT}/steps/<uuid:step_id>", {COORDINATOR}, instead={"step_id": "incident_step_id"}),
    line(f"PUT /api/v1{INCIDENT}/closing", {COORDINATOR}, sends=lambda r: {"lesson": "Call sooner."}),
]


CHAPTER = "/handbook/editing/<uuid:chapter_id>"
TEXT = f"{CHAPTER}/<language>"
API_TEXT = f"/api/v1{CHAPTER}/texts/<language>"
READ = "/handbook/chapters/<uuid:chapter_id>/<language>"
PUBLISHED = {"chapter_id": "published_id"}
CONTRIBUTION = "/handbook/contributions/<uuid:contribution_id>"
OF_A_PARTNER = {"token": "partner_token"}
OF_A_COLLEAGUE = {"contribution_id": "sent_lesson_id"}
PRACTITIONERS = COORDINATORS | TRAINERS | {EXPERT, SUPPORT, MEDIATOR}

HANDBOOK = [
    line("GET /handbook", EVERYBODY),
    line(f"GET {READ}", EVERYBODY, instead=PUBLISHED),
    line(f"GET {READ}/chapter.pdf", EVERYBODY, instead=PUBLISHED),
    line("GET /handbook/<language>/handbook.pdf", EVERYBODY, instead={"language": "published_language"}),
    line("GET /api/v1/handbook", EVERYBODY),
    line("GET /api/v1/handbook/languages/<language>", EVERYBODY),
    line(f"GET /api/v1{READ}", EVERYBODY, instead=PUBLISHED),
    line("GET /handbook/editing", {EDITOR}),
    line("GET /handbook/editing/new", {EDITOR}),
    line("POST /handbook/editing/new", {EDITOR}, sends=lambda r: r.a_chapter),
    line(f"GET {TEXT}", {EDITOR}),
    line(f"POST {TEXT}", {EDITOR}, sends=lambda r: {"title": "The silent middle"}),
    line(f"POST {CHAPTER}/translations", {EDITOR}, sends=lambda r: {"language": "fi"}),
    line(f"POST {TEXT}/theme", {EDITOR}, sends=lambda r: {"theme": "prejudice"}),
    line(f"GET {TEXT}/publish", {EDITOR}),
    line(f"POST {TEXT}/publish", {EDITOR}, sends=lambda r: {"confirmed": r.checks}),
    line(f"GET {TEXT}/withdraw", {EDITOR}),
    line(f"POST {TEXT}/withdraw", {EDITOR}, instead=PUBLISHED),
    line(f"GET {TEXT}/differences", {EDITOR}, instead=PUBLISHED),
    line("GET /handbook/contributions", {EDITOR}),
    line("GET /handbook/contributions/new", PRACTITIONERS),
    line("POST /handbook/contributions/new", PRACTITIONERS, sends=lambda r: r.a_lesson_form),
    line(f"GET {CONTRIBUTION}/outcome", PRACTITIONERS | {EDITOR}, instead=OF_A_COLLEAGUE),
    line(f"GET /api/v1{CONTRIBUTION}/outcome", PRACTITIONERS | {EDITOR}, instead=OF_A_COLLEAGUE),
    line("POST /api/v1/handbook/contributions", PRACTITIONERS, sends=lambda r: r.a_lesson),
    line(f"GET {CONTRIBUTION}", {EDITOR}),
    line(f"POST {CONTRIBUTION}", {EDITOR}, sends=lambda r: {"reason": "It names somebody."}),
    line(f"POST {CONTRIBUTION}/acceptance", {EDITOR}),
    line("GET /handbook/partner-links", {EDITOR}),
    line("POST /handbook/partner-links", {EDITOR}, sends=lambda r: r.a_link),
    line("POST /handbook/partner-links/<uuid:link_id>/revocation", {EDITOR}),
    line("GET /handbook/contribute/<token>", EVERYBODY, instead=OF_A_PARTNER),
    line("POST /handbook/contribute/<token>", EVERYBODY, instead=OF_A_PARTNER, sends=lambda r: r.a_contribution_form),
    line("GET /api/v1/handbook/editing", {EDITOR}),
    line("POST /api/v1/handbook/editing", {EDITOR}, sends=lambda r: r.a_chapter),
    line(f"PUT /api/v1{CHAPTER}/theme", {EDITOR}, sends=lambda r: {"theme": "prejudice"}),
    line(f"GET {API_TEXT}", {EDITOR}),
    line(f"POST {API_TEXT}", {EDITOR}, instead={"language": "another_language"}),
    line(f"PUT {API_TEXT}", {EDITOR}, sends=lambda r: {"title": "The middle", "version": 1}),
    line(f"POST {API_TEXT}/versions", {EDITOR}, sends=lambda r: {"version": 1, "confirmed": r.checks}),
    line(f"DELETE {API_TEXT}/publication", {EDITOR}, instead=PUBLISHED),
    line(f"GET {API_TEXT}/differences", {EDITOR}, instead=PUBLISHED),
    line("GET /api/v1/handbook/partner-links", {EDITOR}),
    line("POST /api/v1/handbook/partner-links", {EDITOR}, sends=lambda r: r.a_link),
    line("DELETE /api/v1/handbook/partner-links/<uuid:link_id>", {EDITOR}),
    line("GET /api/v1/handbook/invitations/<token>", EVERYBODY, instead=OF_A_PARTNER),
    line(
        "POST /api/v1/handbook/invitations/<token>", EVERYBODY, instead=OF_A_PARTNER, sends=lambda r: r.a_contribution
    ),
    line("GET /api/v1/handbook/contributions", {EDITOR}),
    line(f"GET /api/v1{CONTRIBUTION}", {EDITOR}),
    line(f"POST /api/v1{CONTRIBUTION}/acceptance", {EDITOR}),
    line(f"POST /api/v1{CONTRIBUTION}/decline", {EDITOR}, sends=lambda r: {"reason": "It names somebody."}),
]

MANUAL = "/handbook/manual/<city>/<uuid:chapter_id>/<language>"
OWN_SHARE = {"city": "manual_city", "chapter_id": "shared_id", "language": "published_language"}
EDITORS = COORDINATORS | {EDITOR}
OFFER = "/handbook/offers/<uuid:offer_id>"
OF_GENK = {"offer_id": "of_genk_id"}
WITHDRAWN_OFFER = {"offer_id": "withdrawn_offer_id"}
PROPOSED = {"chapter_id": "proposed_id"}
SHARED = {"chapter_id": "shared_id"}


def decision_on(r: Records) -> dict[str, Any]:
    return {"version": 1, "confirmed": r.checks}


def no_thank_you(r: Records) -> dict[str, Any]:
    return {"version": 1, "reason": "We have one of our own."}


def back_to_the_editor(r: Records) -> dict[str, Any]:
    return {"reason": "Leave the square out."}


EXCHANGE = [
    line("GET /handbook/manual", EVERYBODY),
    line(f"GET {MANUAL}", EVERYBODY, instead=OWN_SHARE),
    line("GET /api/v1/handbook/manual", EVERYBODY),
    line("GET /api/v1/handbook/manual/choices", EVERYBODY),
    line(f"GET /api/v1{MANUAL}", EVERYBODY, instead=OWN_SHARE),
    line("GET /handbook/offers", {EDITOR}),
    line(f"GET {OFFER}", {EDITOR}, instead=OF_GENK),
    line(f"GET {OFFER}/taking", {EDITOR}, instead=OF_GENK),
    line(f"POST {OFFER}/taking", {EDITOR}, instead=OF_GENK, sends=decision_on),
    line(f"GET {OFFER}/adaptation", {EDITOR}, instead=OF_GENK),
    line(f"POST {OFFER}/adaptation", {EDITOR}, instead=OF_GENK),
    line(f"GET {OFFER}/decline", {EDITOR}, instead=OF_GENK),
    line(f"POST {OFFER}/decline", {EDITOR}, instead=OF_GENK, sends=no_thank_you),
    line(f"POST {OFFER}/keeping", {EDITOR}, instead=WITHDRAWN_OFFER),
    line("GET /api/v1/handbook/offers", {EDITOR}),
    line(f"GET /api/v1{OFFER}", {EDITOR}, instead=OF_GENK),
    line(f"POST /api/v1{OFFER}/taking", {EDITOR}, instead=OF_GENK, sends=decision_on),
    line(f"POST /api/v1{OFFER}/adaptation", {EDITOR}, instead=OF_GENK, sends=lambda r: {"version": 1}),
    line(f"POST /api/v1{OFFER}/decline", {EDITOR}, instead=OF_GENK, sends=no_thank_you),
    line(f"POST /api/v1{OFFER}/keeping", {EDITOR}, instead=WITHDRAWN_OFFER),
    line("GET /handbook/shares", EDITORS),
    line(f"GET {TEXT}/share", EDITORS, instead=PUBLISHED),
    line(f"POST {TEXT}/share", {EDITOR}, instead=PUBLISHED, sends=lambda r: r.share_notes),
    line(f"POST {TEXT}/share/approval", COORDINATORS, instead=PROPOSED, sends=lambda r: {"number": 1}),
    line(f"GET {TEXT}/share/return", COORDINATORS, instead=PROPOSED),
    line(f"POST {TEXT}/share/return", COORDINATORS, instead=PROPOSED, sends=back_to_the_editor),
    line(f"GET {TEXT}/share/withdrawal", EDITORS, instead=SHARED),
    line(f"POST {TEXT}/share/withdrawal", EDITORS, instead=SHARED),
    line("GET /api/v1/handbook/shares", EDITORS),
    line(f"GET {API_TEXT}/share", EDITORS, instead=PUBLISHED),
    line(f"POST {API_TEXT}/share", {EDITOR}, instead=PUBLISHED, sends=lambda r: r.share_notes),
    line(f"POST {API_TEXT}/share/approval", COORDINATORS, instead=PROPOSED, sends=lambda r: {"number": 1}),
    line(f"POST {API_TEXT}/share/return", COORDINATORS, instead=PROPOSED, sends=back_to_the_editor),
    line(f"POST {API_TEXT}/share/withdrawal", EDITORS, instead=SHARED),
    line("GET /handbook/cities", EDITORS | {OPERATOR}),
    line("GET /api/v1/handbook/cities", EDITORS | {OPERATOR}),
]


LINES = [
    *HANDBOOK,
    *EXCHANGE,
    *SIGNALS,
    *SITE,
    *ACCOUNTS,
    *PEOPLE,
    *SETUP,
    *PROGRAMMES,
    *STRATEGIES,
    *SESSIONS,
    *GROUPS,
    *ARRANGEMENTS_AND_PATHS,
    *COMPOSITION,
    *QUESTIONS,
    *PERSONAL,
    *BOOK,
    *FEEDBACK,
    *NEEDS,
    *PROVIDER_LINES,
    *NETWORK,
    *INITIATIVES,
    *INTERVISIONS,
    *MEETINGS,
    *MEDIATIONS,
    *WAYS_IN,
    *ACTIVITY,
    *OPERATION,
    *AFTERWARDS,
    *OVERVIEW,
]
