from typing import Any

from sqlalchemy import Uuid, select
from sqlalchemy.orm import Session

from services.identity import links, rules, throttle
from services.identity.errors import LinkNotValid
from services.identity.queries.people import HELD_ROLES, HERE, MEANT, Meant, among
from services.identity.tables import Person
from shared import access
from shared.access import CALENDAR, PARTICIPANT, Actor
from shared.database import settings_of
from shared.errors import NotFound


def personal_links(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """For the mails that carry them. A record that became another's leads to that one's pages."""
    settings = settings_of(tx)
    people = tx.execute(
        select(Person.id, Meant.id.label("meant_id"), Meant.link_generation, Meant.calendar_generation)
        .join(Meant, MEANT)
        .where(Meant.removed_at.is_(None), among(Person.id, request["person_ids"], Uuid))
    )
    return {
        "links": [
            {
                "person_id": person.id,
                "page": links.to_pages(settings, person.meant_id, person.link_generation),
                "calendar": links.to_calendar(settings, person.meant_id, person.calendar_generation),
            }
            for person in people
        ]
    }


def resume_link(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Whose link it is. Asked at every request, so that a link that was ended opens nothing any more."""
    signed = links.of_pages(settings_of(tx), request["link"], rules.LINK_AGE)
    person = _holder(tx, signed, Person.link_generation, request["client"])
    return _let_in(tx, person, frozenset({PARTICIPANT}))


def resume_calendar(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The roles say whose sessions are theirs to see; a calendar asks for sessions and for nothing else."""
    signed = links.of_calendar(settings_of(tx), request["link"])
    person = _holder(tx, signed, Person.calendar_generation, request["client"])
    return _let_in(tx, person, frozenset({CALENDAR, *person.roles}))


def calendar_link(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """The actor's own."""
    generation = tx.scalar(select(Person.calendar_generation).where(Person.id == actor.id, HERE))
    if generation is None:
        raise NotFound()
    return {"link": links.to_calendar(settings_of(tx), actor.id, generation)}


def _holder(tx: Session, signed: links.Signed | None, current: Any, client: str) -> Any:
    """Only what was not made here counts as a guess: whoever has a real link never waits for their neighbours."""
    if signed is None:
        guessing = (rules.LINK_BY_CLIENT, client)
        throttle.refuse_too_many(tx, guessing)
        throttle.count(tx, guessing)
        raise LinkNotValid()
    person_id, generation = signed
    found = tx.execute(
        select(Person.id, Person.name, Person.language, HELD_ROLES.label("roles")).where(
            Person.id == person_id, HERE, current == generation
        )
    ).first()
    if found is None:
        raise LinkNotValid()
    return found


def _let_in(tx: Session, person: Any, roles: frozenset[str]) -> dict[str, Any]:
    settings = settings_of(tx)
    return {
        "token": access.sign(Actor(person.id, roles), settings.secret_key),
        "person_id": person.id,
        "name": person.name,
        "language": person.language or settings.default_language,
    }
