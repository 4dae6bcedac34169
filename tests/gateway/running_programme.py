"""A programme in full swing: two groups, one of them past its course, the other without a trainer.

Made by the same calls as the pages make, so it needs none of them.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from shared import clock
from shared.access import COORDINATOR, Actor
from shared.contracts import identity, municipalities, trainings
from shared.contracts.base import Call
from shared.errors import NotFound, Refusal
from tests.city import City
from tests.waiting import eventually

PRESENT, ABSENT = 9, 1
INVITED = 14


@dataclass(frozen=True)
class RunningProgramme:
    id: UUID
    person_ids: list[UUID]
    introduction_id: UUID
    group_id: UUID
    training_day_id: UUID
    deepening_id: UUID
    new_group_id: UUID
    planned_session_id: UUID


class Maker:
    """Makes what a coordinator makes, and waits for each change where it is needed next."""

    def __init__(self, city: City, person_id: UUID, role: str = COORDINATOR):
        self.city, self.actor = city, Actor(person_id, frozenset({role}))
        self.changes: list[tuple[str, str]] = []

    def __call__(self, call: Call, **data: Any) -> dict[str, Any]:
        answer = self.city.ask(call, self.actor, key=str(uuid4()), after=self.changes[-10:], **data)
        self.changes += answer.published
        return answer.data

    def person(self, name: str, **more: Any) -> UUID:
        email = f"{name.lower().replace(' ', '.')}.{uuid4().hex[:8]}@rotterdam.example"
        return self(identity.add_person, name=name, email=email, **more)["id"]

    def area(self, name: str) -> UUID:
        known = self(municipalities.areas)["areas"]
        found = [area["id"] for area in known if area["name"] == name]
        return found[0] if found else self(municipalities.add_area, name=name)["id"]

    def programme(self, **changes: Any) -> UUID:
        """A registered one."""
        programme_id = self(municipalities.start_programme)["id"]
        complete = {
            "name": "Rotterdam-Zuid",
            "starts_on": date(2026, 3, 1),
            "ends_on": date(2027, 12, 31),
            "initiating_domain": "safety_and_order",
            "trigger": "Youth workers and police meet the same us-versus-them talk.",
            "area_ids": [self.area("Bloemhof"), self.area("Hillesluis")],
            "vision": "People who disagree keep talking.",
            "sectors": ["police", "youth_work"],
        }
        self(municipalities.save_programme, programme_id=programme_id, **{**complete, **changes})
        self(municipalities.register_programme, programme_id=programme_id)
        eventually(
            lambda: self._trainings_know(programme_id), what="the programme to be known where sessions are planned"
        )
        return programme_id

    def _trainings_know(self, programme_id: UUID) -> bool:
        try:
            self(trainings.candidates, programme_id=programme_id)
        except Refusal as refusal:
            if refusal.status != NotFound.status:
                raise
            return False
        return True

    def introduction(self, programme_id: UUID, on: date, title: str = "Introduction in the town hall") -> UUID:
        plan = {"date": on, "start_time": "13:30", "place": "Town hall", "title": title}
        return self(trainings.plan_introduction, programme_id=programme_id, **plan)["id"]

    def session(self, group_id: UUID, kind: str, on: date) -> UUID:
        plan = {"date": on, "start_time": "09:00", "place": "Library"}
        return self(trainings.plan_session, group_id=group_id, kind=kind, **plan)["id"]

    def held_now(self, session_id: UUID, begins: timedelta = timedelta()) -> None:
        """Moves a session so that it begins so long from now, on the minute, and takes an hour."""
        planned = self(trainings.session, session_id=session_id)
        start = (clock.now() + begins).astimezone(ZoneInfo(self.city.settings.time_zone))
        plan = {"date": start.date(), "start_time": f"{start:%H:%M}", "minutes": 60, "place": "Library"}
        kept = {"version": planned["version"], "title": planned["title"]}
        self(trainings.change_session, session_id=session_id, **kept, **plan)

    def record(self, session_id: UUID, present: list[UUID], absent: list[UUID] | None = None) -> None:
        self(trainings.open_session, session_id=session_id, ground_rules="We let each other finish.", agreed=True)
        version = self(trainings.session, session_id=session_id)["record"]["version"]
        attendance = [{"person_id": person_id, "state": "present"} for person_id in present]
        attendance += [{"person_id": person_id, "state": "absent"} for person_id in absent or []]
        self(trainings.record_session, session_id=session_id, version=version, attendance=attendance)


def running_programme(city: City, coordinator_id: UUID, trainer_id: UUID) -> RunningProgramme:
    make = Maker(city, coordinator_id)
    today = clock.today(city.settings.time_zone)
    people = [make.person(f"Participant {i}", sector="police", level="street") for i in range(INVITED)]
    programme_id = make.programme(street_level_ids=people[:2])
    introduction_id = make.introduction(programme_id, today - timedelta(days=60))
    make(trainings.invite_people, session_id=introduction_id, person_ids=people)
    make.record(introduction_id, people[:12], people[12:])
    group = {"programme_id": programme_id, "name": "Group West", "places": 10, "trainer_ids": [trainer_id]}
    group_id = make(trainings.form_group, **group, person_ids=people[:10])["id"]
    training_day_id = make.session(group_id, "training_day", today - timedelta(days=40))
    deepening_id = make.session(group_id, "deepening", today - timedelta(days=20))
    make.record(training_day_id, people[:PRESENT], people[PRESENT:10])
    make.record(deepening_id, people[:PRESENT], people[PRESENT:10])
    new_group = {"programme_id": programme_id, "name": "Group East", "places": 16, "person_ids": people[10:12]}
    new_group_id = make(trainings.form_group, **new_group)["id"]
    planned_session_id = make.session(new_group_id, "training_day", today + timedelta(days=10))
    made = RunningProgramme(
        programme_id, people, introduction_id, group_id, training_day_id, deepening_id, new_group_id, planned_session_id
    )
    eventually(lambda: _is_up_to_date(make, programme_id), what="the dashboard to show all of it")
    return made


def _is_up_to_date(make: Maker, programme_id: UUID) -> bool:
    """What follows from the last session has arrived too: the invitations to the network and the survey."""
    seen = make(municipalities.dashboard, programme_id=programme_id)
    steps = [seen["funnel"][step] for step in ("invited", "grouped", "completed", "invited_to_network")]
    return steps == [INVITED, 12, PRESENT, PRESENT] and bool(seen["surveys"])
