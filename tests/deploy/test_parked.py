"""`./middleground parked`: what an operator does at a terminal about messages that wait for a person."""

import os
import subprocess
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from deploy.local import city as demo
from deploy.local.program import ROOT
from tests.city import City, environment_of, running_city
from tests.deploy import terminal
from tests.gateway.operation.parked import LATER, park_really, state
from tests.waiting import eventually


@pytest.fixture(scope="module")
def city(postgres: str, rabbitmq: dict[str, str]) -> Iterator[City]:
    with running_city(postgres, rabbitmq) as running:
        yield running


@pytest.fixture
def message_id(city: City) -> UUID:
    """A message that trainings has just parked, because it does not know its version."""
    return park_really(city)


def parked(city: City, *arguments: object, typed: str = "", **changes: str) -> subprocess.CompletedProcess[str]:
    environment = environment_of(city.settings) | changes
    return terminal.middleground("parked", *arguments, typed=typed, environment=environment)


def started(*arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """By the script that an operator starts."""
    command = [str(ROOT / "middleground"), *arguments]
    return subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, timeout=60)


def test_what_is_parked_is_listed_by_reason(city: City, message_id: UUID) -> None:
    listed = started("parked", "list", environment=environment_of(city.settings))
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "It is of a kind or version that this part does not know" in listed.stdout
    assert f"trainings  {LATER}" in listed.stdout
    assert str(message_id) in parked(city, "list", "--each", "--service", "trainings").stdout
    assert parked(city, "list", "--service", "networks").stdout == "Nothing is parked.\n"
    assert parked(city, "list", "--reason", "out_of_order").stdout == "Nothing is parked.\n"


def test_a_message_is_shown_with_all_that_is_known_of_it(city: City, message_id: UUID) -> None:
    shown = parked(city, "show", message_id)
    assert (shown.returncode, shown.stderr) == (0, "")
    told = ("trainings, from municipalities", "parked since", "unknown_type")
    for part in (LATER, *told, f"{message_id}", '"person_id": "'):
        assert part in shown.stdout


def test_a_message_that_nobody_has_is_one_sentence(city: City) -> None:
    shown = parked(city, "show", uuid4())
    assert (shown.returncode, shown.stderr) == (1, "No service has set this message aside.\n")


def test_a_replayed_message_is_tried_and_parked_anew_when_nothing_has_changed(city: City, message_id: UUID) -> None:
    replayed = parked(city, "replay", message_id)
    assert (replayed.returncode, replayed.stdout) == (0, "1 message of trainings is tried again.\n")
    eventually(lambda: state(city, message_id) == [(True, 1)], what="the message to be parked once more")
    [noted] = city.sql("SELECT action, person_id FROM trainings.interventions WHERE message_id = %s", message_id)
    assert noted == ("replayed", None)


def test_a_group_is_discarded_when_the_operator_agrees(city: City, message_id: UUID) -> None:
    group = ("--service", "trainings", "--type", LATER, "--reason", "unknown_type")
    hesitated = parked(city, "discard", *group, typed="n\n")
    assert hesitated.returncode == 1
    assert "of trainings? They never take effect." in hesitated.stdout
    assert state(city, message_id)
    discarded = parked(city, "discard", *group, "--yes")
    assert discarded.returncode == 0
    assert discarded.stdout.endswith(f"discarded ({LATER}, unknown_type).\n")
    assert not state(city, message_id)
    again = parked(city, "discard", *group, "--yes")
    assert (again.returncode, again.stderr) == (1, "No message like this is parked.\n")


@pytest.mark.parametrize("command", ["replay", "discard"])
def test_without_saying_which_nothing_is_done(city: City, message_id: UUID, command: str) -> None:
    tried = parked(city, command)
    assert tried.returncode == 2
    assert "name the messages" in tried.stderr
    assert state(city, message_id) == [(True, 0)]


def test_a_service_that_there_is_not_is_said(city: City) -> None:
    tried = parked(city, "list", "--service", "nobody")
    assert tried.returncode == 2
    assert "there is no service nobody" in tried.stderr


def test_a_broker_that_is_gone_is_one_sentence(city: City) -> None:
    tried = parked(city, "list", AMQP_URL="amqp://127.0.0.1:1/x")
    sentence = "The broker of Rotterdam does not answer, so no service can be asked.\n"
    assert (tried.returncode, tried.stdout, tried.stderr) == (1, "", sentence)


def test_services_that_do_not_answer_are_one_sentence_each(city: City, message_id: UUID) -> None:
    city.services.kill()
    try:
        listed = parked(city, "list", "--service", "trainings", "--service", "networks")
        tried = parked(city, "replay", message_id, "--service", "trainings")
    finally:
        city.services.start()
    silent = "trainings does not answer.\nnetworks does not answer.\n"
    assert (listed.returncode, listed.stdout, listed.stderr) == (1, "", silent)
    not_known = "trainings did not say in time whether it was done: `parked list` shows it.\n"
    assert (tried.returncode, tried.stdout, tried.stderr) == (1, "", not_known)


def test_a_city_of_the_demo_is_named_by_its_folder(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = {"CITY": "aalst", "CITY_NAME": '\'s-Gravenhage \\ "Den Haag"', "AMQP_URL": "amqp://a:b@127.0.0.1:1/%2F"}
    city = demo.City("aalst", 0, tmp_path / "var/aalst", tmp_path)
    city.home.mkdir(parents=True)
    demo.remember(city, settings)
    assert city.settings.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(demo, "ROOT", tmp_path)
    for name in settings:
        monkeypatch.setenv(name, "")
    demo.use("aalst")
    assert {name: os.environ[name] for name in settings} == settings


def test_a_city_of_the_demo_that_there_is_not_is_one_sentence() -> None:
    tried = started("--city", "nowhere", "parked", "list")
    assert (tried.returncode, tried.stderr) == (
        1,
        "There is no city nowhere here; ./middleground city new nowhere makes its files.\n",
    )
