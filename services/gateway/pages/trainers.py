"""The path of trainers: who stands where, one path, the next step, and noting what several people did."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField

from services.gateway import formats, listed_courses, paths
from services.gateway.clients import Names, bus
from services.gateway.forms import ChoicesField, DateField, Form, key
from services.gateway.paging import page_of
from services.gateway.visitor import current, require
from shared import clock
from shared.access import COORDINATOR
from shared.contracts import trainings as contract
from shared.errors import ChangedMeanwhile, Forbidden, NotFound, Refusal

pages = Blueprint("trainers", __name__)

PER_PAGE = 50
MOST_SHOWN = 100  # of the people whom somebody trained; the count is of all


class StepForm(Form):
    call = contract.decide_step
    version = HiddenField()
    state = RadioField(_l("Step"), validate_choice=False)
    decided_on = DateField(_l("Date of the decision"), description=_l("A certificate counts from this day."))
    reason = TextAreaField(_l("Reason"), description=_l("Needed when something is missing or the step leads back."))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.state.choices = formats.choices("trainer_path")

    def take(self, refusal: Refusal) -> None:
        """Who decides after somebody else has decided sees the path as it is now, and decides again."""
        super().take(refusal)
        if refusal.code == ChangedMeanwhile.code:
            self.version.data = refusal.details["current"]["version"]


class ProposalForm(Form):
    call = contract.propose_step
    state = RadioField(_l("Step"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.state.choices = formats.choices("trainer_path")


class LanguagesForm(Form):
    call = contract.set_languages
    languages = ChoicesField(_l("In which languages can this trainer give a session?"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.languages.choices = formats.choices("languages")


@pages.get("/trainers")
def index() -> ResponseReturnValue:
    q, expiry = request.args.get("q", "").strip(), request.args.get("expiry", "")
    state = request.args.get("state") or None
    everybody = listed_courses.trainers_wanted({"state": state or ""})
    if not current().has(COORDINATOR) and all(each["person_id"] == current().person_id for each in everybody):
        return redirect(url_for("trainers.show", person_id=current().person_id))
    shown = listed_courses.fitting(everybody, request.args)
    return render_template(
        "trainers/index.html",
        people=page_of(shown, PER_PAGE),
        paths=paths,
        expiring=sum(each["expiry"] == "soon" for each in everybody),
        filters=_filters(q, state, expiry),
        is_filtered=bool(q or state or expiry),
        coordinates=current().has(COORDINATOR),
    )


def _filters(q: str, state: str | None, expiry: str) -> list[dict[str, Any]]:
    states = formats.choices("trainer_path", blank=_("All steps"))
    expiries = [(code, formats.label(code, "expiry")) for code in ("valid", "soon", "expired")]
    return [
        {"name": "q", "label": _("Name"), "value": q},
        {"name": "state", "label": _("Step"), "value": state, "options": states},
        {"name": "expiry", "label": _("Certificate"), "value": expiry, "options": [("", _("All")), *expiries]},
    ]


def _names(person_id: UUID, *others: UUID | None) -> Names:
    names = bus().names([person_id, *others])
    if person_id not in names.people:
        raise NotFound()
    return names


@pages.get("/trainers/<uuid:person_id>")
def show(person_id: UUID) -> ResponseReturnValue:
    path = bus().ask(contract.path, person_id=person_id)
    names = _names(person_id, *paths.people_in(path, MOST_SHOWN))
    return render_template(
        "trainers/show.html",
        path=path,
        name=names[person_id],
        names=names,
        steps=paths.steps(path),
        history=paths.history(path, names),
        facts=paths.facts(path, names),
        trained=paths.people(path["trained"][:MOST_SHOWN], names),
        trained_count=len({each["person_id"] for each in path["trained"]}),
        group_count=len({each["group_id"] for each in path["trained"]}),
        trained_by=paths.people(path["trained_by"], names),
        paths=paths,
        is_own=person_id == current().person_id,
        sees_everybody=path["may_decide"] or path["may_propose"],
    )


@pages.route("/trainers/<uuid:person_id>/step", methods=["GET", "POST"])
def step(person_id: UUID) -> ResponseReturnValue:
    require(contract.decide_step)
    path = bus().ask(contract.path, person_id=person_id)
    wanted = path["proposal"]["state"] if path["proposal"] else path["next_state"] or path["state"]
    state = path["state"] if "renew" in request.args else wanted
    today = clock.today(current_app.config["CITY"].time_zone)
    form = StepForm(data={"state": state, "decided_on": today, "version": path["version"]})
    if form.sent and form.send(person_id=person_id) is not None:
        flash(_("The decision has been saved."), "success")
        return redirect(url_for("trainers.show", person_id=person_id))
    name = _names(person_id)[person_id]
    return render_template("trainers/step.html", form=form, path=path, name=name, paths=paths), form.status


@pages.route("/trainers/<uuid:person_id>/proposal", methods=["GET", "POST"])
def propose(person_id: UUID) -> ResponseReturnValue:
    require(contract.propose_step)
    path = bus().ask(contract.path, person_id=person_id)
    form = ProposalForm(data={"state": path["next_state"] or path["state"]})
    if form.sent and form.send(person_id=person_id) is not None:
        flash(_("Your proposal has been saved. A coordinator decides."), "success")
        return redirect(url_for("trainers.show", person_id=person_id))
    name = _names(person_id)[person_id]
    return render_template("trainers/proposal.html", form=form, path=path, name=name, paths=paths), form.status


@pages.route("/trainers/<uuid:person_id>/languages", methods=["GET", "POST"])
def languages(person_id: UUID) -> ResponseReturnValue:
    path = bus().ask(contract.path, person_id=person_id)
    if not path["may_decide"] and person_id != current().person_id:
        raise Forbidden()
    form = LanguagesForm(data={"languages": path["languages"]})
    if form.sent and form.send(person_id=person_id, languages=form.languages.data or []) is not None:
        flash(_("The languages have been saved."), "success")
        return redirect(url_for("trainers.show", person_id=person_id))
    name = _names(person_id)[person_id]
    return render_template("trainers/languages.html", form=form, path=path, name=name), form.status


@pages.post("/trainers/<uuid:person_id>/notes/<uuid:note_id>/withdraw")
def withdraw_note(person_id: UUID, note_id: UUID) -> ResponseReturnValue:
    bus().order(contract.withdraw_note, key(), note_id=note_id)
    flash(_("What was noted has been taken back."), "success")
    return redirect(url_for("trainers.show", person_id=person_id))
