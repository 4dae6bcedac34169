"""A demonstration, in which mails can be read that let somebody in; and in this one a service is missing."""

import pytest

from services import SERVICES
from shared.access import COORDINATOR, OPERATOR
from tests.city import fresh_city, running_processes
from tests.gateway import visiting
from tests.gateway.visiting import Browser, add_person
from tests.waiting import eventually


@pytest.fixture(scope="module")
def city(postgres, rabbitmq):
    services = ("-m", "services", *(name for name in SERVICES if name != "feedback"))
    with (
        fresh_city(postgres, rabbitmq, demo=True) as settings,
        running_processes(settings, gateway=True, services=services) as city,
    ):
        yield city


@pytest.fixture(scope="module")
def operator(city):
    return visiting.sign_in(city, OPERATOR, name="Otto Operator")


def test_a_service_that_does_not_answer_is_shown(operator):
    page = operator.open("/operation")
    assert page.status == 200
    assert "Rotterdam needs you" in page.main
    assert "Feedback does not answer" in page.main.partition("This city")[0]
    assert "Feedback Does not answer" in page.main
    assert page.main.count(" Runs") == len(SERVICES) + 1


def test_one_can_walk_through_the_demonstration_by_its_mails(city, operator):
    coordinator = visiting.sign_in(city, COORDINATOR, name="Carla Coordinator")
    person_id = add_person(coordinator, "Invited Ines", language="en")
    coordinator.api("POST", f"/people/{person_id}/invitation")

    def sent():
        return operator.api("GET", "/mails", state="sent")["items"]

    [mail] = eventually(sent, what="the invitation to be sent")
    page = operator.open(f"/operation/mails/{mail['id']}")
    assert "Invitation to make an account" in page.main
    assert "To Invited Ines" in page.main
    [link] = [link for link in page.links if "/invitation/" in link]
    somebody = Browser(city.url)
    welcome = somebody.open(link.removeprefix(city.url))
    assert "Welcome, Invited Ines" in welcome.main
    assert somebody.send(welcome, password="a sentence for the demonstration").path == "/"
