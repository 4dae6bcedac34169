"""What the routes are asked about: one record for every name that stands in an address, made when it is first needed.

`coordinator` runs the programme and `trainer` gives the group; to everybody else they are foreign.
"""

from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from shared import clock
from shared.access import COORDINATOR, Actor
from shared.contracts import identity, municipalities, networks, notifications, trainings
from tests.city import City
from tests.gateway.courses import Course, completed_course, links
from tests.gateway.operation.parked import park
from tests.gateway.running_programme import Maker
from tests.gateway.visiting import PASSWORD, Visitor
from tests.waiting import eventually

PROFILE: dict[str, Any] = {"expertise": ["youth"], "area_ids": [], "languages": ["nl"]}


class Records:
    role = "trainer"
    part = "name"
    people = "street-level"
    service = "trainings"
    filename = "favicon.svg"
    language = "en"

    def __init__(self, city: City, coordinator: Visitor, trainer: Visitor, expert: Visitor, course: Course):
        self.city, self.coordinator, self.trainer, self.expert, self.course = city, coordinator, trainer, expert, course
        self.make = Maker(city, coordinator.id)
        self.in_a_week = clock.today(city.settings.time_zone) + timedelta(days=7)

    # people and accounts

    @cached_property
    def person_id(self) -> UUID:
        return self.make.person("Participant Peters")

    @cached_property
    def another_person_id(self) -> UUID:
        return self.make.person("Participant Pauwels")

    @cached_property
    def person(self) -> dict[str, Any]:
        return self.coordinator.api("GET", f"/people/{self.person_id}")

    @cached_property
    def colleague_id(self) -> UUID:
        """Another coordinator."""
        account = {"name": "Colleague Claes", "email": new_address(), "password": PASSWORD, "roles": [COORDINATOR]}
        return self.city.caller(identity.register_account, **account).data["id"]

    @cached_property
    def fellow_id(self) -> UUID:
        """Another coordinator of this programme."""
        self.make(municipalities.add_coordinator, programme_id=self.programme_id, person_id=self.colleague_id)
        return self.colleague_id

    @cached_property
    def member_id(self) -> UUID:
        return self.expert.id

    @cached_property
    def token(self) -> str:
        """Of an invitation to make an account."""
        person_id = self.make.person("Invited Ines")
        return self.city.caller(identity.issue_token, person_id=person_id, purpose="invitation").data["token"]

    @cached_property
    def sign_in_id(self) -> UUID:
        """A place where the coordinator is signed in, besides those that the test needs."""
        sign_in = {"email": self.coordinator.email, "password": PASSWORD, "client": "records", "device": str(uuid4())}
        self.city.caller(identity.sign_in, **sign_in)
        found = self.city.ask(identity.sessions, Actor(self.coordinator.id)).data["sessions"]
        return next(session["id"] for session in found if session["device"] == sign_in["device"])

    @cached_property
    def import_id(self) -> UUID:
        """The coordinator's own."""
        return self.make(identity.preview_import, rows=[self.row])["id"]

    @property
    def row(self) -> dict[str, Any]:
        return {"line": 2, "name": "Imported Inan", "email": new_address()}

    # programme, introduction, group

    @cached_property
    def programme_id(self) -> UUID:
        return self.make.programme(street_level_ids=[self.person_id])

    @cached_property
    def introduction_id(self) -> UUID:
        return self.make.introduction(self.programme_id, self.in_a_week)

    @cached_property
    def group_id(self) -> UUID:
        group = {"programme_id": self.programme_id, "name": "Group", "trainer_ids": [self.trainer.id]}
        return self.make(trainings.form_group, **group, person_ids=[self.person_id])["id"]

    @cached_property
    def session_id(self) -> UUID:
        return self.make.session(self.group_id, "training_day", self.in_a_week)

    @cached_property
    def opened_session_id(self) -> UUID:
        self.make(trainings.open_session, session_id=self.session_id, ground_rules="We listen.", agreed=True)
        return self.session_id

    @property
    def session(self) -> dict[str, Any]:
        return self.make(trainings.session, session_id=self.session_id)

    @property
    def group(self) -> dict[str, Any]:
        return self.make(trainings.group, group_id=self.group_id)

    @cached_property
    def question_id(self) -> UUID:
        return self.make(trainings.add_question, group_id=self.group_id, text="How do I begin?")["id"]

    @cached_property
    def code(self) -> str:
        return self.group["question_code"]

    @property
    def plan(self) -> dict[str, Any]:
        return {"date": self.in_a_week.isoformat(), "start_time": "09:00", "place": "Library"}

    @property
    def plan_as_typed(self) -> dict[str, Any]:
        day = self.in_a_week
        return {
            "date-day": day.day,
            "date-month": day.month,
            "date-year": day.year,
            "start_time": "9",
            "place": "Library",
        }

    # what follows

    @cached_property
    def survey_id(self) -> UUID:
        return self.course.survey_id

    @cached_property
    def another_survey_id(self) -> UUID:
        return completed_course(self.city, self.coordinator.id, self.trainer.id, [self.person_id]).survey_id

    @cached_property
    def link(self) -> str:
        """To the feedback, as it stands in a mail."""
        return links(self.city, self.survey_id, 1)[0]

    @cached_property
    def post_id(self) -> UUID:
        post = {"kind": "experience", "title": "A good talk", "text": "We kept talking."}
        return self.city.ask(networks.write_post, Actor(self.expert.id), **post).data["id"]

    @cached_property
    def mail_id(self) -> UUID:
        self.make(trainings.invite_people, session_id=self.introduction_id, person_ids=[self.person_id])
        return eventually(self._mail, what="the invitation to be queued")

    def _mail(self) -> UUID | None:
        operator = Actor(uuid4(), frozenset({"operator"}))
        mails = self.city.ask(notifications.mails, operator, per_page=200).data["items"]
        return next((mail["id"] for mail in mails if mail["person_id"] == self.person_id), None)

    @cached_property
    def message_id(self) -> UUID:
        return park(self.city)

    def join_again(self) -> None:
        self.city.ask(networks.join, Actor(self.expert.id), **PROFILE, agreed=True)

    def release_mail(self) -> None:
        self.city.ask(notifications.release_mail, Actor(uuid4(), frozenset({"operator"})))


def new_address() -> str:
    return f"somebody.{uuid4().hex[:8]}@rotterdam.example"
