"""A participant's own page: they prepare for the course, and decide who reads it."""

from typing import Any

from icalendar import Calendar

from tests.story.course import GROUP
from tests.story.person import Person
from tests.story.preparation import TRAINER
from tests.story.setting import Story

WRITTEN = "Vragen stellen aan wie niets zegt."


def a_participant_prepares_on_their_own_page(story: Story) -> None:
    participant = _by_the_link_of_a_mail(story)
    participant.sees(GROUP, "Training day", "Wijkhuis", TRAINER)
    participant.follow("/reflection")
    participant.send(context="Op het plein praat iedereen over elkaar.", possible=WRITTEN)
    participant.sees("Saved.", "Only you read this")
    _the_trainer_reads_it_while_it_is_shared(story, participant)
    _a_moved_session_moves_in_their_calendar(story, participant)


def _by_the_link_of_a_mail(story: Story) -> Person:
    """Of somebody who has a place."""
    wanted = "SELECT person_id FROM trainings.enrolments WHERE state = 'enrolled' ORDER BY number LIMIT 1"
    member = story.city.sql(wanted)[0].person_id
    email = story.city.sql("SELECT email FROM identity.people WHERE id = %s", member)[0].email
    participant = story.somebody("a participant with a page")
    participant.open(story.mails.link(email, "/my/"))
    participant.is_at("/my")
    return participant


def _the_trainer_reads_it_while_it_is_shared(story: Story, participant: Person) -> None:
    trainer, day = story.people["trainer"], f"/sessions/{story.ids['training_day']}"
    trainer.open(day)
    trainer.sees_not(WRITTEN)
    participant.press("/sharing")
    participant.sees("Your trainers can read it now.")
    trainer.open(day)
    trainer.sees("What participants shared with you", WRITTEN)
    story.people["coordinator"].open(day)
    story.people["coordinator"].sees_not(WRITTEN)
    participant.press("/sharing")
    participant.sees("Only you can read it now.")
    trainer.open(day)
    trainer.sees_not(WRITTEN)


def _a_moved_session_moves_in_their_calendar(story: Story, participant: Person) -> None:
    participant.open("/my/calendar")
    address = participant.main.locator("a[href$='.ics']").last.get_attribute("href") or ""
    before = _entry(story, participant, address)
    story.people["coordinator"].open(f"/sessions/{story.ids['deepening']}/edit")
    story.people["coordinator"].send(start_time="10:30")
    story.people["coordinator"].sees("The plan has been changed.")
    after = _entry(story, participant, address)
    assert after["sequence"] > before["sequence"]
    assert after["dtstart"].dt.strftime("%H:%M") == "10:30"


def _entry(story: Story, participant: Person, address: str) -> Any:
    """Of the deepening half-day, as a calendar program gets it; the first word of its UID is the session."""
    calendar = Calendar.from_ical(participant.context.request.get(address).body())
    return next(one for one in calendar.walk("VEVENT") if one["uid"].startswith(story.ids["deepening"]))
