"""Who can give a session: for one that is planned, with assigning them, or for any day and time."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField

from services.gateway import formats, paths, plans
from services.gateway.clients import bus
from services.gateway.forms import DateField, Form, TimeField
from services.gateway.visitor import require
from shared.access import TRAINER
from shared.contracts import identity
from shared.contracts import trainings as contract
from shared.contracts.base import load
from shared.errors import Refusal

pages = Blueprint("stand_ins", __name__)


class StandInForm(Form):
    call = contract.assign_stand_in
    instead_of = RadioField(_l("Who does not give this session?"), validate_choice=False)


class FreeForm(Form):
    """Sent as an address, so that it can be kept and shared."""

    call = contract.free_trainers
    date = DateField(_l("Date"))
    start_time = TimeField(_l("Starts at"))
    minutes = StringField(_l("Takes"))
    language = SelectField(_l("Language"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.language.choices = formats.choices("languages", blank=_("Any language"))

    def found(self) -> dict[str, Any] | None:
        try:
            return bus().ask(self.call, **load(self.call.request, self.values()))
        except Refusal as refusal:
            self.take(refusal)
            return None


@pages.get("/sessions/<uuid:session_id>/stand-ins")
def index(session_id: UUID) -> ResponseReturnValue:
    found = bus().ask(contract.stand_ins, session_id=session_id)
    return render_template(
        "stand_ins/index.html",
        session_id=session_id,
        name=plans.name_of(found),
        when=plans.from_to(found),
        paths=paths,
        **_shown(found),
    )


@pages.route("/sessions/<uuid:session_id>/stand-ins/<uuid:person_id>", methods=["GET", "POST"])
def assign(session_id: UUID, person_id: UUID) -> ResponseReturnValue:
    require(contract.assign_stand_in)
    arranged = bus().ask(contract.arrangements, session_id=session_id)
    givers = [role["person_id"] for role in arranged["roles"] if role["role"] in ("trainer", "co_trainer")]
    names = bus().names([person_id, *givers])
    form = StandInForm(data={"instead_of": str(givers[0]) if len(givers) == 1 else ""})
    form.instead_of.choices = [*((str(each), names[each]) for each in givers), ("", _("Nobody: they come in addition"))]
    if form.sent and form.send(session_id=session_id, person_id=person_id) is not None:
        flash(_("%(name)s gives this session. They get word by mail.", name=names[person_id]), "success")
        return redirect(url_for("sessions.show", session_id=session_id))
    page = {"name": names[person_id], "session_name": plans.name_of(arranged), "when": plans.from_to(arranged)}
    return render_template("stand_ins/assign.html", form=form, session_id=session_id, **page), form.status


@pages.get("/trainers/free")
def free() -> ResponseReturnValue:
    require(contract.free_trainers)
    is_asked = bool(request.args)
    form = FreeForm(request.args if is_asked else None, data={"minutes": contract.MINUTES["training_day"]})
    found = form.found() if is_asked else None
    page = render_template("stand_ins/free.html", form=form, paths=paths, **(_shown(found) if found else {}))
    return page, form.status


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    """By name; somebody without the role of trainer can't open what they would give."""
    known = bus().ask(identity.people, role=TRAINER, per_page=1_000)["items"]
    with_role = {person["id"] for person in known}
    names = bus().names(each["person_id"] for each in found["people"])
    people = [{**names.about(each["person_id"]), **each} for each in found["people"]]
    for person in people:
        person["has_role"] = person["id"] in with_role
    return {"people": people, "taken": found["taken"], "wanted": found["language"], "is_asked": True}
