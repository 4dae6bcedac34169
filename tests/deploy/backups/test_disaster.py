"""A city in full swing is backed up, lives on, and is lost, database and broker. It comes back as it was."""

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from deploy.backups import erasures
from services import SERVICES, subscriptions
from shared import clock
from shared.access import COORDINATOR, OPERATOR, Actor
from shared.contracts import identity, municipalities, notifications, trainings
from shared.errors import Refusal, SignInRequired
from tests.city import City
from tests.deploy.backups.conftest import Place
from tests.gateway.running_programme import Maker
from tests.waiting import eventually

PASSWORD = "a long sentence that only tests know"
OPERATOR_ = Actor(None, frozenset({OPERATOR}))
UNPUBLISHED = "SELECT id FROM {}.outbox WHERE published_at IS NULL"
NOT_TAKEN_OVER = """
SELECT id FROM {owner}.outbox WHERE type = ANY(%s) AND id NOT IN (
    SELECT message_id FROM {listener}.inbox WHERE subscription = %s
)
"""


class Inviting(threading.Thread):
    """An official who invites one person after the other to an introduction. `accepted`: whom, in order."""

    def __init__(self, make: Maker, session_id: UUID):
        super().__init__()
        self.make, self.session_id = make, session_id
        self.accepted: list[UUID] = []
        self.stopped = threading.Event()

    def run(self) -> None:
        while not self.stopped.is_set():
            try:
                person_id = self.make.person("Somebody")
                self.make(trainings.invite_people, session_id=self.session_id, person_ids=[person_id])
            except Refusal:
                return
            self.accepted.append(person_id)


@pytest.fixture
def an_introduction() -> dict[str, Any]:
    return {
        "date": clock.today("Europe/Amsterdam") + timedelta(days=30),
        "start_time": "13:30",
        "delivery": "online",
        "link": "https://meet.example/introduction",
        "title": "Introduction for everybody",
    }


def settled(city: City) -> bool:
    """Everything was published, and everybody has taken over what they listen to."""
    if any(city.sql(UNPUBLISHED.format(owner)) for owner in SERVICES):
        return False
    return not any(
        city.sql(
            NOT_TAKEN_OVER.format(owner=subscription.rpartition(".")[2], listener=listener), list(types), subscription
        )
        for listener, taken in subscriptions().items()
        for subscription, types in taken.items()
    )


def sign_in(city: City, email: str) -> Any:
    return city.caller(identity.sign_in, email=email, password=PASSWORD, client="127.0.0.1", device="a test").data[
        "session_token"
    ]


def invited(city: City, session_id: UUID) -> set[UUID]:
    return {
        row.person_id
        for row in city.sql("SELECT person_id FROM trainings.invitations WHERE session_id = %s", session_id)
    }


def test_a_city_comes_back(place: Place, an_introduction: dict[str, Any]):
    with place.running() as city:
        official, email = uuid4(), "lena@rotterdam.example"
        make = Maker(city, official)
        account = {"name": "Lena Jansen", "email": email, "language": "en", "password": PASSWORD}
        lena = city.caller(identity.register_account, **account, roles=[COORDINATOR]).data["id"]
        session = sign_in(city, email)
        assert city.caller(identity.resume_session, session_token=session).data["person_id"] == lena
        programme_id = make.programme()
        session_id = make(trainings.plan_introduction, programme_id=programme_id, **an_introduction)["id"]
        to_be_erased = make.person("Soon Gone")

        inviting = Inviting(Maker(city, official), session_id)
        inviting.start()
        try:
            eventually(lambda: len(inviting.accepted) > 15, 60, "some to be invited")
            before = list(inviting.accepted)
            place.done("backup")
            at_the_latest = len(inviting.accepted) + 1
            eventually(lambda: len(inviting.accepted) > at_the_latest + 10, 60, "more to be invited")
        finally:
            inviting.stopped.set()
            inviting.join()
        city.ask(identity.erase_person, Actor(official, frozenset({OPERATOR, COORDINATOR})), person_id=to_be_erased)
        erasures.append(place.owner)
        lost = inviting.accepted[-1]
        eventually(lambda: settled(city), 60, "everything to take effect")
    place.is_destroyed()

    said = place.done("restore", "latest").splitlines()
    assert said[-1] == "EPOCH=2"
    assert "People removed again, who were removed after the backup: 1." in said
    place.goes_on_as(2)
    place.done("migrate")
    sent_before = {file.name for file in place.settings.mail_dir.glob("*.eml")}

    with place.running() as city:
        eventually(lambda: settled(city), 60, "everything to take effect")
        there = invited(city, session_id)
        assert set(before) <= there <= set(inviting.accepted[:at_the_latest])
        assert lost not in there
        in_mails = [row.person_id for row in city.sql("SELECT person_id FROM notifications.mails")]
        assert sorted(in_mails) == sorted(there)
        dashboard = city.ask(
            municipalities.dashboard, Actor(official, frozenset({COORDINATOR})), programme_id=programme_id
        ).data
        assert dashboard["funnel"]["invited"] == len(there)
        for service in SERVICES:
            assert city.sql(f"SELECT * FROM {service}.failed") == []

        [erased] = city.sql("SELECT name, removed_at FROM identity.people WHERE id = %s", to_be_erased)
        assert (erased.name, erased.removed_at is not None) == (None, True)
        [told] = city.sql("SELECT headers FROM identity.outbox WHERE type = %s", identity.PersonErased.type)
        assert told.headers["cloudEvents:source"] == f"/{place.name}/2/identity"
        with pytest.raises(Refusal) as refused:
            city.caller(identity.resume_session, session_token=session)
        assert refused.value.code == SignInRequired.code
        assert sign_in(city, email)

        held = city.ask(notifications.mail_hold, OPERATOR_).data["hold"]
        assert held["taken_at"] is not None
        assert {file.name for file in place.settings.mail_dir.glob("*.eml")} == sent_before
        assert place.done("mail", "status").startswith("Mail is held after the restore since ")
        newcomer = make_again(city, official, session_id)
        eventually(lambda: settled(city), 30, "the invitation to take effect")
        assert place.done("mail", "release", "--discard-old").startswith("Mail leaves again; ")
        eventually(
            lambda: city.sql("SELECT id FROM notifications.mails WHERE person_id = %s AND state = 'sent'", newcomer)
        )
        again = city.sql("SELECT id FROM notifications.mails WHERE state = 'queued'")
        assert again == []
        sent = {file.name for file in place.settings.mail_dir.glob("*.eml")} - sent_before
        assert len(sent) == 1
        assert place.done("mail", "status") == "Mail leaves.\n"


def make_again(city: City, official: UUID, session_id: UUID) -> UUID:
    """Somebody is invited by the restored city."""
    make = Maker(city, official)
    person_id = make.person("New Comer")
    make(trainings.invite_people, session_id=session_id, person_ids=[person_id])
    return person_id
