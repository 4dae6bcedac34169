"""Steps 1 to 3: the programme is registered, people are brought in, the introduction is held."""

from playwright.sync_api import expect

from tests.story.person import Person
from tests.story.setting import PASSWORD, Story

COORDINATOR, COLLEAGUE, TRAINER = "Coördinator", "Tweede coördinator", "Trainer"
PROGRAMME = "Samen in gesprek"
INTRODUCTION = "Hoe polarisatie werkt"
# Function, organisation, sector and level of the people in the list, one in each area.
FUNCTIONS = (
    ("Wijkagent", "Politie", "Politie", "Uitvoering"),
    ("Jongerenwerker", "Jeugdwelzijn", "Jongerenwerk", "Uitvoering"),
    ("Woonconsulent", "Woningcorporatie", "Wonen", "Uitvoering"),
    ("Opbouwwerker", "Welzijn", "Sociaal werk", "Uitvoering"),
    ("Leerkracht", "Scholengemeenschap Één", "Onderwijs", "Uitvoering"),
    ("Beleidsadviseur", "Directie Veiligheid", "Openbare orde en veiligheid", "Beleid"),
)
PEOPLE = 18


def an_operator_lets_two_coordinators_in(story: Story) -> None:
    operator = story.first_account()
    for key, name in (("coordinator", COORDINATOR), ("colleague", COLLEAGUE)):
        _add(operator, name, story.email(key))
        operator.press("/roles/coordinator")
        operator.sees("Has this role")
        story.people[key] = an_account_by_mail(story, name, story.email(key))


def _add(person: Person, name: str, email: str, **more: str) -> str:
    """On the page for adding people; returns the id of the one who was added."""
    person.open("/people/new")
    person.send(name=name, email=email, language=person.page.locator("html").get_attribute("lang"), **more)
    person.sees("%(name)s has been added.", name=name)
    return person.path.removeprefix("/people/")


def an_account_by_mail(story: Story, name: str, email: str) -> Person:
    """Follows the link in the mail, chooses a password, and is in."""
    person = story.somebody(name)
    person.open(story.mails.link(email, "/invitation/"))
    person.sees("Welcome, %(name)s", name=name)
    person.send(password="short")
    person.sees_error("Use at least %(limit)s characters", limit=12)
    person.send(password=PASSWORD)
    person.sees("Welcome, %(name)s", name=name)
    return person


def an_official_registers_a_programme(story: Story) -> None:
    official = story.people["coordinator"]
    official.open("/programmes")
    official.press("/programmes")
    official.sees("Register a programme", "Not started yet")
    story.ids["programme"] = official.path.split("/")[2]
    official.follow("/name")
    _a_wrong_date_is_told_and_everything_else_kept(story, official)
    official.send("then", starts_on=story.day(-30), ends_on=story.day(400))
    official.sees("Completed", PROGRAMME)
    official.follow("/reason")
    official.send(initiating_domain="social_work", trigger="Straathoekwerkers horen steeds vaker wij tegen zij.")
    for area in story.setting.areas:
        official.send("then", new_area=area)
        official.is_at("/areas")
    official.send()
    official.send(vision="Wie het oneens is blijft in gesprek.", sectors=["police", "youth_work", "housing"])
    official.open(f"/programmes/{story.ids['programme']}/check")
    official.sees(PROGRAMME, *story.setting.areas)
    official.sees("Street level is missing", "Policy level is missing")
    official.send()
    official.sees("%(name)s is registered", name=PROGRAMME)
    official.sees("Street level is missing", "Policy level is missing")


def _a_wrong_date_is_told_and_everything_else_kept(story: Story, official: Person) -> None:
    official.fill_in_date("starts_on", 31, 2, story.today.year)
    official.send(name=PROGRAMME)
    official.sees_error("Enter a real date, such as 1 12 2026")
    assert official.field("name").input_value() == PROGRAMME
    assert official.field("starts_on-day").input_value() == "31"


