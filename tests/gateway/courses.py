"""A course that people have completed: what feedback and the network begin with.

Made by the same calls as the pages make, so it needs none of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID

from shared import clock
from shared.access import COORDINATOR, TRAINER, Actor
from shared.contracts import feedback, identity, networks, trainings
from tests.city import City
from tests.gateway.running_programme import Maker
from tests.waiting import eventually


@dataclass(frozen=True)
class Course:
    programme_id: UUID
    group_id: UUID
    survey_id: UUID


def completed_course(
    city: City,
    coordinator_id: UUID,
    trainer_id: UUID,
    person_ids: Sequence[UUID],
    name: str = "Group West",
    programme_id: UUID | None = None,
) -> Course:
    """Who completed it has been invited to the network, and the survey of the group is open."""
    make = Maker(city, coordinator_id)
    today = clock.today(city.settings.time_zone)
    people = list(person_ids)
    programme_id = programme_id or make.programme()
    introduction_id = make.introduction(programme_id, today - timedelta(days=60))
    make(trainings.invite_people, session_id=introduction_id, person_ids=people)
    make.record(introduction_id, people)
    group = {"programme_id": programme_id, "name": name, "person_ids": people, "trainer_ids": [trainer_id]}
    if len(people) > trainings.PLACES:
        group |= {"places": len(people), "places_reason": "So many want to come."}
    group_id = make(trainings.form_group, **group)["id"]
    for kind, days in (("training_day", 40), ("deepening", 20)):
        make.record(make.session(group_id, kind, today - timedelta(days=days)), people)
    for person_id in people:
        eventually(partial(_is_invited, city, person_id), what="the invitation to the network")
    survey_ids = [
        eventually(partial(_survey, city, reader, group_id, len(people)), what="the survey to be open for a reader")
        for reader in (Actor(coordinator_id, frozenset({COORDINATOR})), Actor(trainer_id, frozenset({TRAINER})))
    ]
    return Course(programme_id, group_id, survey_ids[0])


def _is_invited(city: City, person_id: UUID) -> bool:
    return city.ask(networks.invitation, Actor(person_id)).data["state"] == "open"


def _survey(city: City, reader: Actor, group_id: UUID, invited: int) -> UUID | None:
    found = city.ask(feedback.surveys, reader, group_id=group_id).data["surveys"]
    return next((survey["id"] for survey in found if survey["invited"] == invited), None)


def links(city: City, survey_id: UUID, count: int) -> list[str]:
    """Tokens as they stand in the mails."""
    return city.caller(feedback.issue_links, survey_id=survey_id, count=count).data["tokens"]


def personal_links(city: City, person_id: UUID) -> dict[str, str]:
    """`page` and `calendar`, as they stand in a mail."""
    [found] = city.caller(identity.personal_links, person_ids=[person_id]).data["links"]
    return found
