"""Steps 4 to 6: a group of sixteen, the training day and the deepening half-day, and what is recorded of them."""

from playwright.sync_api import expect

from tests.story.person import Person
from tests.story.preparation import COLLEAGUE, TRAINER, an_account_by_mail
from tests.story.setting import Story

GROUP = "Groep West"
PLACES = 16
EXCUSED = 1
QUESTIONS = ("Wat doe ik als collega's zelf partij kiezen?", "Hoe bereik ik wie niets zegt?")
TRAINER_NOTES, OFFICIAL_NOTES = "Veel herkenning bij de wet van de brandstof.", "De zaal was te klein."


def a_group_of_sixteen_is_formed(story: Story) -> None:
    official = story.people["coordinator"]
    official.open(f"/programmes/{story.ids['programme']}/groups/new")
    for choice in official.main.locator("[name=person_ids]").all()[: PLACES + 1]:
        choice.check()
    official.send(name=GROUP, size="other", places=20)
    official.sees_error("Say why the group needs more places")
    official.send(size="usual")
    if official.path.endswith("/groups/new"):
        # With JavaScript the page said before that somebody goes to the waiting list.
        official.sees("More people than places")
        official.send()
    official.sees_number("%(num)s person is on the waiting list.", "%(num)s people are on the waiting list.", 1)
    story.ids["group"] = official.path.removeprefix("/groups/")
    _a_place_that_comes_free_goes_to_the_first_in_line(story, official)


def _a_place_that_comes_free_goes_to_the_first_in_line(story: Story, official: Person) -> None:
    first_in_line = _names(official, "waiting")[0]
    leaving = _names(official, "members")[0]
    _withdraw(official, leaving)
    official.sees(
        "%(name)s has been withdrawn. %(next)s comes from the waiting list and has a place now.",
        name=leaving,
        next=first_in_line,
    )
    assert first_in_line in _names(official, "members")
    assert leaving not in _names(official, "members")
    expect(official.main).to_contain_text(f"{PLACES}/{PLACES}")


def _names(person: Person, section: str) -> list[str]:
    """Of the people in a table of the group's page."""
    cells = person.main.locator(f"section[aria-labelledby='{section}'] tbody th").all()
    return [cell.inner_text().splitlines()[0] for cell in cells]


def _withdraw(official: Person, name: str) -> None:
    official.go(official.row(name).locator("a[href$='/withdraw']"))
    official.sees("Do you want to withdraw %(name)s?", name=name)
    official.send()


def the_last_place_goes_to_one_of_two(story: Story) -> None:
    official, colleague = story.people["coordinator"], story.people["colleague"]
    official.open(f"/programmes/{story.ids['programme']}/coordinators?q={COLLEAGUE}")
    official.pick()
    official.send()
    official.open(f"/groups/{story.ids['group']}")
    _withdraw(official, _names(official, "members")[0])
    for person in (official, colleague):
        person.open(f"/groups/{story.ids['group']}/members/new")
    for number, person in enumerate((official, colleague)):
        person.pick(number)
    official.send()
    expect(official.main).to_contain_text(f"{PLACES}/{PLACES}")
    colleague.send()
    colleague.sees("The group is full")
    official.open(f"/groups/{story.ids['group']}")
    assert len(_names(official, "members")) == PLACES


def a_trainer_comes_in_and_participants_ask(story: Story) -> None:
    official = story.people["coordinator"]
    official.open(f"/groups/{story.ids['group']}/trainers")
    official.send(trainer_ids=[story.ids["trainer"]])
    official.sees(TRAINER)
    story.ids["training_day"] = _plan(official, story, "training_day", -2)
    story.ids["deepening"] = _plan(official, story, "deepening", 19)
    trainer = story.people["trainer"] = an_account_by_mail(story, TRAINER, story.email("trainer"))
    trainer.sees("Still to record", GROUP)
    story.mails.to(story.email("trainer"), GROUP)
    _two_participants_ask_without_a_name(story)


def _plan(official: Person, story: Story, kind: str, days: int) -> str:
    """Plans a session of the group; returns its id."""
    official.open(f"/groups/{story.ids['group']}/sessions/new?kind={kind}")
    official.send(date=story.day(days), start_time="9", place="Wijkhuis")
    official.sees("Check your answers", "09:00", "Wijkhuis")
    official.send()
    official.is_at("/planned")
    return official.path.split("/")[2]


