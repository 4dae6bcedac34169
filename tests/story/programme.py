"""A programme of a city as it is run by the API: who uses it, and the ids that came back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from requests import Response

from shared import clock
from shared.access import OPERATOR
from shared.contracts import identity
from tests.city import City, running_city
from tests.gateway.visiting import PASSWORD, Program
from tests.story.mails import Mails
from tests.story.setting import Setting


@dataclass
class Programme:
    city: City
    operator: Program
    ids: dict[str, str] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    coordinator: Program = field(init=False)
    colleague: Program = field(init=False)
    trainer: Program = field(init=False)

    def __post_init__(self) -> None:
        self.mails = Mails(self.city.mail_dir)
        self.today: date = clock.today(self.city.settings.time_zone)

    def anybody(self) -> Program:
        return Program(self.city.url)

    def email(self, name: str) -> str:
        return f"{name}@{self.city.settings.city}.example"

    def day(self, days: int) -> str:
        return (self.today + timedelta(days=days)).isoformat()

    def dashboard(self, reader: Program) -> dict[str, Any]:
        return reader("GET", f"/programmes/{self.ids['programme']}/dashboard")

    def candidates(self) -> list[str]:
        return self.coordinator("GET", f"/programmes/{self.ids['programme']}/candidates")["person_ids"]

    def group(self) -> dict[str, Any]:
        return self.coordinator("GET", f"/groups/{self.ids['group']}")


@contextmanager
def in_an_empty_city(postgres: str, rabbitmq: dict[str, str], setting: Setting) -> Iterator[Programme]:
    settings = {"demo": True, "log_level": "WARNING", **setting.settings}
    with running_city(postgres, rabbitmq, gateway=True, **settings) as city:
        email = f"operator@{city.settings.city}.example"
        account = {"name": "Beheerder", "email": email, "language": "nl", "password": PASSWORD, "roles": [OPERATOR]}
        city.caller(identity.register_account, **account)
        session = Program(city.url)("POST", "/session", email=email, password=PASSWORD)
        yield Programme(city, Program(city.url, session["session_token"]))


def refused(answer: Response, status: int, code: str) -> dict[str, Any]:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    return answer.json()
