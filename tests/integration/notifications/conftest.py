"""A mail office on a real database, with the mail folder or a real SMTP server, and owners that answer by hand."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select, update

from services.notifications import daily, jobs
from services.notifications.service import NotificationsService
from services.notifications.tables import Mail
from shared import clock, context
from shared.context import Context
from shared.contracts import trainings
from shared.contracts.base import Call, Event, load
from shared.database import Database
from shared.errors import NotFound, Unavailable
from shared.messaging.call import Answer
from shared.messaging.service import Resources
from shared.settings import Settings

SOON = clock.now().replace(microsecond=0) + timedelta(days=20)
REACTIONS = {member.event: member for member in vars(NotificationsService).values() if hasattr(member, "event")}


class Owners:
    """Answers for the services that mails are about what the test put here, checked by their contracts."""

    def __init__(self) -> None:
        self.people: dict[UUID, dict[str, Any]] = {}
        self.sessions: dict[UUID, dict[str, Any]] = {}
        self.groups: dict[UUID, dict[str, Any]] = {}
        self.surveys: set[UUID] = set()
        self.closed: set[UUID] = set()
        self.standings: dict[tuple[UUID, UUID], dict[str, Any]] = {}
        self.partners: dict[UUID, str] = {}
        self.certificates: dict[UUID, dict[str, Any]] = {}
        self.thank_yous: dict[UUID, dict[str, Any]] = {}
        self.reports_back: dict[UUID, dict[str, Any]] = {}
        self.intervisions: dict[UUID, dict[str, Any]] = {}
        self.meetings: dict[UUID, dict[str, Any]] = {}
        self.chapters: dict[UUID, str] = {}
        self.members: list[UUID] = []
        # What trainings and networks would answer about a day, without the days: a test says what is outstanding then.
        self.day: dict[str, list[Any]] = {}
        # What networks would tell its members: person -> when, and what; and what is not as usual with posts.
        self.news: dict[UUID, list[tuple[datetime, dict[str, Any]]]] = {}
        self.posts: dict[UUID, dict[str, Any]] = {}
        self.away: set[str] = set()
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.issued: list[str] = []

    def __call__(self, call: Call, **data: Any) -> Answer:
        if call.service in self.away:
            raise Unavailable()
        request = load(call.request, call.request().dump(data))
        self.asked.append((call.name, request))
        answer = getattr(self, call.name)(**request)
        return Answer(call.answer().load(call.answer().dump(answer)), [], True)

    def close(self) -> None:
        """Nothing is open."""

    def contacts(self, person_ids: list[UUID]) -> dict[str, Any]:
        return {"people": [self.people[id_] for id_ in person_ids if id_ in self.people]}

    def issue_token(self, person_id: UUID, purpose: str) -> dict[str, Any]:
        return {"token": self._issue(f"{purpose}-{person_id}")}

    def personal_links(self, person_ids: list[UUID]) -> dict[str, Any]:
        known = [person_id for person_id in person_ids if person_id in self.people]
        return {"links": [{"person_id": id_, "page": f"page-{id_}", "calendar": f"calendar-{id_}"} for id_ in known]}

    def session_details(self, session_ids: list[UUID], group_ids: list[UUID]) -> dict[str, Any]:
        sessions = [self.sessions[id_] for id_ in session_ids if id_ in self.sessions]
        wanted = {*group_ids, *(session["group_id"] for session in sessions)}
        return {"sessions": sessions, "groups": [self.groups[id_] for id_ in wanted if id_ in self.groups]}

    def place_details(self, places: list[dict[str, Any]]) -> dict[str, Any]:
        """Who nothing is said of was invited, and has a place."""
        nothing: dict[str, Any] = {"state": "enrolled", "way": "invited", "position": None, "until": None}
        nothing |= {"together": False, "partner_id": None}
        return {
            "places": [
                place
                | {"token": f"token-of-{place['person_id']}"}
                | nothing
                | self.standings.get((place["edition_id"], place["person_id"]), {})
                for place in places
            ]
        }

    def partner_names(self, partner_ids: list[UUID]) -> dict[str, Any]:
        return {"partners": [{"id": id_, "name": self.partners[id_]} for id_ in partner_ids if id_ in self.partners]}

    def partner_seats(self, edition_id: UUID, partner_id: UUID) -> dict[str, Any]:
        return {"partner_id": partner_id, "ready": True, "code": "BCDF-2345", "used": 0, "left": 2}

    def issue_links(self, survey_id: UUID, count: int) -> dict[str, Any]:
        if survey_id not in self.surveys:
            raise NotFound()
        tokens = [self._issue(f"{survey_id}") for _ in range(count)]
        return {"tokens": tokens, "wave": "t1", "closes_on": date(2027, 1, 31)}

    def survey_details(self, survey_ids: list[UUID]) -> dict[str, Any]:
        known = [{"id": id_, "wave": "t1", "closes_on": date(2027, 1, 31)} for id_ in survey_ids if id_ in self.surveys]
        return {"surveys": [each | {"open": each["id"] not in self.closed} for each in known]}

    def certificate_links(self, certificate_ids: list[UUID]) -> dict[str, Any]:
        known = [self.certificates[id_] for id_ in certificate_ids if id_ in self.certificates]
        return {"certificates": [each | {"key": self._issue(f"certificate-{each['id']}")} for each in known]}

    def thank_you_texts(self, thank_you_ids: list[UUID]) -> dict[str, Any]:
        return {"thank_yous": [self.thank_yous[id_] for id_ in thank_you_ids if id_ in self.thank_yous]}

    def report_back_texts(self, report_back_ids: list[UUID]) -> dict[str, Any]:
        return {"reports": [self.reports_back[id_] for id_ in report_back_ids if id_ in self.reports_back]}

    def intervision_details(self, intervision_ids: list[UUID]) -> dict[str, Any]:
        return {"intervisions": [self.intervisions[id_] for id_ in intervision_ids if id_ in self.intervisions]}

    def contents(self, chapter_ids: list[UUID], language: str, **_: Any) -> dict[str, Any]:
        """Chapters that are there in English and Dutch alike."""
        known = [(id_, self.chapters[id_]) for id_ in chapter_ids if id_ in self.chapters]
        items = [{"chapter_id": id_, "language": language, "title": f"{title} ({language})"} for id_, title in known]
        return {"items": items, "total": len(items), "page": 1, "pages": 1}

    def outstanding(self, **_: Any) -> dict[str, Any]:
        parts = ("unrecorded", "follow_ups", "thanks", "questions", "coordinators", "trainers")
        return {part: self.day.get(part, []) for part in parts}

    def member_ids(self) -> dict[str, Any]:
        return {"person_ids": self.members}

    def member_news(self, readers: list[dict[str, Any]]) -> dict[str, Any]:
        """Of what the test put there, what happened since each was told."""
        items = [
            {"person_id": reader["person_id"], **item}
            for reader in readers
            for at, item in self.news.get(reader["person_id"], [])
            if at > reader["since"]
        ]
        return {"items": items}

    def news_titles(self, ids: list[UUID]) -> dict[str, Any]:
        known = {id_: {"title": "Fireworks", "hidden_for": None} | self.posts.get(id_, {}) for id_ in ids}
        gone = {id_ for id_ in ids if self.posts.get(id_, {}).get("gone")}
        titles = [{"id": id_, "post_id": id_} | post for id_, post in known.items() if id_ not in gone]
        return {"titles": titles}

    def meeting_details(self, meeting_ids: list[UUID]) -> dict[str, Any]:
        return {"meetings": [self.meetings[id_] for id_ in meeting_ids if id_ in self.meetings]}

    def meetings_outstanding(self, **_: Any) -> dict[str, Any]:
        return {part: self.day.get(part, []) for part in ("without_minutes", "minuted")}

    def _issue(self, start: str) -> str:
        self.issued.append(f"{start}-{len(self.issued)}")
        return self.issued[-1]

    def count(self, call: Call) -> int:
        return sum(name == call.name for name, _ in self.asked)


class Office:
    """The service as one city runs it: events come in, mail goes out."""

    def __init__(self, settings: Settings, owners: Owners):
        self.settings, self.owners = settings, owners
        self.database = Database(settings, "notifications")
        self.resources = Resources(settings, self.database, frozenset(), owners)  # type: ignore[arg-type]

    def happens(self, event: type[Event], **body: Any) -> None:
        """The event arrives, and arrives again: a repeat must change nothing."""
        loaded = load(event, event().dump(body))
        cause = Context(str(uuid4()), str(uuid4()), context.fresh().traceparent)
        [entrypoint] = REACTIONS[event].nameko_entrypoints
        for _ in range(2):
            with context.working_in(cause), self.database.transaction() as tx:
                entrypoint.reaction(tx, loaded)

    def begin_the_day(self) -> None:
        """As two replicas do at the same time."""
        daily.begin_the_day(self.resources)
        daily.begin_the_day(self.resources)

    def send(self) -> None:
        jobs.send_due_mails(self.resources)

    def send_everything(self) -> None:
        """As if the pauses were over."""
        with self.database.transaction() as tx:
            tx.execute(update(Mail).values(due_at=clock.now() - timedelta(seconds=1)))
        self.send()

    def mails(self, **wanted: Any) -> list[Mail]:
        with self.database.transaction() as tx:
            return list(tx.scalars(select(Mail).filter_by(**wanted).order_by(Mail.id)))

    def kinds(self, person_id: UUID) -> list[str]:
        return [mail.kind for mail in self.mails(person_id=person_id)]

    def messages(self) -> list[Any]:
        """What stands in the mail folder, oldest first."""
        return [read(path.read_bytes()) for path in sorted(self.settings.mail_dir.glob("*.eml"))]

    def message_to(self, person_id: UUID) -> Any:
        [found] = [message for message in self.messages() if self.owners.people[person_id]["email"] in message["To"]]
        return found

    def a_person(self, *, language: str = "en", has_account: bool = False) -> UUID:
        person_id = uuid4()
        self.owners.people[person_id] = {
            "id": person_id,
            "name": f"Somebody {person_id.hex[:6]}",
            "email": f"{person_id.hex[:6]}@rotterdam.example",
            "language": language,
            "has_account": has_account,
        }
        return person_id

    def a_group(self) -> UUID:
        group_id = uuid4()
        self.owners.groups[group_id] = {"id": group_id, "name": "Zuid 1", "question_code": "K7QM-2XPD"}
        return group_id

    def stands(self, edition_id: UUID, person_id: UUID, **standing: Any) -> None:
        self.owners.standings[edition_id, person_id] = standing

    def a_certificate(self) -> UUID:
        id_ = uuid4()
        self.owners.certificates[id_] = {"id": id_, "code": "BCDF-2345-GHJK", "expires_on": date(2029, 11, 21)}
        return id_

    def a_survey(self) -> UUID:
        survey_id = uuid4()
        self.owners.surveys.add(survey_id)
        return survey_id

    def an_enrolled_person(self, group_id: UUID) -> UUID:
        person_id = self.a_person()
        self.happens(
            trainings.PersonEnrolled, group_id=group_id, programme_id=uuid4(), person_id=person_id, promoted=False
        )
        return person_id

    def a_session(
        self, group_id: UUID | None = None, *, kind: str = "training_day", starts_at: datetime = SOON
    ) -> UUID:
        session_id = uuid4()
        self.owners.sessions[session_id] = {
            "id": session_id,
            "group_id": group_id,
            "kind": kind,
            "title": None,
            "state": "planned",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=7),
            "delivery": "on_site",
            "place": "Wijkcentrum, zaal 2",
            "link": None,
            "revision": 1,
            "reading": [],
        }
        self._announce_plan(session_id)
        return session_id

    def change(self, session_id: UUID, **changes: Any) -> None:
        session = self.owners.sessions[session_id]
        session |= changes | {"revision": session["revision"] + 1}
        self._announce_plan(session_id)

    def cancel(self, session_id: UUID) -> None:
        self.owners.sessions[session_id]["state"] = "cancelled"
        self.happens(trainings.SessionCancelled, session_id=session_id, programme_id=uuid4())

    def invite(self, session_id: UUID, *person_ids: UUID) -> None:
        self.happens(trainings.PeopleInvited, session_id=session_id, programme_id=uuid4(), person_ids=list(person_ids))

    def _announce_plan(self, session_id: UUID) -> None:
        plan = self.owners.sessions[session_id]
        facts = {field: plan[field] for field in ("group_id", "kind", "starts_at", "ends_at", "delivery", "revision")}
        self.happens(trainings.SessionPlanned, session_id=session_id, programme_id=uuid4(), **facts)


def read(content: bytes) -> Any:
    return message_from_bytes(content, policy=policy.default)


def text_of(message: Any) -> str:
    return message.get_body(("plain",)).get_content()


MakeOffice = Callable[..., Office]


@pytest.fixture
def make_office(database: Database, city: Settings, tmp_path: Path) -> Iterator[MakeOffice]:
    """`make_office(demo=..., smtp_url=...)`; `database` empties the tables afterwards."""
    made: list[Office] = []
    owners = Owners()

    def make(**changes: Any) -> Office:
        made.append(Office(replace(city, mail_dir=tmp_path / "mail", **changes), owners))
        return made[-1]

    yield make
    for office in made:
        office.database.dispose()


@pytest.fixture
def office(make_office: MakeOffice) -> Office:
    """Without a mail server, and not the demonstration."""
    return make_office()


@pytest.fixture
def demo(make_office: MakeOffice) -> Office:
    return make_office(demo=True)


class MailServer(Controller):
    """A real SMTP server that keeps what it gets. `refusals`: address -> the answer it gets instead."""

    def __init__(self, port: int, **options: Any):
        self.received: list[Any] = []
        self.refusals: dict[str, str] = {}
        super().__init__(self, hostname="127.0.0.1", port=port, **options)
        self.url = f"smtp://127.0.0.1:{port}"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.received.append(read(envelope.content))
        return "250 OK"


def a_free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return listener.getsockname()[1]


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer(a_free_port())
    server.start()
    yield server
    server.stop()
