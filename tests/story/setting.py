"""Where the story is told: two cities, in two languages, with and without JavaScript, wide and narrow."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from babel.support import Translations
from playwright.sync_api import Browser

from deploy.local.program import ROOT
from shared import clock
from shared.access import OPERATOR
from shared.contracts import identity
from tests.browser.browsing import NARROW, WIDE, watched
from tests.chaos import clocks
from tests.city import City, running_city
from tests.story.mails import Mails
from tests.story.person import Person

PASSWORD = "a long sentence for the story"


@dataclass(frozen=True)
class Setting:
    """`settings` are those of the city; `browser` those of everybody's browser."""

    settings: dict[str, Any]
    language: str
    browser: dict[str, Any]
    areas: tuple[str, ...]

    def __str__(self) -> str:
        return self.settings["city"]


ROTTERDAM = Setting(
    {"city": "rotterdam", "city_name": "Rotterdam", "theme": "rotterdam", "languages": ("nl", "en")},
    "nl",
    {"viewport": WIDE, "locale": "nl-NL"},
    ("Bloemhof", "Hillesluis"),
)
GENK = Setting(
    {"city": "genk", "city_name": "Genk", "city_prefix": "Stad", "theme": "genk", "languages": ("en", "nl")},
    "en",
    {"viewport": NARROW, "locale": "en-GB", "java_script_enabled": False},
    ("Winterslag", "Waterschei"),
)


@dataclass
class Story:
    """A running city, the people in it, and what they know of it by now: ids by name in `ids`."""

    city: City
    setting: Setting
    chromium: Browser
    stack: ExitStack
    ids: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.mails = Mails(self.city.mail_dir)
        self.today: date = clock.today(self.city.settings.time_zone)
        self.texts = Translations.load(ROOT / "services/gateway/translations", [self.setting.language])

    def say(self, text: str, **values: Any) -> str:
        """An English text of ours in the city's language; whatever else stays as it is."""
        said = self.texts.gettext(text)
        return said % values if values else said

    def say_number(self, one: str, many: str, num: int) -> str:
        return self.texts.ngettext(one, many, num) % {"num": num}

    def somebody(self, name: str) -> Person:
        """With a browser in which nobody has been."""
        context = self.stack.enter_context(watched(self.chromium, **self.setting.browser))
        return Person(context, self.city.url, name, self)

    def email(self, name: str) -> str:
        return f"{name.lower().replace(' ', '.')}@{self.setting}.example"

    @property
    def list_domain(self) -> str:
        """What the addresses of the people in the list have in common."""
        return f"@wijk-{self.setting}.example"

    def list_email(self, number: int) -> str:
        return f"{number:02}{self.list_domain}"

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def comes_in(self, name: str, *roles: str) -> Person:
        """Somebody who has an account already, signed in; their id stands in `ids`."""
        account = {"name": name, "email": self.email(name), "language": self.setting.language, "password": PASSWORD}
        self.ids[name] = self.city.caller(identity.register_account, **account, roles=list(roles)).data["id"]
        person = self.people[name] = self.somebody(name)
        person.sign_in(account["email"], PASSWORD)
        return person

    def first_account(self) -> Person:
        """As an operator makes it at the terminal."""
        name, email = "Beheerder", self.email("beheerder")
        account = {"name": name, "email": email, "language": self.setting.language, "password": PASSWORD}
        self.city.caller(identity.register_account, **account, roles=[OPERATOR])
        operator = self.people["operator"] = self.somebody(name)
        operator.sign_in(email, PASSWORD)
        return operator


@contextmanager
def told_in(
    postgres: str, rabbitmq: dict[str, str], chromium: Browser, setting: Setting, clock: Path | None = None
) -> Iterator[Story]:
    """`clock`: a file by which the story sets what time it is in the city, with `tests.chaos.clocks`."""
    own = {"demo": True, "log_level": "WARNING", "digest_at": "00:00", **setting.settings}
    environment = clocks.environment(clock) if clock else {}
    with (
        running_city(postgres, rabbitmq, gateway=True, environment=environment, **own) as city,
        ExitStack() as stack,
    ):
        yield Story(city, setting, chromium, stack)
