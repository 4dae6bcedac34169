"""What a lesson for the handbook can begin with: the words that stand on a page already, for whoever reads that page.

Which session, initiative or intervision it was goes no further than the form. Of a mediation nothing comes along.
"""

from dataclasses import dataclass

from flask import request, url_for
from flask_babel import gettext as _

from services.gateway.clients import bus
from shared.contracts import networks, trainings

MEDIATION = "mediation"
RECORDS = ("session_id", "initiative_id", "intervision_id")


@dataclass(frozen=True)
class Beginning:
    """`said`: to the writer, about what comes along. `hidden`: what the form keeps it by. `came_from`: that page."""

    source: str
    said: str
    came_from: str
    hidden: dict[str, str]
    parts: dict[str, str | None]
    theme: str | None = None


def beginning() -> Beginning | None:
    """Of the page that the writer comes from, if any. Refuses whoever may not read it."""
    for name in RECORDS:
        if record_id := request.values.get(name):
            return _OF[name](record_id)
    return _of_a_mediation() if request.values.get("from") == MEDIATION else None


def _of_a_session(session_id: str) -> Beginning:
    found = bus().ask(trainings.session, session_id=session_id)
    said = _("The insights of the session come along. Which session it was is not kept.")
    page = url_for("sessions.show", session_id=session_id)
    return Beginning("session", said, page, {"session_id": session_id}, {"effect": found["record"]["insights"]})


def _of_an_initiative(initiative_id: str) -> Beginning:
    found = bus().ask(networks.initiative, initiative_id=initiative_id)
    done = [f"- {step['text']}" for step in found["steps"] if step["done"]]
    told = [note["text"] for note in found["notes"]]
    parts = {"context": found["purpose"], "action": "\n".join(done), "effect": "\n\n".join(told)}
    said = _("What the initiative is for, its steps and its progress come along. Which initiative it was is not kept.")
    page = url_for("initiatives.show", initiative_id=initiative_id)
    return Beginning("initiative", said, page, {"initiative_id": initiative_id}, parts, found["theme"])


def _of_an_intervision(intervision_id: str) -> Beginning:
    found = bus().ask(networks.intervision, intervision_id=intervision_id)
    parts = {"context": found["learning_question"], "effect": found["lesson"]}
    said = _(
        "The learning question and the lesson of the intervision come along. Which intervision it was is not kept."
    )
    page = url_for("intervisions.show", intervision_id=intervision_id)
    return Beginning("intervision", said, page, {"intervision_id": intervision_id}, parts)


def _of_a_mediation() -> Beginning:
    said = _(
        "Nothing of the mediation comes along, and which one it was is not kept. Write so that nobody, those who took"
        " part included, can tell."
    )
    return Beginning(MEDIATION, said, url_for("mediations.index"), {"from": MEDIATION}, {})


_OF = dict(zip(RECORDS, (_of_a_session, _of_an_initiative, _of_an_intervision), strict=True))