def people_are_added_and_imported(story: Story) -> None:
    official = story.people["coordinator"]
    story.ids["trainer"] = _add(official, TRAINER, story.email("trainer"), organisation="Opleiders")
    official.press("/roles/trainer")
    official.sees("Has this role")
    _add(official, "Wijkmanager", story.list_email(PEOPLE), level="policy")
    _a_list_with_a_mistake_is_not_imported(story, official)
    _import(official, people_in_lines(story))
    official.sees("The people have been imported")
    _everybody_is_there_once(story, official)
    _import(official, [line.replace(";Politie;", ";Politie Zuid;") for line in people_in_lines(story)])
    _everybody_is_there_once(story, official)
    _both_levels_stand_behind_the_programme(story, official)


def people_in_lines(story: Story) -> list[str]:
    """As a list from a spreadsheet: in another encoding, with the words of the field."""
    of_each = [(function, area) for function in FUNCTIONS for area in (*story.setting.areas, "Centrum")]
    return [
        f"{function} {area};{story.list_email(number)};{organisation};{sector};{level}"
        for number, ((function, organisation, sector, level), area) in enumerate(of_each)
    ]


def _upload(official: Person, lines: list[str]) -> None:
    official.open("/people/import")
    official.upload("lijst.csv", "\r\n".join(["naam;e-mail;organisatie;sector;niveau", *lines]).encode("cp1252"))
    official.send()


def _import(official: Person, lines: list[str]) -> None:
    _upload(official, lines)
    official.sees("Check the import")
    official.send()


def _a_list_with_a_mistake_is_not_imported(story: Story, official: Person) -> None:
    lines = people_in_lines(story)
    _upload(official, [*lines[:-1], lines[-1].replace("@", " at ")])
    mistake = official.row(story.say("Line %(number)s", number=len(lines) + 1))
    expect(mistake).to_contain_text(story.say("E-mail address"))
    expect(mistake).to_contain_text(story.say("Enter an e-mail address, such as name@organisation.example"))
    official.open(f"/people?q={FUNCTIONS[0][0]}")
    official.sees("Nobody found")


def _everybody_is_there_once(story: Story, official: Person) -> None:
    official.open(f"/people?q={story.list_domain}")
    official.sees_number("%(num)s person", "%(num)s people", PEOPLE + 1)


def _both_levels_stand_behind_the_programme(story: Story, official: Person) -> None:
    for level, function in (("street", "Wijkagent"), ("policy", "Wijkmanager")):
        official.open(f"/programmes/{story.ids['programme']}/{level}-level?q={function}")
        official.pick()
        official.send()
        expect(official.row(function)).to_have_count(1)
    official.open(f"/programmes/{story.ids['programme']}")
    official.sees_not("Street level is missing")
    official.sees_not("Policy level is missing")


def an_introduction_is_planned(story: Story) -> None:
    official = story.people["coordinator"]
    official.open(f"/programmes/{story.ids['programme']}/introductions/new")
    official.send(title=INTRODUCTION, date=story.day(3), start_time="13.30", place="Stadhuis")
    official.sees("Check your answers", INTRODUCTION, "13:30", "Stadhuis")
    official.send()
    official.sees("Planned: %(name)s", name=INTRODUCTION)
    story.ids["introduction"] = official.path.split("/")[2]


def an_introduction_is_planned_and_held(story: Story) -> None:
    an_introduction_is_planned(story)
    official = story.people["coordinator"]
    official.open(f"/sessions/{story.ids['introduction']}/invite?q={story.list_domain}")
    official.send("everybody")
    official.sees_number("%(num)s person has been invited.", "%(num)s people have been invited.", PEOPLE + 1)
    [invitation] = story.mails.to(story.list_email(1), INTRODUCTION)
    assert [part.get_content_type() for part in invitation.iter_attachments()] == ["text/calendar"]
    story.people["operator"].open("/operation")
    story.people["operator"].sees("Invitation to an introduction")
    _it_was_held_earlier_and_one_person_did_not_come(story, official)


def _it_was_held_earlier_and_one_person_did_not_come(story: Story, official: Person) -> None:
    official.open(f"/sessions/{story.ids['introduction']}/edit")
    official.send(date=story.day(-1))
    official.sees("The plan has been changed.")
    official.open(f"/sessions/{story.ids['introduction']}/record")
    official.tick("Wijkmanager", "absent")
    official.send("all_present")
    official.sees_number("Saved: %(num)s person was present.", "Saved: %(num)s people were present.", PEOPLE)
    expect(official.row("Wijkmanager")).to_contain_text(story.say("Absent"))
