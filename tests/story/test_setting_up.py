"""An official sets up an empty instance in one sitting: from nothing to people who are invited to an introduction."""

from uuid import uuid4

import pytest
from playwright.sync_api import Browser, expect

from shared.access import COORDINATOR, EDITOR, Actor
from shared.contracts import handbook, identity
from tests.story.person import Person
from tests.story.setting import GENK, PASSWORD, ROTTERDAM, Setting, Story, told_in

CHAPTER = "Het midden en zijn vraag"
PEOPLE = 4


@pytest.mark.timeout(300)
@pytest.mark.parametrize("setting", [ROTTERDAM, GENK], ids=str)
def test_an_official_goes_from_an_empty_instance_to_a_first_introduction(
    postgres: str, rabbitmq: dict[str, str], chromium: Browser, setting: Setting
) -> None:
    with told_in(postgres, rabbitmq, chromium, setting) as story:
        a_chapter_is_published(story)
        official = an_official_comes_in(story)
        the_areas_are_listed(story, official)
        the_people_are_listed(story, official)
        a_programme_starts_from_an_example(story, official)
        the_introduction_is_planned(story, official)
        it_is_left_and_taken_up_again(story, official)
        something_to_read_is_chosen(story, official)
        everybody_is_invited(story, official)
        the_wizard_is_out_of_the_way(story, official)


def a_chapter_is_published(story: Story) -> None:
    editor = Actor(uuid4(), frozenset({EDITOR}))
    parts = dict.fromkeys(handbook.PARTS["lesson"], "Vraag eerst wat iemand bezighoudt.")
    about = {"kind": "lesson", "source": "session", "theme": "identity", "language": "nl", "title": CHAPTER}
    chapter_id = story.city.ask(handbook.start_chapter, editor, **about, parts=parts).data["id"]
    text = {"chapter_id": chapter_id, "language": "nl", "version": 1}
    story.city.ask(handbook.publish_text, editor, **text, confirmed=list(handbook.REDACTION_CHECKS))


def an_official_comes_in(story: Story) -> Person:
    """With the account that an operator made at the terminal."""
    name, email = "Coördinator", story.email("coordinator")
    account = {"name": name, "email": email, "language": story.setting.language, "password": PASSWORD}
    story.city.caller(identity.register_account, **account, roles=[COORDINATOR])
    official = story.somebody(name)
    official.sign_in(email, PASSWORD)
    official.sees("From an empty start to a first introduction")
    official.follow("/setup")
    official.sees("Setting up", "The areas of your city", "Inviting people")
    official.follow("/setup/areas")
    return official


def the_areas_are_listed(story: Story, official: Person) -> None:
    official.send(names="")
    official.sees_error("Fill this in")
    official.send(names="\n".join(["Centrum", *story.setting.areas, "", "centrum"]))
    official.sees_number("%(num)s area has been added.", "%(num)s areas have been added.", 1 + len(story.setting.areas))
    official.follow("/setup/people")


def the_people_are_listed(story: Story, official: Person) -> None:
    lines = [f"Wijkagent {number};{story.list_email(number)};Politie;Politie;Uitvoering" for number in range(PEOPLE)]
    typed = "\n".join([*lines[:-1], lines[-1].replace("@", " at ")])
    official.send(people=typed)
    official.sees_error("Some lines are not right: they stand below, each with what is wrong")
    expect(official.row(story.say("Line %(number)s", number=PEOPLE))).to_contain_text(story.say("E-mail address"))
    assert official.field("people").input_value() == typed
    official.send(people="\n".join(lines))
    official.sees("Check the import")
    official.send()
    official.sees("The people have been imported")
    official.follow("/setup")
    official.follow("/setup/programme")


def a_programme_starts_from_an_example(story: Story, official: Person) -> None:
    official.send(example="young_and_older")
    official.sees("What is still to be filled in:")
    official.follow("/name?then=setup")
    assert official.field("name").input_value()
    official.send(starts_on=story.day(-1), ends_on=story.day(365))
    official.is_at("/setup/programme")
    official.follow("/areas?then=setup")
    official.main.get_by_label(story.setting.areas[0]).check()
    official.send()
    official.is_at("/setup/programme")
    official.sees("Started from an example", story.setting.areas[0])
    official.follow("/vision?then=setup")
    official.send(vision="Het plein is van iedereen die er komt.")
    official.sees("Het plein is van iedereen die er komt.")
    official.send()
    official.is_at("/setup")
    official.follow("/setup/introduction")


def the_introduction_is_planned(story: Story, official: Person) -> None:
    official.send(date=story.day(14), start_time="13.30", place="Stadhuis")
    official.sees("Check your answers", "13:30", "Stadhuis")
    official.send()
    official.is_at("/setup")


def it_is_left_and_taken_up_again(story: Story, official: Person) -> None:
    official.open("/people")
    official.open("/setup/introduction")  # it is planned, and is not planned twice
    official.is_at("/setup")
    official.follow("/setup/reading")


def something_to_read_is_chosen(story: Story, official: Person) -> None:
    official.main.get_by_label(CHAPTER).check()
    official.send()
    official.is_at("/setup/invitations")
    official.sees(CHAPTER, "Stadhuis")


def everybody_is_invited(story: Story, official: Person) -> None:
    official.send()
    official.sees("The first introduction stands", "What happens now")
    [mail] = story.mails.to(story.list_email(0), CHAPTER)
    assert "/handbook/chapters/" in mail.get_body(("plain",)).get_content()
    official.follow("/setup/reading")
    expect(official.main.get_by_label(CHAPTER)).to_be_checked()


def the_wizard_is_out_of_the_way(story: Story, official: Person) -> None:
    official.open("/")
    official.sees_not("From an empty start to a first introduction")
    official.open("/programmes")
    official.follow("/setup")
    official.sees("The first introduction stands")
