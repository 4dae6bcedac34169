"""Before a course, and months after it: people are asked by themselves, stop half-way, go on elsewhere, are reminded.

The city's clock is moved: three months on, a week on, six months on.
"""

from collections.abc import Callable
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser

from services.feedback.rules import OPEN_FOR, months_after
from shared.access import COORDINATOR, TRAINER
from shared.contracts import identity, trainings
from tests.chaos import clocks
from tests.gateway.running_programme import Maker
from tests.gateway.visiting import Program
from tests.story.mails import links_in, text_of
from tests.story.person import Person
from tests.story.setting import PASSWORD, ROTTERDAM, Story, told_in
from tests.waiting import eventually

COMPLETED = ("Ada Bakker", "Bram Celik", "Cor Demir", "Fleur Gerrits", "Gijs Hofman")
COMING = ("Dina Evers", "Emre Fokker")
RECOGNISE = "Ik herken het als er een wij-zij-verhaal ontstaat."
COMMENT = "Ik vraag nu eerst wat het midden bezighoudt."
BEFORE = "Uw training begint binnenkort: waar staat u nu?"
AFTER = "Wat heeft de training u gebracht?"
THREE_MONTHS = "Drie maanden na de training: wat doet u ermee?"
SIX_MONTHS = "Zes maanden na de training: wat is gebleven?"


# Moves the city's clock to a day.
Move = Callable[[date], None]


@pytest.mark.timeout(300)
@pytest.mark.skipif(clocks.missing() is not None, reason=f"The city's clock can't be moved: {clocks.missing()}.")
def test_a_group_is_asked_before_its_course_and_three_and_six_months_after_it(
    postgres: str, rabbitmq: dict[str, str], chromium: Browser, tmp_path: Path
) -> None:
    clock = tmp_path / "clock"
    with told_in(postgres, rabbitmq, chromium, ROTTERDAM, clock) as story:

        def move(day: date) -> None:
            clocks.set_clock(clock, round((day - story.today).total_seconds()))
            eventually(lambda: all_processes_live_on(story, day), what=f"{day} for all processes")

        half_day = two_courses(story)
        before_the_course_one_stops_and_goes_on_elsewhere(story)
        the_official_sees_when_each_wave_opens(story, half_day)
        move(months_after(half_day, 3))
        old_link = three_months_later_they_are_asked_again(story)
        move(months_after(half_day, 3) + timedelta(days=7))
        half_way_everybody_is_reminded(story)
        move(months_after(half_day, 6))
        six_months_later_the_old_link_has_closed(story, old_link)
        the_official_sees_what_is_open(story)
        move(months_after(half_day, 6) + OPEN_FOR + timedelta(days=1))
        the_official_reads_what_stayed(story)


def all_processes_live_on(story: Story, day: date) -> bool:
    """The gateway tells its date. Where the services have another one, what it says to them has run out."""
    anybody = Program(story.city.url)
    answer = anybody.try_("POST", "/session", email=story.email(COORDINATOR), password=PASSWORD)
    return answer.ok and parsedate_to_datetime(answer.headers["Date"]).date() >= day


def two_courses(story: Story) -> date:
    """One that five people completed two days ago, one that begins in five days. Returns the day of the half-day."""
    staff = {}
    for role in (COORDINATOR, TRAINER):
        account = {"name": role.title(), "email": story.email(role), "language": story.setting.language}
        found = story.city.caller(identity.register_account, **account, password=PASSWORD, roles=[role])
        staff[role] = found.data["id"]
    make = Maker(story.city, staff[COORDINATOR])
    programme = {"programme_id": make.programme(), "trainer_ids": [staff[TRAINER]]}
    language = story.setting.language
    people = [make.person(name, language=language) for name in COMPLETED]
    done = make(trainings.form_group, **programme, name="Groep Zuid", person_ids=people)["id"]
    training_day = make.session(done, "training_day", story.day(5))
    everybody_answers(story, BEFORE, recognise=4)
    its_day_was_a_mistake(make, training_day, story.day(-21))
    make.record(training_day, people)
    make.record(make.session(done, "deepening", story.day(-2)), people)
    everybody_answers(story, AFTER, recommend=8, recognise=7, recognise_before=3)
    coming = [make.person(name, language=language) for name in COMING]
    group = make(trainings.form_group, **programme, name="Groep Noord", person_ids=coming)["id"]
    make.session(group, "training_day", story.day(5))
    story.ids |= {"done": str(done), "coming": str(group)}
    return story.day(-2)


def its_day_was_a_mistake(make: Maker, session_id: UUID, day: date) -> None:
    version = make(trainings.session, session_id=session_id)["version"]
    plan = {"date": day, "start_time": "09:00", "place": "Library"}
    make(trainings.change_session, session_id=session_id, version=version, **plan)


def everybody_answers(story: Story, subject: str, *besides: str, **answers: int) -> None:
    """By the links in their mails; but those `besides`, who do it on their own."""
    anybody = Program(story.city.url)
    for name in COMPLETED:
        if name not in besides:
            token = link_to(story, name.lower().replace(" ", "."), subject).rpartition("/")[2]
            anybody("POST", "/feedback/answers", token=token, answers=answers)


