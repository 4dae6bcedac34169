"""Who trained whom: the tree, the trainings that somebody gave onward, and who of them agrees to be named."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField

from services.gateway import errors, formats, lineage, memberships
from services.gateway.clients import bus
from services.gateway.forms import DateField, Form, key
from services.gateway.rows import in_pages
from shared import clock
from shared.contracts import networks as contract
from shared.errors import Refusal

pages = Blueprint("tree", __name__)
memberships.tell_strangers(pages)

MOST_FOUND = 20


class TrainingForm(Form):
    call = contract.record_onward_training
    held_on = DateField(_l("When was it?"))
    setting = RadioField(_l("In which setting?"), validate_choice=False)
    people = StringField(_l("How many people did you train?"), description=_l("Count everybody once."))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.setting.choices = formats.choices("training_settings")


@pages.get("/network/tree")
def show() -> ResponseReturnValue:
    found, own = bus().ask_together((contract.tree, {}), (contract.membership, {}))
    branches = lineage.named(found["branches"], bus().names(lineage.people_in(found["branches"])))
    return render_template(
        "tree/show.html",
        drawings=lineage.drawings(branches),
        trainers=lineage.who_trained(branches),
        settings=found["settings"],
        is_member=own["standing"] is not None,
        lineage=lineage,
    )


@pages.route("/network/trainings", methods=["GET", "POST"])
def trainings() -> ResponseReturnValue:
    form = TrainingForm(data={"held_on": clock.today(current_app.config["CITY"].time_zone)})
    if form.sent:
        made = form.send()
        if made:
            flash(_("It counts. Were there members among them? Then ask whether you may name them."), "success")
            return redirect(url_for("tree.training", training_id=made["id"]))
    own = bus().ask(contract.onward_trainings)
    page = render_template(
        "tree/trainings.html",
        form=form,
        given=own["given"],
        received=own["received"],
        names=bus().names(each["trainer_id"] for each in own["received"]),
    )
    return page, form.status


@pages.route("/network/trainings/<uuid:training_id>", methods=["GET", "POST"])
def training(training_id: UUID) -> ResponseReturnValue:
    """Who was there is asked, one at a time."""
    problem, status = None, 200
    if request.method == "POST":
        try:
            bus().order(contract.name_trainee, key(), training_id=training_id, person_id=request.form.get("person_id"))
        except Refusal as refusal:
            if refusal.status in (401, 403, 404):
                raise
            problem, status = errors.sentence(refusal), refusal.status
        else:
            flash(_("They get a mail, and are named once they agree."), "success")
            return redirect(url_for("tree.training", training_id=training_id))
    found = bus().ask(contract.onward_training, training_id=training_id)
    query = request.args.get("q", "").strip()
    known = [each["person_id"] for each in found["trainees"]]
    page = render_template(
        "tree/training.html",
        training=found,
        names=bus().names(known),
        query=query,
        people=_members_called(query, known) if query else [],
        problem=problem,
    )
    return page, status


def _members_called(query: str, known: list[UUID]) -> list[dict[str, Any]]:
    """Those members who can be asked still."""
    members = [member["person_id"] for page in in_pages(contract.members) for member in page]
    people = bus().names(members).in_order([each for each in members if each not in known])
    found = [person for person in people if query.casefold() in person["name"].casefold()]
    return [person | {"note": person["organisation"]} for person in found[:MOST_FOUND]]


@pages.post("/network/trainings/<uuid:training_id>/removal")
def remove(training_id: UUID) -> ResponseReturnValue:
    bus().order(contract.remove_onward_training, key(), training_id=training_id)
    flash(_("The training has been removed."), "success")
    return redirect(url_for("tree.trainings"))


@pages.post("/network/trainings/<uuid:training_id>/answer")
def answer(training_id: UUID) -> ResponseReturnValue:
    agrees = request.form.get("agrees") == "yes"
    bus().order(contract.answer_as_trainee, key(), training_id=training_id, agrees=agrees)
    said = _("You stand in the tree now.") if agrees else _("You are not named for it. You are counted, and no more.")
    flash(said, "success")
    return redirect(url_for("tree.trainings"))
