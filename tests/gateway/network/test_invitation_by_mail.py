"""From the mail to the board, as somebody goes who never had an account: in a demonstration, where mails are kept."""

import email
import re
from collections.abc import Iterator
from email import policy

import pytest

from shared.access import COORDINATOR, TRAINER
from tests.city import City, running_city
from tests.gateway import visiting
from tests.gateway.courses import completed_course
from tests.gateway.visiting import PASSWORD, Browser, add_person
from tests.waiting import eventually


@pytest.fixture(scope="module")
def demo(postgres: str, rabbitmq: dict[str, str]) -> Iterator[City]:
    with running_city(postgres, rabbitmq, gateway=True, demo=True) as city:
        yield city


def mails_to(city: City, name: str) -> list[str]:
    """What the mails to a person say."""
    mails = [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in city.mail_dir.glob("*.eml")]
    return [mail.get_body(("plain",)).get_content() for mail in mails if name in str(mail["To"])]


def link_in_mail(city: City, name: str, pattern: str) -> str:
    def found() -> str | None:
        return next((hit[0] for text in mails_to(city, name) if (hit := re.search(pattern, text))), None)

    return eventually(found, 30, f"a mail to {name}").removeprefix(city.url)


def test_the_invitation_leads_by_way_of_a_password_to_joining_and_to_the_board(demo):
    coordinator = visiting.sign_in(demo, COORDINATOR, name="Carla Coordinator")
    trainer = visiting.sign_in(demo, TRAINER, name="Tom Trainer")
    person_id = add_person(coordinator, "Nora Nieuw", language="en")
    completed_course(demo, coordinator.id, trainer.id, [person_id, trainer.id])
    invited = Browser(demo.url)
    link = link_in_mail(demo, "Nora Nieuw", r"http\S+/invitation/\S+\?next=/network/join")
    page = invited.submit(link, password=PASSWORD)
    assert page.path == "/network/join"
    page = invited.send(page, expertise=["schools"], agreed="y")
    assert (page.status, page.path) == (200, "/network")
    assert "Nora Nieuw" in invited.open("/network/members").main
    assert invited.open("/").links.count("/network") > 0
    with_account = link_in_mail(demo, "Tom Trainer", r"http\S+/network/join")
    assert trainer.open(with_account).path == "/network/join"
