"""How a participant becomes a certified trainer, and what a coordinator does about clashes, stand-ins and rooms."""

from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Browser

from services.trainings.commands import arrangements
from shared.access import COORDINATOR, TRAINER
from shared.contracts import identity, trainings
from shared.database import transaction
from tests.gateway.running_programme import Maker
from tests.story.person import Person
from tests.story.setting import GENK, PASSWORD, Story, told_in

OFFICIAL, LEAD, CANDIDATE, OBSERVER = "Coördinator", "Vaste trainer", "Kandidaat", "Observator"
ROOM = "Wijkhuis, zaal 2"


@pytest.mark.timeout(300)
def test_a_participant_becomes_a_certified_trainer_who_stands_in(
    postgres: str, rabbitmq: dict[str, str], chromium: Browser
) -> None:
    with told_in(postgres, rabbitmq, chromium, GENK) as story:
        make = people_with_accounts(story)
        programme = make.programme()
        candidate_completes_the_course(story, make, programme)
        what_was_done_elsewhere_is_noted_for_two_at_once(story)
        steps_are_decided_until_two_deliveries_were_observed(story, make, programme)
        the_candidate_sees_the_path_and_who_decided(story)
        a_clash_is_named_and_planned_all_the_same(story, make, programme)
        somebody_is_found_who_stands_in(story)
        arrangements_are_gone_after_the_session(story)


def people_with_accounts(story: Story) -> Maker:
    for name, role in ((OFFICIAL, COORDINATOR), (LEAD, TRAINER), (CANDIDATE, TRAINER), (OBSERVER, TRAINER)):
        account = {"name": name, "email": story.email(name), "language": "en", "password": PASSWORD, "roles": [role]}
        story.ids[name] = str(story.city.caller(identity.register_account, **account).data["id"])
    official = story.people[OFFICIAL] = story.somebody(OFFICIAL)
    official.sign_in(story.email(OFFICIAL), PASSWORD)
    return Maker(story.city, UUID(story.ids[OFFICIAL]))


def a_group(story: Story, make: Maker, programme: UUID, name: str, members: tuple[str, ...] = ()) -> UUID:
    group = {"programme_id": programme, "name": name, "trainer_ids": [UUID(story.ids[LEAD])]}
    return make(trainings.form_group, **group, person_ids=[UUID(story.ids[each]) for each in members])["id"]


def candidate_completes_the_course(story: Story, make: Maker, programme: UUID) -> None:
    group = a_group(story, make, programme, "Groep Een", (CANDIDATE,))
    for kind, days in (("training_day", -90), ("deepening", -60)):
        make.record(make.session(group, kind, story.day(days)), [UUID(story.ids[CANDIDATE])])


def what_was_done_elsewhere_is_noted_for_two_at_once(story: Story) -> None:
    official = story.people[OFFICIAL]
    for requirement in ("network", "workshop"):
        official.open("/trainers/progress")
        official.send("is_complete", requirement=requirement, on=story.day(-30))
        official.sees_error("Choose at least one person.")
        for name in (CANDIDATE, OBSERVER):
            official.row(name).locator("[name=person_ids]").check()
        official.send("is_complete")
        official.sees("Check your answers", CANDIDATE, OBSERVER)
        official.send()
        official.sees("Noted for 2 people.")


def steps_are_decided_until_two_deliveries_were_observed(story: Story, make: Maker, programme: UUID) -> None:
    decide(story, "member")
    decide(story, "shadow")
    for step, role, days in (("co_trainer", "shadow", -50), ("observed", "co_trainer", -40)):
        give(story, make, programme, days, {LEAD: "trainer", CANDIDATE: role})
        decide(story, step)
    for count, days in enumerate((-30, -20), 1):
        give(story, make, programme, days, {CANDIDATE: "trainer", OBSERVER: "observer"})
        story.people[OFFICIAL].open(f"/trainers/{story.ids[CANDIDATE]}")
        story.people[OFFICIAL].sees("%(done)s of %(needed)s", done=count, needed=2)
        if count == 1:
            decide(story, "certified", is_refused=True)
    decide(story, "certified")


