"""After a course: everybody is thanked by a person, gets a certificate by mail, and anybody can check it."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from shared.access import COORDINATOR, TRAINER
from shared.contracts import identity, trainings
from tests.gateway.running_programme import Maker
from tests.story.mails import links_in, text_of
from tests.story.person import Person
from tests.story.setting import GENK, PASSWORD, Story, told_in

PEOPLE = ("Ada Bakker", "Bram Celik", "Cor Demir")


@pytest.mark.timeout(300)
def test_people_are_thanked_and_certified_and_anybody_can_check_it(
    postgres: str, rabbitmq: dict[str, str], chromium: Browser
) -> None:
    with told_in(postgres, rabbitmq, chromium, GENK) as story:
        official, trainer = a_completed_course(story)
        the_trainer_thanks_them(story, trainer)
        the_official_issues_certificates(story, official)
        code = the_holder_opens_theirs(story)
        anybody_checks_it(story, code)
        it_is_revoked(story, official, code)


def a_completed_course(story: Story) -> tuple[Person, Person]:
    staff = {}
    for role in (COORDINATOR, TRAINER):
        account = {"name": role.title(), "email": story.email(role), "language": story.setting.language}
        found = story.city.caller(identity.register_account, **account, password=PASSWORD, roles=[role])
        staff[role] = found.data["id"]
    make = Maker(story.city, staff[COORDINATOR])
    people = [make.person(name, language=story.setting.language) for name in PEOPLE]
    group = {"programme_id": make.programme(), "name": "Groep Zuid", "trainer_ids": [staff[TRAINER]]}
    group_id = make(trainings.form_group, **group, person_ids=people)["id"]
    for kind, days in (("training_day", 21), ("deepening", 2)):
        session_id = make.session(group_id, kind, story.today - timedelta(days=days))
        make.record(session_id, people)
        story.ids[kind] = str(session_id)
    story.ids["group"] = str(group_id)
    found = [story.somebody(role.title()) for role in (COORDINATOR, TRAINER)]
    for person, role in zip(found, (COORDINATOR, TRAINER), strict=True):
        person.sign_in(story.email(role), PASSWORD)
    return found[0], found[1]


def the_trainer_thanks_them(story: Story, trainer: Person) -> None:
    trainer.open(f"/sessions/{story.ids['deepening']}/thank-yous")
    trainer.sees("Not thanked yet", *PEOPLE)
    trainer.row(PEOPLE[2]).locator("[name=person_ids]").uncheck()
    trainer.row(PEOPLE[0]).locator("input[type=text]").fill("Uw vraag bracht ons verder.")
    trainer.send(text="Dank voor uw openheid.")
    trainer.open(f"/sessions/{story.ids['deepening']}/thank-yous")
    expect(trainer.main.locator("form")).to_contain_text(PEOPLE[2])
    expect(trainer.main.locator("form")).not_to_contain_text(PEOPLE[0])
    trainer.sees("Thanked", "Uw vraag bracht ons verder.")
    [mail] = story.mails.to("ada.bakker", "Dank voor uw openheid.")
    assert "Uw vraag bracht ons verder." in text_of(mail)
    assert not [mail for mail in story.mails.all() if "cor.demir" in mail["To"] and "openheid" in text_of(mail)]


def the_official_issues_certificates(story: Story, official: Person) -> None:
    official.open(f"/groups/{story.ids['group']}/certificates")
    official.sees("Who completed the course", *PEOPLE)
    official.send()
    official.sees("Check who gets a certificate", *PEOPLE)
    official.send()
    official.open("/certificates")
    official.sees("Valid", *PEOPLE)


def the_holder_opens_theirs(story: Story) -> str:
    """By the link of their mail, without an account. Returns the code that is printed on it."""
    holder = story.somebody(PEOPLE[0])
    [mail, *_] = story.mails.to("ada.bakker", "/certificates/mine/")
    holder.open(links_in(mail, "/certificates/mine/")[0])
    holder.sees("Your certificate", PEOPLE[0], "Your name is not shown there: who verifies has to know it and type it.")
    paper = holder.main.locator("a[href*='certificate.pdf']").first.get_attribute("href")
    answer = holder.page.request.get(story.city.url + str(paper))
    assert (answer.status, answer.headers["content-type"], answer.body()[:5]) == (200, "application/pdf", b"%PDF-")
    address = holder.main.locator("#name ~ p a, section a[href*='/certificates/']").last.get_attribute("href")
    return str(address).rsplit("/", 1)[1]


def anybody_checks_it(story: Story, code: str) -> None:
    employer = story.somebody("Werkgever")
    employer.open("/certificates/verify")
    employer.send(code=code.lower())
    employer.sees("This certificate is valid")
    employer.sees_not(PEOPLE[0])
    for name, said in (
        ("Bram Celik", "This is not the name of the holder"),
        ("ada BAKKER", "This is the name of the holder"),
    ):
        employer.fill_in(name=name)
        employer.go(employer.main.locator("form button").last)
        employer.sees(said)


def it_is_revoked(story: Story, official: Person, code: str) -> None:
    official.open("/certificates")
    official.go(official.row(PEOPLE[0]).locator("a[href$='/revoke']"))
    official.fill_in(reason=["issued_in_error"])
    official.go(official.main.locator("form button").last)
    anybody = story.somebody("Werkgever")
    anybody.open(f"/certificates/{code}")
    anybody.sees("This certificate was revoked")
    anybody.sees_not("It was issued by mistake")
