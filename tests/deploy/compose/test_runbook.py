"""Somebody with the runbook alone: from an empty host to a first introduction."""

import re
import shlex
from contextlib import ExitStack
from types import SimpleNamespace

import pytest
from dotenv import dotenv_values, set_key
from playwright.sync_api import Browser

from tests.deploy.compose.host import COMPOSE, ComposedCity, Host, answers
from tests.story import preparation
from tests.story.setting import ROTTERDAM, Story
from tests.waiting import eventually

pytestmark = pytest.mark.timeout(1800)
SECTION = re.compile(r"^## First city in ten minutes\n(.*?)^## ", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^ +```\n +(.+)\n +```$", re.MULTILINE)
FOR_THIS_MACHINE_ONLY = " --url https://programme.rotterdam.example"


def commands(host: Host) -> list[list[str]]:
    """Those of the section, as they are typed to try it out, with the program for compose that this machine has."""
    section = SECTION.search((host.folder / "deploy/runbook.md").read_text())
    assert section
    typed = [shlex.split(line.replace(FOR_THIS_MACHINE_ONLY, "")) for line in COMMAND.findall(section[1])]
    return [[*COMPOSE, *words[2:]] if words[:2] == ["docker", "compose"] else words for words in typed]


def test_the_first_city_as_the_runbook_says(host: Host, chromium: Browser) -> None:
    make, start, look, add = commands(host)
    host.run(*make)
    city = host.cities["rotterdam"] = ComposedCity(host, "rotterdam")
    set_key(city.file, "SMTP_URL", f"smtp://{host.address}:{host.smtp_port}", quote_mode="never")
    host.run(*start)
    eventually(lambda: answers(f"{city.url}/health/ready"), 120, "the city to be ready")
    host.run(*look)  # its status says that nothing is wrong
    host.run(*add)
    with ExitStack() as stack:
        told = dotenv_values(city.file)
        facts = SimpleNamespace(time_zone=told["TIME_ZONE"])
        # The address that stands in the mail: whoever signed in there is not signed in elsewhere.
        running = SimpleNamespace(url=told["PUBLIC_URL"], settings=facts, mail_dir=host.mail / "rotterdam")
        story = Story(running, ROTTERDAM, chromium, stack)
        person = preparation.an_account_by_mail(story, "Ada de Wit", "coordinator@rotterdam.example")
        story.people["coordinator"] = person
        preparation.an_official_registers_a_programme(story)
        preparation.an_introduction_is_planned(story)
