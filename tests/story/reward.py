"""Steps 7 to 9: feedback that nobody can trace, the network of experts, and a dashboard that tells it all."""

from playwright.sync_api import expect

from tests.story.course import EXCUSED, GROUP, PLACES
from tests.story.person import Person
from tests.story.preparation import PEOPLE, PROGRAMME
from tests.story.setting import PASSWORD, Story
from tests.waiting import eventually

COMPLETED = PLACES - EXCUSED
COMMENTS = [f"Het oefenen met een echte situatie hielp, wel {times} keer." for times in range(5)]
ADVICE, ANSWER = "Een gerucht in de buurtapp", "Begin bij wie er nog niets over zegt."


def five_participants_give_feedback(story: Story) -> None:
    links = list(story.mails.with_link("/feedback/", COMPLETED).values())
    assert len(set(links)) == COMPLETED
    for link, comment in zip(links, COMMENTS, strict=False):
        _answers(story, link, comment)
    late = story.somebody("somebody with a link that was used")
    late.open(links[0])
    late.sees("With this link the questions were answered before. Thank you.")


def _answers(story: Story, link: str, comment: str) -> None:
    participant = story.somebody("a participant")
    participant.open(link)
    participant.sees("Your answers are anonymous")
    participant.send()
    while not participant.main.locator("button[value=send]").count():
        if participant.main.locator("input[type=radio]").count():
            participant.main.locator("input[type=radio][value='8']").check()
        elif participant.main.locator("input[type=checkbox]").count():
            participant.main.locator("input[type=checkbox]").first.check()
        else:
            participant.main.locator("textarea").fill(comment)
        participant.go(participant.main.locator("button[value=next]"))
    participant.sees("Check your answers", comment)
    participant.go(participant.main.locator("button[value=send]"))
    participant.sees("Thank you for your feedback")


def the_results_show_when_the_survey_closes(story: Story) -> None:
    official, trainer = story.people["coordinator"], story.people["trainer"]
    official.open(f"/programmes/{story.ids['programme']}/surveys")
    official.go(official.main.locator("tbody a").first)
    official.sees("The survey is open")
    official.sees_not(COMMENTS[0])
    survey = official.path
    official.follow("/close")
    official.send()
    trainer.open(survey)
    trainer.sees_not(COMMENTS[0])
    the_official_releases_the_comments(official)
    for person in (official, trainer):
        person.open(survey)
        person.sees("of %(invited)s invited", invited=COMPLETED)
        person.sees(*COMMENTS)
    expect(official.main.locator(".app-card__figure").first).to_contain_text("5")


def the_official_releases_the_comments(official: Person) -> None:
    official.follow("/comments")
    for radio in official.main.locator("input[value=release]").all():
        radio.check()
    official.send()


def the_invited_build_the_network(story: Story) -> None:
    links = list(story.mails.with_link("?next=/network/join", COMPLETED).items())
    asking, answering = (_joins(story, email, link) for email, link in links[:2])
    asking.open("/network/posts/new?kind=advice")
    asking.send(title=ADVICE, text="Reageren of niet, en wie?", theme="exclusion")
    asking.sees("It is on the board. Everybody in the network can read it now.")
    asking.open("/network/posts/new?kind=experience")
    asking.send(title="Een gesprek dat lukte", text="We vroegen wat iedereen op een gewone dinsdag nodig heeft.")
    answering.open("/network")
    answering.go(answering.main.get_by_role("link", name=ADVICE))
    answering.send(text=ANSWER)
    answering.sees("Your answer has been posted.", ANSWER)
    asking.open(story.mails.link(links[0][0], "/network/posts/"))
    asking.sees(ADVICE, ANSWER)
    official = story.people["coordinator"]
    official.open("/network")
    official.sees("Members of the network")
    official.sees_not(ADVICE)


def _joins(story: Story, email: str, link: str) -> Person:
    [known] = story.city.sql("SELECT name FROM identity.people WHERE email = %s", email)
    expert = story.somebody(known.name)
    expert.open(link)
    expert.send(password=PASSWORD)
    expert.sees("Join the network of internal experts")
    areas = [box.get_attribute("value") for box in expert.field("area_ids").all()]
    expert.fill_in(expertise=["youth"], area_ids=areas[:1], languages=["nl", "en"])
    expert.send()
    assert expert.path == "/network/join", "only who agrees becomes a member"
    expert.send(agreed=True)
    expert.sees("Welcome to the network. Colleagues can find you now.")
    return expert


def the_dashboard_is_right(story: Story) -> None:
    official = story.people["coordinator"]

    def funnel() -> list[int]:
        official.open(f"/programmes/{story.ids['programme']}")
        return [int(cell.inner_text()) for cell in official.main.locator(".app-chart--funnel strong").all()]

    expected = [PEOPLE + 1, PEOPLE, PLACES, COMPLETED, COMPLETED, COMPLETED, 2]
    eventually(lambda: funnel() == expected, what=f"the funnel to be {expected}, not {funnel()}")
    official.sees(PROGRAMME, GROUP, f"{PLACES}/{PLACES}", "From introduction to network")


def somebody_leaves_and_is_removed_everywhere(story: Story) -> None:
    official, trainer = story.people["coordinator"], story.people["trainer"]
    official.open(f"/people?q={story.ids['excused']}")
    official.go(official.main.locator("tbody a").first)
    official.follow("/erase")
    official.send()
    official.sees("The person has been removed.")
    trainer.open(f"/sessions/{story.ids['training_day']}")
    trainer.sees_not(story.ids["excused"])
    trainer.sees("removed person")
