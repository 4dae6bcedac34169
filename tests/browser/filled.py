"""A city with the demo data, and a little more: what the demo has no need for but a page shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from playwright.sync_api import Browser
from psycopg.types.json import Jsonb

from deploy.demo_data.api import Api
from deploy.demo_data.filling import Filling, attended
from shared import clock, demo
from shared.access import COORDINATOR, EXPERT, OPERATOR, TRAINER
from shared.version import VERSION
from tests.browser.browsing import watched
from tests.city import City, running_city
from tests.gateway.operation.parked import KIND, park
from tests.waiting import eventually

IMPORTED = (
    {"line": 2, "name": "Wijkagent Kralingen", "email": "wijkagent-kralingen@rotterdam.example", "level": "street"},
    {"line": 3, "name": "Jongerenwerker Kralingen", "email": "jongerenwerker-kralingen", "level": "street"},
    {"line": 4, "name": "", "email": "sociaal-werker-kralingen@rotterdam.example", "sector": "astrology"},
    {"line": 5, "name": "Wijkagent van Bloemhof", "email": "wijkagent-bloemhof@rotterdam.example"},
)
COMPLETED = 15 + 4 + 2
INVITED = "invited"
NEW_PASSWORD = "an internal expert forgets nothing"


@dataclass(frozen=True)
class FilledCity:
    """`places`: what stands between braces in the addresses of `pages.PAGES`. `states`: who is signed in, by role, and
    somebody who is invited to the network."""

    city: City
    places: dict[str, str]
    states: dict[str, Any]

    def address(self, path: str) -> str:
        return self.city.url + path.format(**self.places)

    def cookies(self, role: str | None) -> dict[str, str]:
        """Those that a browser of this role holds; nobody has none."""
        state = self.states.get(role or "", {"cookies": []})
        return {cookie["name"]: cookie["value"] for cookie in state["cookies"]}


@contextmanager
def filled_city(postgres: str, rabbitmq: dict[str, str], chromium: Browser) -> Iterator[FilledCity]:
    settings = {"city": "rotterdam", "demo": True, "log_level": "WARNING"}
    with running_city(postgres, rabbitmq, gateway=True, **settings) as city:
        filling = Filling(city.settings, city.url)
        filling.run()
        places = _places(city, filling)
        accounts = {role: (f"{role}@rotterdam.example", password) for role, password in demo.PASSWORDS.items()}
        accounts[INVITED] = (_an_invited_expert(filling), NEW_PASSWORD)
        yield FilledCity(city, places, {who: _signed_in(chromium, city, *account) for who, account in accounts.items()})


def _signed_in(chromium: Browser, city: City, email: str, password: str) -> Any:
    with watched(chromium) as context:
        page = context.new_page()
        page.goto(f"{city.url}/sign-in")
        page.fill("input[name=email]", email)
        page.fill("input[name=password]", password)
        page.press("input[name=password]", "Enter")
        page.wait_for_url(f"{city.url}/")
        return context.storage_state()


def _places(city: City, filling: Filling) -> dict[str, str]:
    coordinator, trainer = filling.as_role[COORDINATOR], filling.as_role[TRAINER]
    programme = filling.ids["programme"]
    surveys = {people: _open_a_survey(filling, people) for people in (4, 2)}
    coordinator("POST", f"/surveys/{surveys[2]}/closing")
    groups = {group["name"]: group for group in coordinator("GET", "/groups", programme_id=programme)["items"]}
    completed, running, forming = (groups[name] for name in filling.data["groups"])
    sessions = coordinator("GET", "/sessions", programme_id=programme, per_page=200)["items"]
    members = coordinator("GET", f"/groups/{running['id']}")
    deepening = _session(sessions, "deepening", "planned", running)
    trainer("POST", f"/sessions/{deepening}/opening", ground_rules=filling.data["ground_rules"], agreed=True)
    removed = coordinator("POST", "/people", name="Wie weg wil", email="weg@rotterdam.example")["id"]
    coordinator("DELETE", f"/people/{removed}")
    posts = filling.as_role[EXPERT]("GET", "/network/posts")["items"]
    _kept(city)
    return {
        "programme": programme,
        **_drafts(filling),
        "completed_group": completed["id"],
        "running_group": running["id"],
        "forming_group": forming["id"],
        "member": members["members"][0]["person_id"],
        "code": members["question_code"],
        "introduction": _session(sessions, "introduction", "recorded"),
        "planned_introduction": _session(sessions, "introduction", "planned"),
        "training_day": _session(sessions, "training_day", "recorded", running),
        "planned_training_day": _session(sessions, "training_day", "planned", forming),
        "deepening": deepening,
        "person": filling.ids["wijkagent-bloemhof@rotterdam.example"],
        "removed": removed,
        **_imports(coordinator),
        "results": coordinator("GET", "/surveys", group_id=completed["id"])["surveys"][0]["id"],
        "open_survey": surveys[4],
        "closed_survey": surveys[2],
        "post": next(post["id"] for post in posts if post["answers"] > 1),
        "expert": filling.ids[EXPERT],
        "mail": filling.mails("introduction_invitation", 1)[0]["id"],
        **_parked(city, filling),
        **_links(filling),
    }


def _drafts(filling: Filling) -> dict[str, str]:
    """The demo's, and one in which everything is filled in."""
    coordinator = filling.as_role[COORDINATOR]
    programmes = coordinator("GET", "/programmes")["programmes"]
    draft = next(each["id"] for each in programmes if each["state"] == "draft")
    registered = coordinator("GET", f"/programmes/{filling.ids['programme']}")
    parts = ("starts_on", "ends_on", "initiating_domain", "trigger", "area_ids", "vision", "sectors")
    complete = coordinator("POST", "/programmes", step="complete")["id"]
    more = {part: registered[part] for part in parts}
    coordinator("PUT", f"/programmes/{complete}", name="Noord in gesprek", **more)
    return {"draft": draft, "complete_draft": complete}


