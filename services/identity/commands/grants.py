from typing import Any

from sqlalchemy.orm import Session

from services.identity import rules, throttle
from services.identity.queries.grants import somebody
from shared import grants
from shared.access import Actor
from shared.database import settings_of


def compare_name(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Whether a name is that of the person whom the grant means. Wrong ones are counted, so that nobody goes through a
    list of names."""
    person_id = grants.person_of(request["grant"], grants.COMPARE_NAME, settings_of(tx).secret_key)
    client = request["client"]
    counted = [(rules.COMPARE_BY_PERSON, f"{client} {person_id}"), (rules.COMPARE_BY_CLIENT, client)]
    throttle.refuse_too_many(tx, *counted)
    matches = rules.a_name_is_the_same(request["name"], somebody(tx, person_id).name or "")
    if not matches:
        throttle.count(tx, *counted)
    return {"matches": matches}
