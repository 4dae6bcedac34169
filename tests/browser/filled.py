"""A city with the demo data, and a little more: what the demo has no need for but a page shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from psycopg.types.json import Jsonb

from deploy.demo_data.api import Api
from deploy.demo_data.filling import Filling, attended
from shared import clock, demo
from shared.access import COORDINATOR, EXPERT, OPERATOR, PARTICIPANT, TRAINER, Actor
from shared.contracts import trainings
from shared.languages import LANGUAGES
from shared.version import VERSION
from tests.browser.after import places_after
from tests.browser.board import places_on_the_board
from tests.browser.handbook import places_of_the_handbook
from tests.browser.intervisions import places_of_intervisions
from tests.browser.mediations import places_of_mediations
from tests.browser.network import places_of_the_network
from tests.browser.newcomers import newcomers
from tests.browser.signals import places_of_signals
from tests.city import ALL_SERVICES, City, running_city
from tests.gateway.courses import personal_links
from tests.gateway.operation.parked import KIND, park
from tests.gateway.visiting import Browser as Visitor
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
    """`places`: what stands between braces in the addresses of `pages.PAGES`. `states`: who is signed in, by role,
    somebody who is invited to the network, and a participant who opened the link of a mail."""

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
def filled_city(
    postgres: str, rabbitmq: dict[str, str], services: tuple[str, ...] = ALL_SERVICES
) -> Iterator[FilledCity]:
    settings = {"city": "rotterdam", "languages": LANGUAGES, "demo": True, "log_level": "WARNING"}
    with running_city(postgres, rabbitmq, gateway=True, services=services, **settings) as city:
        filling = Filling(city.settings, city.url)
        filling.run()
        places = _places(city, filling)
        accounts = {role: (f"{role}@rotterdam.example", password) for role, password in demo.PASSWORDS.items()}
        accounts[INVITED] = (_an_invited_expert(filling), NEW_PASSWORD)
        accounts |= newcomers(city, places["area"])
        states = {who: _signed_in(city, *account) for who, account in accounts.items()}
        yield FilledCity(city, places, states | {PARTICIPANT: _by_link(city, places["personal_link"])})


def _signed_in(city: City, email: str, password: str) -> Any:
    visitor = Visitor(city.url)
    page = visitor.submit("/sign-in", email=email, password=password)
    assert page.path == "/", page.main
    return _state(visitor)


def _by_link(city: City, link: str) -> Any:
    """Somebody without an account, who opened the link of a mail."""
    visitor = Visitor(city.url)
    page = visitor.open(f"/my/{link}")
    assert page.path == "/my", page.main
    return _state(visitor)


def _state(visitor: Visitor) -> Any:
    """As Playwright keeps it."""
    kept = [
        {"name": each.name, "value": each.value, "domain": each.domain, "path": each.path}
        for each in visitor.http.cookies
    ]
    return {"cookies": kept, "origins": []}


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
    _kept(city)
    _write_a_reflection(city, members)
    _wish(filling)
    training_day = _session(sessions, "training_day", "recorded", running)
    return {
        **_book(filling, sessions, running),
        **places_after(city, filling, completed["id"], training_day),
        "programme": programme,
        **_strategy(coordinator, programme),
        **_drafts(filling),
        "completed_group": completed["id"],
        "running_group": running["id"],
        "forming_group": forming["id"],
        "member": members["members"][0]["person_id"],
        "code": members["question_code"],
        "question": members["questions"][0]["id"],
        "personal_link": personal_links(city, UUID(members["members"][0]["person_id"]))["page"],
        "introduction": _session(sessions, "introduction", "recorded"),
        "planned_introduction": _session(sessions, "introduction", "planned"),
        "training_day": _session(sessions, "training_day", "recorded", running),
        "planned_training_day": _session(sessions, "training_day", "planned", forming),
        "deepening": deepening,
        "person": filling.ids["wijkagent-bloemhof@rotterdam.example"],
        "removed": removed,
        **_imports(coordinator),
        **_duplicates(coordinator),
        **places_of_intervisions(city, filling),
        **_past(coordinator, programme),
        "area": filling.ids["Bloemhof"],
        "results": coordinator("GET", "/surveys", group_id=completed["id"])["surveys"][0]["id"],
        "open_survey": surveys[4],
        "closed_survey": surveys[2],
        **places_on_the_board(city, filling),
        **places_of_the_handbook(city, filling),
        "expert": filling.ids[EXPERT],
        **places_of_the_network(filling),
        **places_of_mediations(filling),
        "onward_training": filling.as_role[EXPERT]("GET", "/network/trainings")["given"][0]["id"],
        "mail": filling.mails("introduction_invitation", 1)[0]["id"],
        **_needs(coordinator, programme),
        **_provider(coordinator),
        **places_of_signals(city, filling),
        **_trainers(filling, trainer, str(deepening)),
        **_parked(city, filling),
        **_ways_in(city, filling, forming["id"]),
        **_links(filling),
    }


def _needs(coordinator: Api, programme: str) -> dict[str, str]:
    """With a draft of what is told next."""
    draft = {"text": "De oefenmiddag was vol. In het voorjaar komt er nog een."}
    coordinator("PUT", f"/programmes/{programme}/reports-back/draft", step="second", **draft)
    needs = coordinator("GET", f"/programmes/{programme}/needs", per_page=200)["items"]
    activities = coordinator("GET", f"/programmes/{programme}/activities")["activities"]
    return {
        "need": next(need["id"] for need in needs if need["state"] == "planned"),
        "declined_need": next(need["id"] for need in needs if need["state"] == "declined"),
        "activity": next(activity["id"] for activity in activities if len(activity["needs"]) > 1),
    }


def _provider(coordinator: Api) -> dict[str, str]:
    material = coordinator("GET", "/network/provider/material")["material"]
    dates = coordinator("GET", "/network/provider/dates")["dates"]
    return {"material": material[0]["id"], "provider_date": dates[0]["id"]}


def _write_a_reflection(city: City, group: dict[str, Any]) -> None:
    """Of the first member, who shares it with the trainers."""
    author = Actor(UUID(group["members"][0]["person_id"]), frozenset({PARTICIPANT}))
    texts = {
        "context": "Op het plein praten jongeren en oudere bewoners vooral over elkaar.",
        "possible": "Ik ken beide groepen en kan vragen stellen.",
        "impossible": "Een standpunt innemen over de inrichting van het plein.",
    }
    city.ask(trainings.save_reflection, author, group_id=group["id"], version=0, **texts)
    city.ask(trainings.share_reflection, author, group_id=group["id"], shared=True)


def _book(filling: Filling, sessions: list[dict[str, Any]], running: dict[str, Any]) -> dict[str, str]:
    """A record that was corrected, a check-in whose hours are now and one whose hours are to come."""
    coordinator, trainer = filling.as_role[COORDINATOR], filling.as_role[TRAINER]
    corrected = _session(sessions, "training_day", "recorded", running)
    record = trainer("GET", f"/sessions/{corrected}")["record"]
    kept = ("version", "attendance", "techniques", "covered", "insights", "follow_ups")
    changed = {"agreements": "We bellen elkaar voordat het spannend wordt.", "notes": None}
    coordinator("PUT", f"/sessions/{corrected}/record", **{name: record[name] for name in kept}, **changed)
    now = clock.now().astimezone(ZoneInfo(filling.city.time_zone))
    plan = {"date": now.date().isoformat(), "start_time": f"{now:%H:%M}", "minutes": 600, "place": "Wijkpaleis"}
    path = f"/programmes/{filling.ids['programme']}/introductions"
    held_now = coordinator("POST", path, step="now", title="Wat nu gebeurt", **plan)["id"]
    to_come = _session(sessions, "introduction", "planned")
    people = [filling.ids["wijkagent-bloemhof@rotterdam.example"], filling.ids[TRAINER]]
    coordinator("POST", f"/sessions/{held_now}/invitations", person_ids=people)
    coordinator("PUT", f"/sessions/{held_now}/check-ins/{people[0]}", here=True)
    coordinator("PUT", f"/sessions/{held_now}/apologies/{people[1]}", apologised=True)
    codes = {}
    for name, session in (("check_in_code", held_now), ("early_check_in_code", to_come)):
        coordinator("POST", f"/sessions/{session}/check-in")
        codes[name] = coordinator("GET", f"/sessions/{session}")["book"]["check_in_code"]
    return {"held_now": held_now, **codes}


def _strategy(coordinator: Api, programme: str) -> dict[str, str]:
    strategy = coordinator("GET", f"/programmes/{programme}/strategy")
    page = coordinator("GET", f"/programmes/{programme}/council-page")
    return {"strategy_action": strategy["actions"][0]["id"], "council": page["address"]}


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


def _duplicates(coordinator: Api) -> dict[str, str]:
    """Two records that may be one person, and two that are one by now."""
    apart, together = (
        [coordinator("POST", "/people", step=each["email"], **each)["id"] for each in two]
        for two in (
            (
                {
                    "name": "Opbouwwerker Tarwewijk",
                    "email": "opbouwwerk-tarwewijk@rotterdam.example",
                    "level": "street",
                },
                {"name": "Opbouwwerker  tarwewijk", "email": "opbouwwerk@rotterdam.example", "sector": "social_work"},
            ),
            (
                {"name": "Adviseur Pendrecht", "email": "adviseur-pendrecht@rotterdam.example"},
                {"name": "Adviseur Pendrecht", "email": "pendrecht@rotterdam.example", "level": "policy"},
            ),
        )
    )
    merge = {"kept_id": together[0], "dropped_id": together[1], "kept_version": 1, "dropped_version": 1}
    merged = coordinator("POST", "/people/merges", **merge)["id"]
    return {"duplicate": apart[0], "other_duplicate": apart[1], "merged": together[0], "merge": merged}


def _past(coordinator: Api, programme: str) -> dict[str, str]:
    """A file that somebody is looking at; the demo has imported another one."""
    heading = ["Wanneer", "Wijk", "Aangemeld", "Dag 1", "Dag 2", "Afgerond", "Opmerkingen"]
    cells = [
        ["14/5/2012", "Bloemhof", "20", "18", "16", "15", ""],
        ["3/9/2013", "Vreewijk", "16", "16", "", "", "Verdieping vervallen"],
        ["1/3/2014", "Spangen", "12", "elf", "", "", ""],
        ["Totaal", "", "48", "34", "16", "15", ""],
    ]
    lines = [{"line": line, "cells": each} for line, each in enumerate(cells, 2)]
    file = {"source": "Lijst van de opleider.xlsx", "heading": heading, "lines": lines}
    draft = coordinator("POST", f"/programmes/{programme}/past-imports", step="draft", **file)["id"]
    [done] = coordinator("GET", f"/programmes/{programme}/past")["imports"]
    return {"past_draft": draft, "past_import": done["id"]}


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


def _ways_in(city: City, filling: Filling, open_group: str) -> dict[str, str]:
    """Places to be confirmed, had, waited for and given up; a partner with a seat left, and one with none."""
    coordinator, anybody = filling.as_role[COORDINATOR], Api(filling.url, filling.city.city)
    programme = filling.ids["programme"]
    members = [_somebody(coordinator, name) for name in ("Wijkagent Noord", "Leerkracht Noord")]
    group = {"name": "Groep Noord", "places": 2, "places_reason": None, "person_ids": members}
    full = coordinator("POST", f"/programmes/{programme}/groups", step="full", **group)["id"]
    coordinator("PUT", f"/editions/{full}/registration", way="link", open=True, language="nl")
    full_code = coordinator("GET", f"/editions/{full}/ways-in")["edition"]["code"]
    eventually(lambda: coordinator("GET", f"/editions/{full}/ways-in")["seats"], what="the partners to be known")
    codes = {
        edition: coordinator("PUT", f"/editions/{edition}/partners/{filling.ids['partner']}")["code"]
        for edition in (open_group, full)
    }
    pair = [{"name": f"{name} Noord", "email": f"{name.lower()}-noord@rotterdam.example"} for name in ("Bo", "Kim")]
    anybody("POST", f"/nominations/{codes[full]}/people", people=pair)
    applicant = {"name": "Nora Nieuw", "email": "nora-nieuw@rotterdam.example", "organisation": "Jeugdzorg"}
    anybody("POST", f"/courses/{filling.ids['open_code']}/registrations", **applicant)
    people = {edition: coordinator("GET", f"/editions/{edition}/ways-in")["people"] for edition in (open_group, full)}
    held = next(each for each in people[open_group] if each["state"] == "held")
    waiting = next(each for each in people[full] if each["state"] == "waiting")
    tokens = {
        "held_place": _place(city, open_group, held["person_id"]),
        "waiting_place": _place(city, full, waiting["person_id"]),
        "own_place": _place(city, full, members[0]),
        "no_place": _place(city, open_group, members[0]),
    }
    return {
        "full_group": full,
        "open_code": filling.ids["open_code"],
        "full_code": full_code,
        "partner": filling.ids["partner"],
        "partner_code": codes[open_group],
        "used_partner_code": codes[full],
        **tokens,
    }


def _somebody(coordinator: Api, name: str) -> str:
    email = f"{name.lower().replace(' ', '-')}@rotterdam.example"
    return coordinator("POST", "/people", step=name, name=name, email=email)["id"]


def _place(city: City, edition_id: str, person_id: str) -> str:
    wanted = [{"edition_id": edition_id, "person_id": person_id}]
    return city.caller(trainings.place_details, places=wanted).data["places"][0]["token"]


def _trainers(filling: Filling, trainer: Api, deepening: str) -> dict[str, str]:
    """A mentor, a certified colleague whose certificate ends soon, somebody half on the way, and a clash."""
    coordinator, mentor = filling.as_role[COORDINATOR], filling.ids[TRAINER]
    certified, half_way = (filling.ids[f"jongerenwerker-{area}@rotterdam.example"] for area in ("vreewijk", "spangen"))
    stages = ((mentor, "mentor", 0), (certified, "certified", -660), (half_way, "observed", -5))
    for person, state, days in stages:
        decided = {
            "decided_on": (filling.today + timedelta(days=days)).isoformat(),
            "reason": "Overgenomen van papier.",
        }
        coordinator("POST", f"/trainers/{person}/decisions", version=0, state=state, **decided)
        coordinator("PUT", f"/trainers/{person}/languages", languages=["nl", "en"])
    noted = {"person_ids": [certified, half_way], "requirement": "workshop"}
    coordinator("POST", "/trainers/notes", **noted, on=(filling.today - timedelta(days=40)).isoformat())
    trainer("PUT", f"/trainers/{half_way}/proposal", state="certified")
    path = f"/programmes/{filling.ids['programme']}/groups"
    group = coordinator("POST", path, step="clash", name="Groep Zuidplein", trainer_ids=[mentor])
    clashing = filling.session(group, "deepening", 10)
    said = {"language": "en", "interpreter": "booked", "interpreter_language": "tr", "time_zone": "Europe/Helsinki"}
    arranged = {"rooms": "Twee zalen en een beamer", "catering": "16 lunches, waarvan 3 vegetarisch"}
    coordinator("PUT", f"/sessions/{clashing}/arrangements", version=0, **said, **arranged)
    coordinator("PUT", f"/people/{certified}/roles/trainer")
    roles = [{"person_id": mentor, "role": "trainer"}]
    observer = {"person_id": half_way, "role": "observer", "observed_id": mentor}
    coordinator("PUT", f"/sessions/{deepening}/roles", version=0, roles=[*roles, observer])
    return {"mentor": mentor, "certified": certified, "half_way": half_way, "clashing": clashing}


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


def _wish(filling: Filling) -> None:
    """Of one kind and of the other, among those who are in no group."""
    coordinator, programme = filling.as_role[COORDINATOR], f"/programmes/{filling.ids['programme']}"
    people = coordinator("GET", f"{programme}/candidates")["person_ids"]
    for one, other, kind in zip(people, people[1:3], ("with", "not_with"), strict=False):
        coordinator("PUT", f"{programme}/wishes/{one}/{other}", kind=kind)


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
    return answer.ok and answer.json()["wave"] == "t1"