def _imports(coordinator: Api) -> dict[str, str]:
    preview = coordinator("POST", "/imports", rows=[dict(row) for row in IMPORTED])["id"]
    done = coordinator("POST", "/imports", step="right", rows=[dict(IMPORTED[0])])["id"]
    coordinator("POST", f"/imports/{done}/confirmation")
    return {"import": preview, "confirmed_import": done}


def _open_a_survey(filling: Filling, people: int) -> str:
    """Of a group that has just completed its course; the demo has closed the survey of the first."""
    coordinator, trainer = filling.as_role[COORDINATOR], filling.as_role[TRAINER]
    chosen = coordinator("GET", f"/programmes/{filling.ids['programme']}/candidates")["person_ids"][:people]
    path = f"/programmes/{filling.ids['programme']}/groups"
    group: dict[str, Any] = {"name": f"Groep van {people}", "person_ids": chosen, "trainer_ids": [filling.ids[TRAINER]]}
    made = coordinator("POST", path, step=group["name"], **group)
    for kind, days in (("training_day", -30), ("deepening", -9)):
        session = filling.session({"id": made["id"]}, kind, days)
        trainer("POST", f"/sessions/{session}/opening", ground_rules="We laten elkaar uitpraten.", agreed=True)
        version = trainer("GET", f"/sessions/{session}")["record"]["version"]
        trainer("PUT", f"/sessions/{session}/record", version=version, attendance=attended(chosen, []))
    [survey] = eventually(lambda: coordinator("GET", "/surveys", group_id=made["id"])["surveys"])
    return survey["id"]


def _an_invited_expert(filling: Filling) -> str:
    """Somebody who has followed the link of an invitation and not joined yet; their address."""
    mail = _unanswered_invitations(filling)[0]
    Api(filling.url, filling.city.city).accept(_token(filling, mail), NEW_PASSWORD)
    return filling.as_role[COORDINATOR]("GET", f"/people/{mail['person_id']}")["email"]


def _unanswered_invitations(filling: Filling) -> list[dict[str, Any]]:
    """The demo answers the first ones."""
    return filling.mails("network_invitation", COMPLETED)[-2:]


def _session(sessions: list[dict[str, Any]], kind: str, state: str, group: dict[str, Any] | None = None) -> str:
    of_group = group["id"] if group else None
    found = [s["id"] for s in sessions if (s["kind"], s["state"], s["group_id"]) == (kind, state, of_group)]
    return found[0]


def _parked(city: City, filling: Filling) -> dict[str, str]:
    """Messages that operators have to see to, and some that they did."""
    operator = filling.as_role[OPERATOR]
    unwanted = [str(park(city)), str(park(city, reason="out_of_order"))]
    operator("POST", "/messages/trainings/parked/discard", message_ids=unwanted)
    aggregate_id = uuid4()
    parked = park(city, aggregate_id=aggregate_id, replays=1)
    waiting = {"reason": "waits_for_an_earlier_one", "attempts": 0, "parked_at": None, "next_attempt_at": "now"}
    park(city, aggregate_id=aggregate_id, type="role_given.v1", **waiting)
    park(city, type="person_erased.v2", reason="unknown_type", attempts=0)
    broken = {"aggregate_id": None, "headers": Jsonb({}), "body": b"{ \xff" * 10_000}
    unreadable = park(city, **broken, reason="not_json", attempts=0)
    return {"parked": str(parked), "parked_group": urlencode(KIND), "unreadable": str(unreadable)}


def _kept(city: City) -> None:
    """Backups, and an overview that was rebuilt."""
    made = (
        "INSERT INTO instance.backups (file, taken_at, checked_at, version, epoch, size) VALUES (%s, %s, %s, %s, 1, %s)"
    )
    for hours, is_checked in ((3, False), (27, True)):
        taken_at = clock.now() - timedelta(hours=hours)
        city.sql(made, f"{hours}", taken_at, taken_at if is_checked else None, VERSION, 41 * 1024**2)
    rebuilt = "INSERT INTO municipalities.rebuilds (id, read_model, finished_at, messages) VALUES (%s, %s, now(), 412)"
    city.sql(rebuilt, uuid4(), "dashboard")


def _links(filling: Filling) -> dict[str, str]:
    """Tokens from mails, none of them used: links let in whoever holds them."""
    anybody = Api(filling.url, filling.city.city)
    anybody("POST", "/password-resets", email=f"{OPERATOR}@rotterdam.example")
    # Who completed in the group whose survey was closed at once may get no link any more.
    latest_first = (_token(filling, mail) for mail in reversed(filling.mails("feedback_link", COMPLETED - 2)))
    return {
        "feedback": next(token for token in latest_first if _opens(anybody, token)),
        "reset": _token(filling, filling.mails("password_reset", 1)[0]),
        "invitation": _token(filling, _unanswered_invitations(filling)[1]),
    }


def _token(filling: Filling, mail: dict[str, Any]) -> str:
    return filling.link(mail).partition("?")[0].rsplit("/", 1)[1]


def _opens(anybody: Api, token: str) -> bool:
    answer = anybody.http.post(f"{anybody.url}/feedback/questions", json={"token": token}, timeout=15)
    return answer.ok
