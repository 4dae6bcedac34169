"""`./middleground rebuild`: an operator has a read model filled again."""

from collections.abc import Iterator

import pytest

from tests.city import City, environment_of, running_city
from tests.deploy.terminal import middleground


@pytest.fixture(scope="module")
def city(postgres: str, rabbitmq: dict[str, str]) -> Iterator[City]:
    with running_city(postgres, rabbitmq) as running:
        yield running


def test_it_waits_until_the_dashboard_is_complete(city: City) -> None:
    done = middleground("rebuild", "municipalities", "dashboard", environment=environment_of(city.settings))
    assert (done.returncode, done.stderr) == (0, "")
    began, ended = done.stdout.splitlines()
    assert began == "The dashboard of municipalities is being rebuilt."
    assert ended.startswith("It is complete, after ")
    [row] = city.sql("SELECT person_id, finished_at FROM municipalities.rebuilds")
    assert row.person_id is None  # at the terminal
    assert row.finished_at


def test_it_need_not_wait(city: City) -> None:
    arguments = ("rebuild", "municipalities", "dashboard", "--no-wait")
    done = middleground(*arguments, environment=environment_of(city.settings))
    assert (done.returncode, done.stdout) == (0, "The dashboard of municipalities is being rebuilt.\n")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("archives", "dashboard"), "there is no service archives"),
        (("municipalities", "programmes"), "municipalities has no read model programmes. It has: dashboard."),
        (("trainings", "dashboard"), "trainings has no read model dashboard. It has: people."),
    ],
)
def test_what_does_not_exist_is_not_rebuilt(city: City, names: tuple[str, str], said: str) -> None:
    done = middleground("rebuild", *names, environment=environment_of(city.settings))
    assert done.returncode == 2
    assert said in " ".join(done.stderr.replace("│", " ").split())


def test_services_that_are_away_are_one_sentence(city: City) -> None:
    city.services.stop()
    try:
        done = middleground("rebuild", "municipalities", "dashboard", environment=environment_of(city.settings))
    finally:
        city.services.start()
    assert done.returncode == 1
    assert done.stderr.startswith("municipalities did not say in time whether it has begun")
