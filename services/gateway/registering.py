"""Coming in from outside with a code: trainings says that it is valid, identity knows the names, trainings registers.

The visitor needs no account and learns nothing about who is known; the grant never leaves the gateway.
"""

from typing import Any

from flask import request
from flask_babel import gettext as _

from services.gateway import formats, plans
from services.gateway.clients import bus
from shared.access import ANYONE
from shared.contracts import fields, identity, municipalities
from shared.contracts import trainings as contract
from shared.contracts.base import Call, Schema
from shared.errors import Invalid


class Applicant(identity.PersonFields):
    code = fields.Text(max=20, required=True)


class Nominees(Schema):
    code = fields.Text(max=20, required=True)
    people = fields.Many(fields.Part(identity.PersonFields), required=True, max=contract.NOMINATIONS)


REGISTER = Call("gateway", "register", Applicant, contract.Asked, (ANYONE,), changes=True)
NOMINATE = Call("gateway", "nominate", Nominees, contract.Nominated, (ANYONE,), changes=True)


def register(key: str | None, *, code: str, **person: Any) -> dict[str, Any]:
    with bus().speaking_as(_grant(code)):
        try:
            [person_id] = _known_to_identity(key, [person])
        except Invalid as refusal:
            raise Invalid(
                {path.removeprefix("people.0."): codes for path, codes in refusal.fields.items()}
            ) from refusal
        return bus().order(contract.register, key, code=code, person_id=person_id)


def nominate(key: str | None, *, code: str, people: list[dict[str, Any]]) -> dict[str, Any]:
    with bus().speaking_as(_grant(code)):
        return bus().order(contract.nominate, key, code=code, person_ids=_known_to_identity(key, people))


def partner_name(code: str, partner_id: Any) -> str:
    """Empty when nobody can be nominated any more."""
    with bus().speaking_as(_grant(code)):
        found = bus().ask(municipalities.partner_names, partner_ids=[partner_id])["partners"]
    return found[0]["name"] if found else ""


def _grant(code: str) -> str:
    return bus().ask(contract.applicant_grant, code=code)["token"]


def _known_to_identity(key: str | None, people: list[dict[str, Any]]) -> list[Any]:
    client = request.remote_addr or "unknown"
    return bus().order(identity.add_applicants, key, people=people, client=client)["person_ids"]


def rows(edition: dict[str, Any]) -> list[dict[str, Any]]:
    """For `ui.summary_list`: what, when, where, and what is left."""
    language = formats.term(edition["language"], "languages")
    closes_on = formats.day(edition["closes_on"])
    known = [
        (_("When"), [_when(edition, session) for session in edition["sessions"]] or _("Not planned yet")),
        (_("Where"), list(dict.fromkeys(session["place"] for session in edition["sessions"] if session["place"]))),
        (_("People take part"), _deliveries(edition)),
        (_("Language"), language),
        (_("Places left"), _left(edition)),
        (_("Register until"), closes_on),
    ]
    return [{"key": key, "value": value} for key, value in known if value]


def _when(edition: dict[str, Any], session: dict[str, Any]) -> str:
    when = plans.from_to(session)
    if edition["kind"] == "introduction":
        return when
    return _("%(kind)s: %(when)s", kind=formats.label(session["kind"], "session_kind"), when=when)


def _deliveries(edition: dict[str, Any]) -> str:
    deliveries = dict.fromkeys(session["delivery"] for session in edition["sessions"])
    return ", ".join(formats.terms(list(deliveries), "deliveries"))


def _left(edition: dict[str, Any]) -> str | None:
    """None where there is no limit."""
    if edition["free"] is None:
        return None
    if edition["free"]:
        return _("%(free)s of %(places)s", free=edition["free"], places=edition["places"])
    if edition["kind"] == "introduction":
        return _("None: it is full")
    return _("None: there is a waiting list, with %(waiting)s on it", waiting=edition["waiting"])