def _two_participants_ask_without_a_name(story: Story) -> None:
    member = story.city.sql("SELECT person_id FROM trainings.enrolments LIMIT 1")[0].person_id
    email = story.city.sql("SELECT email FROM identity.people WHERE id = %s", member)[0].email
    link = story.mails.link(email, "/ask/")
    participant = story.somebody("a participant")
    participant.open("/ask")
    participant.send(code="BCDF-2345")
    participant.sees("No group has this code. Ask your trainer for it.")
    for question in QUESTIONS:
        participant.open(link)
        participant.sees(GROUP, "Nobody knows who asks")
        participant.send(text=question)
        participant.sees("Thank you for your question")


def the_training_day_is_recorded(story: Story) -> None:
    trainer = story.people["trainer"]
    trainer.open(f"/sessions/{story.ids['training_day']}/record")
    trainer.is_at("/open")
    trainer.send()
    trainer.sees_error("The session opens when everybody has agreed on the ground rules")
    trainer.send(agreed=True)
    trainer.sees("The session is open. A good day to you all.", *QUESTIONS)
    story.ids["excused"] = _name_of_the_first(trainer)
    trainer.tick(story.ids["excused"], "excused")
    trainer.main.locator("[name=treated]").first.check()
    trainer.fill_in(techniques=["open_question", "reframing"], notes=TRAINER_NOTES)
    trainer.fill_in(**{"follow_ups-0-text": "Afspraak met de wijkraad"})
    _twice_is_once(story, trainer)
    trainer.open(f"/sessions/{story.ids['training_day']}")
    trainer.sees(TRAINER_NOTES, "Afspraak met de wijkraad")
    trainer.sees(
        "Present: %(present)s. Absent: %(absent)s. Excused: %(excused)s. Not yet recorded: %(not_recorded)s.",
        present=PLACES - EXCUSED,
        absent=0,
        excused=EXCUSED,
        not_recorded=0,
    )


def _name_of_the_first(trainer: Person) -> str:
    return trainer.main.locator("tbody th").first.inner_text().splitlines()[0]


def _twice_is_once(story: Story, trainer: Person) -> None:
    """Two clicks on the button; the record's version tells how often it was saved."""
    trainer.main.locator("button[name=all_present]").dblclick()
    trainer.sees_number("Saved: %(num)s person was present.", "Saved: %(num)s people were present.", PLACES - EXCUSED)
    trainer.open(f"/sessions/{story.ids['training_day']}/record")
    assert trainer.field("version").first.input_value() == "1"


def two_people_record_at_once_and_nothing_is_lost(story: Story) -> None:
    official, trainer = story.people["coordinator"], story.people["trainer"]
    for person in (official, trainer):
        person.open(f"/sessions/{story.ids['training_day']}/record")
    trainer.send(notes=f"{TRAINER_NOTES} Graag verder oefenen.")
    trainer.is_at(story.ids["training_day"])
    official.send(notes=OFFICIAL_NOTES)
    official.sees("Two versions of the record", f"{TRAINER_NOTES} Graag verder oefenen.", OFFICIAL_NOTES)
    assert official.field("notes").input_value() == OFFICIAL_NOTES
    official.send(notes=f"{TRAINER_NOTES} Graag verder oefenen. {OFFICIAL_NOTES}")
    official.is_at(story.ids["training_day"])
    official.sees(f"Graag verder oefenen. {OFFICIAL_NOTES}")


def the_deepening_half_day_completes_the_course(story: Story) -> None:
    trainer = story.people["trainer"]
    trainer.open(f"/sessions/{story.ids['deepening']}/open")
    trainer.send(agreed=True)
    trainer.sees(QUESTIONS[1])
    trainer.send("all_present")
    trainer.sees_number(
        "%(num)s person of the group has completed the course.",
        "%(num)s people of the group have completed the course.",
        PLACES - EXCUSED,
    )
    trainer.open(f"/groups/{story.ids['group']}")
    expect(trainer.row(story.ids["excused"])).not_to_contain_text(story.say("Completed the course"))
    trainer.sees("%(completed)s of %(people)s", completed=PLACES - EXCUSED, people=PLACES)