def before_the_course_one_stops_and_goes_on_elsewhere(story: Story) -> None:
    link = link_to(story, "dina.evers", BEFORE)
    at_work = story.somebody("Dina at work")
    at_work.open(link)
    at_work.sees("Before your course", "Your answers are anonymous", "On that day, until the course begins.")
    at_work.send()
    for answer in (3, 4):
        at_work.main.locator(f"input[type=radio][value='{answer}']").check()
        at_work.go(at_work.main.locator("button[value=next]"))
    at_home = story.somebody("Dina at home")
    at_home.open(link)
    at_home.sees("You began before: go on where you stopped.")
    at_home.go(at_home.main.locator("button[value=resume]"))
    at_home.sees("Question %(step)s of %(of)s", step=3, of=8)
    goes_through(at_home)
    at_home.sees("%(answer)s of 10", answer=3)
    at_home.go(at_home.main.locator("button[value=send]"))
    at_home.sees("Thank you for your feedback")


def the_official_sees_when_each_wave_opens(story: Story, half_day: date) -> None:
    official = signed_in(story)
    official.open(f"/groups/{story.ids['done']}/survey")
    official.sees("Na de training", "Still to come", "Drie maanden later", "Zes maanden later")
    official.sees(str(months_after(half_day, 3).year))
    official.open(f"/groups/{story.ids['coming']}/survey")
    official.sees("Vóór de training")


def three_months_later_they_are_asked_again(story: Story) -> str:
    link = link_to(story, "ada.bakker", THREE_MONTHS)
    ada = story.somebody(COMPLETED[0])
    ada.open(link)
    ada.sees("To more delicate questions it takes ten.")
    ada.send()
    ada.sees("Ik gebruikte de afgelopen maand op mijn werk wat ik in de training leerde.")
    goes_through(ada)
    ada.sees(COMMENT)
    ada.go(ada.main.locator("button[value=send]"))
    ada.sees("Thank you for your feedback")
    everybody_answers(story, THREE_MONTHS, "Ada Bakker", recognise=6)
    return link_to(story, "bram.celik", THREE_MONTHS)


def half_way_everybody_is_reminded(story: Story) -> None:
    for name in COMPLETED:  # also who has answered
        [mail] = story.mails.to(name.lower().replace(" ", "."), "Niemand weet wie geantwoord heeft")
        assert f"“{THREE_MONTHS}”" in " ".join(text_of(mail).split())
        assert links_in(mail, "/feedback/") == []


def six_months_later_the_old_link_has_closed(story: Story, old_link: str) -> None:
    new_link = link_to(story, "bram.celik", SIX_MONTHS)
    bram = story.somebody(COMPLETED[1])
    bram.open(old_link)
    bram.sees("This survey has closed")
    bram.open(new_link)
    bram.sees("Zes maanden later", "Your answers are anonymous")
    everybody_answers(story, SIX_MONTHS, recognise=5)


def the_official_sees_what_is_open(story: Story) -> None:
    official = signed_in(story)
    official.open(f"/groups/{story.ids['done']}/survey")
    official.sees("Drie maanden later", "Zes maanden later")
    official.sees_not("Still to come")
    official.sees_not("Closed, too few answers")


def the_official_reads_what_stayed(story: Story) -> None:
    """Once the last survey has closed, as happens within a minute."""
    official = signed_in(story)

    def compared() -> list[str]:
        official.open(f"/groups/{story.ids['done']}/results")
        rows = official.main.locator("table.app-chart tr").filter(has_text=RECOGNISE)
        return [" ".join(row.replace(RECOGNISE, "").split()) for row in rows.all_inner_texts()]

    before_and_after, looking_back = "4,0 7,0 5 / 5", "3,0 7,0 5 / 5"
    three_months, six_months = "7,0 6,2 5 / 5", "7,0 5,0 5 / 5"
    expected = [before_and_after, looking_back, three_months, six_months]
    eventually(lambda: compared() == expected, seconds=75, what="the surveys to be closed and counted")


def goes_through(person: Person) -> None:
    """Answers everything that is asked until the page where answers are checked."""
    while not person.main.locator("button[value=send]").count():
        if person.main.locator("input[type=radio]").count():
            person.main.locator("input[type=radio][value='7']").check()
        elif person.main.locator("input[type=checkbox]").count():
            person.main.locator("input[type=checkbox]").first.check()
        else:
            person.main.locator("textarea").fill(COMMENT)
        person.go(person.main.locator("button[value=next]"))


def link_to(story: Story, email: str, subject: str) -> str:
    """From the mail with this subject."""
    found = story.mails.to(email, "/feedback/")
    while not (links := [links_in(mail, "/feedback/")[0] for mail in found if mail["Subject"] == subject]):
        found = story.mails.to(email, "/feedback/", len(found) + 1)
    return links[0]


def signed_in(story: Story) -> Person:
    official = story.somebody(COORDINATOR.title())
    official.sign_in(story.email(COORDINATOR), PASSWORD)
    return official