def give(story: Story, make: Maker, programme: UUID, days: int, roles: dict[str, str]) -> None:
    """A session that was held, with who did what in it."""
    session = make.session(a_group(story, make, programme, f"Groep {-days}"), "training_day", story.day(days))
    make.record(session, [])
    official = story.people[OFFICIAL]
    official.open(f"/sessions/{session}/roles")
    for number, (name, role) in enumerate(roles.items()):
        official.fill_in(**{f"roles-{number}-person_id": story.ids[name], f"roles-{number}-role": role})
        if role == "observer":
            official.fill_in(**{f"roles-{number}-observed_id": story.ids[CANDIDATE]})
    official.go(official.main.get_by_role("button", name=story.say("Save"), exact=True))
    official.sees("Who gives the session has been saved.", *roles)


def decide(story: Story, step: str, *, is_refused: bool = False) -> None:
    official = story.people[OFFICIAL]
    official.open(f"/trainers/{story.ids[CANDIDATE]}/step")
    official.send(state=step)
    if is_refused:
        official.sees_error("Something is missing for this step, or it leads back: say why")
    else:
        official.sees("The decision has been saved.")


def the_candidate_sees_the_path_and_who_decided(story: Story) -> None:
    candidate = story.people[CANDIDATE] = story.somebody(CANDIDATE)
    candidate.sign_in(story.email(CANDIDATE), PASSWORD)
    candidate.open("/trainers")
    candidate.sees("Your path as a trainer", "Certified", "Observed by %(name)s", name=OBSERVER)
    candidate.sees("Decided by %(name)s.", name=OFFICIAL)
    candidate.sees_not("Decide on a step")
    candidate.open(f"/trainers/{story.ids[OBSERVER]}")
    candidate.sees("Only coordinators, mentors and the person themselves see this path.")


def a_clash_is_named_and_planned_all_the_same(story: Story, make: Maker, programme: UUID) -> None:
    official = story.people[OFFICIAL]
    first, second = (a_group(story, make, programme, name) for name in ("Groep Noord", "Groep Zuid"))
    plan(official, story, first, ROOM)
    official.sees_not("You can plan it all the same.")
    official.send()
    plan(official, story, second, "wijkhuis zaal 2")
    official.sees("The room is taken at that time, and so is %(who)s", who=LEAD)
    official.sees("Groep Noord", "You can plan it all the same.")
    official.send()
    official.is_at("/planned")
    story.ids["clashing"] = official.path.split("/")[2]
    official.open(f"/sessions/{story.ids['clashing']}")
    official.sees("The room is taken at that time, and so is %(who)s", who=LEAD)
    official.open("/sessions")
    assert official.row("Groep Zuid").get_by_text(story.say("Clash")).count() == 1


def plan(official: Person, story: Story, group: UUID, place: str) -> None:
    official.open(f"/groups/{group}/sessions/new?kind=training_day")
    official.send(date=story.day(20), start_time="9", place=place)
    official.sees("Check your answers")


def somebody_is_found_who_stands_in(story: Story) -> None:
    official = story.people[OFFICIAL]
    official.open(f"/sessions/{story.ids['clashing']}/stand-ins")
    assert official.row(LEAD).count() == 0
    official.go(official.row(CANDIDATE).locator("a[href*='/stand-ins/']"))
    official.send()
    official.sees("%(name)s gives this session. They get word by mail.", name=CANDIDATE)
    official.sees("The room is taken at that time", CANDIDATE)
    official.sees_not("The room is taken at that time, and so is %(who)s", who=LEAD)
    candidate = story.people[CANDIDATE]
    candidate.open(f"/sessions/{story.ids['clashing']}")
    candidate.sees("Groep Zuid", CANDIDATE)


def arrangements_are_gone_after_the_session(story: Story) -> None:
    official, session = story.people[OFFICIAL], story.ids["clashing"]
    official.open(f"/sessions/{session}/arrangements")
    official.send(language="en", interpreter="needed", interpreter_language="tr", catering="16 lunches")
    official.sees("The arrangements have been saved.", "16 lunches", "Turkish")
    moved = "UPDATE trainings.sessions SET starts_at = starts_at - %s, ends_at = ends_at - %s WHERE id = %s"
    story.city.sql(moved, timedelta(days=30), timedelta(days=30), session)
    with transaction(story.city.settings, "trainings") as tx:
        arrangements.delete_arrangements(tx)  # what the services do every minute
    official.open(f"/sessions/{session}")
    official.sees("arrangements are not kept after the session.", "Turkish")
    official.sees_not("16 lunches")
