import json
import time
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from deploy.demo_data import (
    around,
    beginning,
    exchange,
    feedback,
    handbook,
    mediations,
    needs,
    network,
    sign_ins,
    signals,
    strategy,
    ways_in,
)
from deploy.demo_data.api import Api, DemoError
from shared import clock, settings
from shared.access import COORDINATOR, EXPERT, OPERATOR, TRAINER
from shared.contracts import identity
from shared.messaging.call import Caller

FOLDER = Path(__file__).parent
MAIL_SECONDS = 60


class Filling:
    def __init__(self, city: settings.Settings, url: str):
        self.city, self.url = city, url
        self.data = _data(city.city)
        self.today = clock.today(city.time_zone)
        self.ids: dict[str, str] = {}
        self.as_role: dict[str, Api] = {}

    def run(self) -> None:
        for step in (self.accounts, self.areas, self.people, self.programme):
            say(f"{self.city.city_name}: {step.__name__}")
            step()
        if "beginning" in self.data:
            say(f"{self.city.city_name}: beginning")
            beginning.fill(self)
            exchange.fill(self)
            return
        self.course()
        for topic in (around, feedback, needs, network, mediations, strategy, signals, handbook, exchange):
            say(f"{self.city.city_name}: {topic.__name__.rpartition('.')[2]}")
            topic.fill(self)

    def accounts(self) -> None:
        caller = Caller(self.city.amqp_url, self.city.secret_key)
        for role, email, password in sign_ins(self.city.city):
            api = Api(self.url, self.city.city)
            if not api.sign_in(email, password):
                more = {"sector": "social_work", "level": "policy", "organisation": self.city.city_name}
                caller(
                    identity.register_account,
                    name=self.data["names"][role],
                    email=email,
                    language=self.city.default_language,
                    password=password,
                    roles=[role],
                    **more,
                )
                if not api.sign_in(email, password):
                    raise DemoError(f"{email} can not sign in.")
            self.as_role[role] = api
            self.ids[role] = self.person_id(email)
        caller.close()

    def person_id(self, email: str) -> str:
        return self.as_role[COORDINATOR]("GET", "/people", q=email)["items"][0]["id"]

    def areas(self) -> None:
        coordinator = self.as_role[COORDINATOR]
        known = {area["name"]: area["id"] for area in coordinator("GET", "/areas")["areas"]}
        for name in self.data["areas"]:
            self.ids[name] = known.get(name) or coordinator("POST", "/areas", step=name, name=name)["id"]

    def people(self) -> None:
        """In one import, as a coordinator would bring them."""
        coordinator = self.as_role[COORDINATOR]
        language = self.city.default_language
        people = enumerate(self._people_by_function(), 2)
        rows = [{"line": line, "language": language, **person} for line, person in people]
        checked = coordinator("POST", "/imports", rows=rows)
        coordinator("POST", f"/imports/{checked['id']}/confirmation")
        found: list[dict[str, Any]] = []
        page = {"pages": 1}
        while len(found) == 0 or page["page"] < page["pages"]:
            page = coordinator("GET", "/people", page=page.get("page", 0) + 1, per_page=200)
            found += page["items"]
        self.ids |= {person["email"]: person["id"] for person in found}

    def _people_by_function(self) -> Iterator[dict[str, str]]:
        """Who works in an area is led by who makes policy in the same organisation."""
        policy = [
            self._person(function, sector, organisation, "policy")
            for function, sector, organisation in self.data["policy_level"]
        ]
        heads = {person["organisation"]: person["email"] for person in reversed(policy)}
        for area in self.data["areas"]:
            for function, sector, organisation in self.data["street_level"]:
                person = self._person(function.format(area=area), sector, organisation.format(area=area), "street")
                yield person | {"areas": area, "line_manager": heads.get(organisation, "")}
        yield from policy

    def _person(self, name: str, sector: str, organisation: str, level: str) -> dict[str, str]:
        email = f"{slug(name)}@{self.city.city}.example"
        return {"name": name, "email": email, "sector": sector, "organisation": organisation, "level": level}

    def level(self, level: str) -> list[str]:
        """Ids of the people of a level, street level mixed over areas and professions."""
        people = [self.ids[p["email"]] for p in self._people_by_function() if p["level"] == level]
        return people[::3] + people[1::3] + people[2::3]

    def programme(self) -> None:
        coordinator = self.as_role[COORDINATOR]
        example = {"example": self.data.get("example"), "language": self.city.default_language}
        started = coordinator("POST", "/programmes", step="programme", **example)["id"]
        coordinator(
            "PUT",
            f"/programmes/{started}",
            **self.data["programme"],
            starts_on=iso(self.today - timedelta(days=self.data["running_days"])),
            ends_on=iso(self.today + timedelta(days=400)),
            area_ids=[self.ids[name] for name in self.data["programme_areas"]],
            decision_maker_ids=self.level("policy")[:2],
            street_level_ids=self.level("street")[:4],
        )
        coordinator("POST", f"/programmes/{started}/registration")
        self.ids["programme"] = started

    def area(self, number: int) -> str:
        """One of those that the programme is about."""
        return self.ids[self.data["programme_areas"][number % len(self.data["programme_areas"])]]

    def course(self) -> None:
        street, policy = self.level("street"), self.level("policy")
        first = [*street[:42], *policy[:4], self.ids[EXPERT]]
        second = street[42:64]
        self.introduction(0, -120, first, absent=first[12:20])
        self.introduction(1, -60, second, absent=second[-4:])
        self.introduction(2, 20, [*street[64:], *policy[4:]])
        present = [person for person in first if person not in first[12:20]]
        self.completed_group([*present[:15], self.ids[EXPERT]])
        self.running_group([*present[15:31], *second[:2]])
        self.forming_group(second[2:11])

    def introduction(
        self,
        number: int,
        days: int,
        people: list[str],
        *,
        absent: list[str] | None = None,
        reading: list[str] | None = None,
    ) -> None:
        coordinator = self.as_role[COORDINATOR]
        session = coordinator(
            "POST",
            f"/programmes/{self.ids['programme']}/introductions",
            step=str(number),
            title=self.data["titles"][number],
            place=self.data["places"][2],
            area_id=self.area(number),
            **self.at(days, "09:30"),
        )["id"]
        if reading is not None:
            coordinator("PUT", f"/sessions/{session}/arrangements", version=0, reading=reading)
        coordinator("POST", f"/sessions/{session}/invitations", person_ids=people)
        if absent is not None:
            coordinator("PUT", f"/sessions/{session}/record", version=0, attendance=attended(people, absent))

    def at(self, days: int, start_time: str) -> dict[str, str]:
        """About so many days from now, on a working day."""
        day = self.today + timedelta(days=days)
        weekend = max(0, 8 - day.isoweekday()) if day.isoweekday() > 5 else 0
        return {"date": iso(day + timedelta(days=weekend)), "start_time": start_time}

    def group(self, number: int, people: list[str], trainers: list[str]) -> dict[str, Any]:
        coordinator = self.as_role[COORDINATOR]
        made = coordinator(
            "POST",
            f"/programmes/{self.ids['programme']}/groups",
            step=str(number),
            name=self.data["groups"][number],
            person_ids=people,
            trainer_ids=trainers,
        )
        return coordinator("GET", f"/groups/{made['id']}")

    def session(self, group: dict[str, Any], kind: str, days: int) -> str:
        return self.as_role[COORDINATOR](
            "POST",
            f"/groups/{group['id']}/sessions",
            step=kind,
            kind=kind,
            place=self.data["places"][0],
            area_id=self.area(abs(days)),
            **self.at(days, "09:00" if kind == "training_day" else "13:00"),
        )["id"]

    def record(self, session: str, people: list[str], absent: list[str], state: str) -> None:
        trainer = self.as_role[TRAINER]
        trainer("POST", f"/sessions/{session}/opening", ground_rules=self.data["ground_rules"], agreed=True)
        self.agenda(session)
        trainer(
            "PUT",
            f"/sessions/{session}/record",
            version=trainer("GET", f"/sessions/{session}")["record"]["version"],
            attendance=attended(people, absent, state),
            techniques=self.data["techniques"],
            covered=self.data["agenda"][:-1],
            **{name: self.data[name] for name in ("notes", "insights", "agreements")},
            follow_ups=[{"text": text, "owner_id": self.ids[TRAINER]} for text in self.data["follow_ups"]],
        )

    def agenda(self, session: str) -> None:
        plan = {"lines": self.data["agenda"], "techniques": self.data["techniques"][1:]}
        self.as_role[TRAINER]("PUT", f"/sessions/{session}/agenda", version=0, **plan)

    def completed_group(self, people: list[str]) -> None:
        group = self.group(0, people, [self.ids[TRAINER]])
        training_day = self.session(group, "training_day", -90)
        deepening = self.session(group, "deepening", -66)
        self.ids["first_group"] = group["id"]
        self.record(training_day, people, [], "absent")
        self.record(deepening, people, people[3:4], "excused")

    def running_group(self, people: list[str]) -> None:
        group = self.group(1, people, [self.ids[TRAINER]])
        training_day = self.session(group, "training_day", -12)
        self.session(group, "deepening", 10)
        enrolled = [member["person_id"] for member in group["members"] if member["state"] == "enrolled"]
        anybody, trainer = Api(self.url, self.city.city), self.as_role[TRAINER]
        for question in self.data["questions"]:
            anybody("POST", f"/question-boxes/{group['question_code']}/questions", step=question, text=question)
        self.record(training_day, enrolled, enrolled[5:6], "excused")
        asked = trainer("GET", f"/sessions/{training_day}")["questions"]
        for question in asked[:2]:
            trainer("PUT", f"/questions/{question['id']}", treated=True, session_id=training_day)

    def forming_group(self, people: list[str]) -> None:
        group = self.group(2, people, [])
        self.session(group, "training_day", 12)
        who = (self.ids["programme"], group["id"], self.level("street")[-1])
        self.ids |= ways_in.open_doors(self.as_role[COORDINATOR], *who)

    def mails(self, kind: str, count: int) -> list[dict[str, Any]]:
        """The kept mails of a kind, once there are so many."""
        operator = self.as_role[OPERATOR]
        until = time.monotonic() + MAIL_SECONDS
        while True:
            listed = operator("GET", "/mails", state="sent", per_page=200)
            pages = [
                listed,
                *(operator("GET", "/mails", state="sent", per_page=200, page=n) for n in range(2, listed["pages"] + 1)),
            ]
            found = [mail for page in pages for mail in page["items"] if mail["kind"] == kind]
            if len(found) >= count:
                return sorted(found, key=lambda mail: mail["id"])
            if time.monotonic() > until:
                raise DemoError(f"Only {len(found)} of {count} mails of the kind {kind} were made.")
            time.sleep(0.5)

    def link(self, mail: dict[str, Any]) -> str:
        return self.as_role[OPERATOR]("GET", f"/mails/{mail['id']}")["links"][0]


def _data(city: str) -> dict[str, Any]:
    """What there is to fill in, with what the city has in common with others of its language."""
    own = json.loads((FOLDER / f"{city}.json").read_text(encoding="utf-8"))
    common = own.pop("common", None)
    return (json.loads((FOLDER / common).read_text(encoding="utf-8")) if common else {}) | own


def attended(people: list[str], absent: list[str], state: str = "absent") -> list[dict[str, str]]:
    return [{"person_id": person, "state": state if person in absent else "present"} for person in people]


def iso(day: date) -> str:
    return day.isoformat()


def slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())


def say(sentence: str) -> None:
    print(sentence, flush=True)
