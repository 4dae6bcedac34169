"""Short ways to what people do who come in from outside."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from services.trainings import reactions
from services.trainings.commands import registrations
from services.trainings.queries import registrations as queries
from services.trainings.tokens import token_of
from shared import clock
from shared.access import APPLICANT, Actor
from shared.contracts import trainings as contract

NOBODY = Actor()
APPLICANT_ACTOR = Actor(roles=frozenset({APPLICANT}))


class Door:
    """The door of one programme: what a coordinator opens, and who comes in."""

    def __init__(self, programme: Any):
        self.programme, self.ask, self.tx = programme, programme.ask, programme.ask.tx

    def opened(self, edition_id: UUID, **more: Any) -> str:
        """The code."""
        plan = {"way": "open_call", "open": True, "language": "nl"} | more
        self.ask(
            contract.open_registration,
            registrations.open_registration,
            self.programme.coordinator,
            edition_id=edition_id,
            **plan,
        )
        return self.ways_in(edition_id)["edition"]["code"]

    def ways_in(self, edition_id: UUID, actor: Actor | None = None) -> dict[str, Any]:
        return self.ask(contract.ways_in, queries.ways_in, actor or self.programme.coordinator, edition_id=edition_id)

    def edition(self, code: str) -> dict[str, Any]:
        return self.ask(contract.edition, queries.edition, NOBODY, code=code)

    def register(self, code: str, person_id: UUID | None = None) -> tuple[UUID, dict[str, Any]]:
        person_id = person_id or uuid4()
        return person_id, self.ask(
            contract.register, registrations.register, APPLICANT_ACTOR, code=code, person_id=person_id
        )

    def token(self, edition_id: UUID, person_id: UUID) -> str:
        return token_of(self.tx, edition_id, person_id)

    def confirm(self, edition_id: UUID, person_id: UUID) -> dict[str, Any]:
        token = self.token(edition_id, person_id)
        return self.ask(contract.confirm_place, registrations.confirm_place, NOBODY, token=token)

    def leave(self, edition_id: UUID, person_id: UUID) -> None:
        token = self.token(edition_id, person_id)
        self.ask(contract.leave_place, registrations.leave_place, NOBODY, token=token)

    def place(self, edition_id: UUID, person_id: UUID) -> dict[str, Any]:
        return self.ask(contract.own_place, queries.own_place, NOBODY, token=self.token(edition_id, person_id))

    def partner(self, **more: Any) -> UUID:
        """An organisation that is willing and able, as municipalities announces it."""
        partner = {"partner_id": uuid4(), "contact_id": uuid4(), "willing": True, "able": True} | more
        reactions.partner_changed(self.tx, {"programme_id": self.programme.id, **partner})
        return partner["partner_id"]

    def asked(self, group_id: UUID, partner_id: UUID | None = None) -> str:
        """The partner's code."""
        partner_id = partner_id or self.partner()
        actor, about = self.programme.coordinator, {"edition_id": group_id, "partner_id": partner_id}
        return self.ask(contract.ask_partner, registrations.ask_partner, actor, **about)["code"]

    def nominate(self, code: str, *person_ids: UUID) -> dict[str, Any]:
        data = {"code": code, "person_ids": list(person_ids)}
        return self.ask(contract.nominate, registrations.nominate, APPLICANT_ACTOR, **data)

    def nominations(self, code: str) -> dict[str, Any]:
        return self.ask(contract.nominations, queries.nominations, NOBODY, code=code)


class Time:
    def __init__(self, monkeypatch: Any):
        self.moment = clock.now()
        monkeypatch.setattr(clock, "now", lambda: self.moment)

    def passes(self, **time: float) -> datetime:
        self.moment += timedelta(**time)
        return self.moment


def today() -> date:
    return clock.today("Europe/Amsterdam")
