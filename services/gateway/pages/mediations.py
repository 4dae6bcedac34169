"""Mediations: the list, one of them, opening one, asking a mediator, its stage and its end, and the figures."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField

from services.gateway import formats, mediation_keys, mediations
from services.gateway.clients import bus
from services.gateway.forms import DateField, Form, key
from services.gateway.visitor import current, require
from shared.access import COORDINATOR, MEDIATOR
from shared.contracts import mediations as contract

pages = Blueprint("mediations", __name__)


class OpenForm(Form):
    call = contract.open_mediation
    referred_from = SelectField(_l("Who referred them?"), validate_choice=False)
    consented = BooleanField(_l("The parties agree to being referred, and to it being said that we took it up"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.referred_from.choices = formats.choices("sectors", blank=_("Nobody, they came by themselves"))


class AskForm(Form):
    call = contract.ask_mediator
    mediator_id = RadioField(_l("Whom do you ask?"), validate_choice=False)


class AnswerForm(Form):
    call = contract.answer_request
    answer = RadioField(_l("Can you be impartial here?"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.answer.choices = [(code, formats.label(code, "request_answer")) for code in contract.REQUEST_ANSWERS]


class StageForm(Form):
    call = contract.set_stage
    stage = SelectField(_l("Where are you?"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.stage.choices = formats.choices("mediation_stages")


class CloseForm(Form):
    call = contract.close_mediation
    outcome = RadioField(_l("What came of it?"), validate_choice=False)
    referred_to = SelectField(_l("To whom, if you refer them?"), validate_choice=False)
    consented = BooleanField(_l("The parties agree to being referred"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.outcome.choices = formats.choices("mediation_outcomes")
        self.referred_to.choices = formats.choices("sectors", blank=_("To nobody"))


class NoteAnswerForm(Form):
    call = contract.note_answer
    answered_on = DateField(_l("When did you tell them?"))


class NoteHeardForm(Form):
    call = contract.note_heard
    heard_on = DateField(_l("When did you hear from them?"))


@pages.get("/mediations")
def index() -> ResponseReturnValue:
    over = {"yes": True, "no": False}.get(request.args.get("over", ""))
    found = bus().ask(contract.all_mediations, over=over, page=request.args.get("page", 1))
    is_mediator = current().has(MEDIATOR)
    return render_template(
        "mediations/index.html",
        mediations=found["items"],
        page=found["page"],
        pages=found["pages"],
        total=found["total"],
        over=request.args.get("over", ""),
        names=bus().names(each["mediator_id"] for each in found["items"]) if current().has(COORDINATOR) else None,
        has_key=not is_mediator or bool(bus().ask(contract.mediator_key)["version"]),
        unlocked=is_mediator and mediation_keys.unlocked() is not None,
    )


@pages.route("/mediations/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    require(contract.open_mediation)
    form = OpenForm()
    if form.sent:
        opened = form.send()
        if opened:
            flash(_("The mediation is there. Ask somebody to mediate."), "success")
            return redirect(url_for("mediations.ask", mediation_id=opened["id"]))
    return render_template("mediations/new.html", form=form), form.status


@pages.get("/mediations/figures")
def figures() -> ResponseReturnValue:
    return render_template("mediations/figures.html", figures=bus().ask(contract.mediation_figures))


@pages.get("/mediations/<uuid:mediation_id>")
def show(mediation_id: UUID) -> ResponseReturnValue:
    mediation = mediations.found(mediation_id)
    if not mediation["mine"] or mediation["asked"]:
        names = bus().names([mediation["mediator_id"]])
        return render_template("mediations/outside.html", mediation=mediation, names=names)
    opened, locked = mediations.opened(mediation), mediation_keys.unlocked() is None
    entries = opened["entries"] if opened else []
    return render_template(
        "mediations/show.html",
        mediation=mediation,
        opened=opened,
        locked=locked,
        has_key=not locked or bool(bus().ask(contract.mediator_key)["version"]),
        of_kind=lambda *kinds: mediations.of_kind(entries, *kinds),
        kinds=mediations.KINDS,
        texts=mediations.TEXTS,
        without_talk=mediations.without_talk(entries),
        unthanked=mediations.unthanked(entries),
        stage_form=StageForm(formdata=None, data=mediation),
    )


@pages.route("/mediations/<uuid:mediation_id>/mediator", methods=["GET", "POST"])
def ask(mediation_id: UUID) -> ResponseReturnValue:
    form = AskForm()
    if form.sent and form.send(mediation_id=mediation_id) is not None:
        flash(
            _("Asked. Tell them yourself who is involved, so that they can say whether they are impartial."), "success"
        )
        return _back(mediation_id)
    who = bus().ask(contract.mediators, mediation_id=mediation_id)
    names = bus().names(who["mediator_ids"])
    there_are = [each for each in names.in_order(who["mediator_ids"]) if each["id"] not in who["declined_ids"]]
    form.mediator_id.choices = [(str(each["id"]), each["name"]) for each in there_are]
    mediation = mediations.found(mediation_id)
    declined = [names[each] for each in who["declined_ids"]]
    return render_template("mediations/ask.html", form=form, mediation=mediation, declined=declined), form.status


@pages.route("/mediations/<uuid:mediation_id>/request", methods=["GET", "POST"])
def answer(mediation_id: UUID) -> ResponseReturnValue:
    """Before it is theirs, the mediator says whether there is a conflict of interest."""
    require(contract.answer_request)
    form = AnswerForm()
    if form.sent and form.send(mediation_id=mediation_id) is not None:
        if form.answer.data == "no_conflict":
            flash(_("This mediation is yours. Begin with the agreement on confidentiality."), "success")
            return _back(mediation_id)
        flash(_("Somebody else will be asked."), "success")
        return redirect(url_for("mediations.index"))
    mediation = mediations.found(mediation_id)
    return render_template("mediations/answer.html", form=form, mediation=mediation), form.status


@pages.route("/mediations/<uuid:mediation_id>/answer", methods=["GET", "POST"])
def note_answer(mediation_id: UUID) -> ResponseReturnValue:
    require(contract.note_answer)
    form = NoteAnswerForm()
    if form.sent and form.send(mediation_id=mediation_id) is not None:
        flash(_("Noted. They need to know no more than that."), "success")
        return _back(mediation_id)
    mediation = mediations.found(mediation_id)
    return render_template("mediations/note_answer.html", form=form, mediation=mediation), form.status


@pages.route("/mediations/<uuid:mediation_id>/heard", methods=["GET", "POST"])
def note_heard(mediation_id: UUID) -> ResponseReturnValue:
    mediation = mediations.own(mediation_id)
    form = NoteHeardForm()
    if form.sent and form.send(mediation_id=mediation_id) is not None:
        flash(_("Noted."), "success")
        return _back(mediation_id)
    return render_template("mediations/note_heard.html", form=form, mediation=mediation), form.status


@pages.post("/mediations/<uuid:mediation_id>/stage")
def set_stage(mediation_id: UUID) -> ResponseReturnValue:
    stage = request.form.get("stage")
    bus().order(contract.set_stage, key(), mediation_id=mediation_id, stage=stage)
    flash(_("You are at: %(stage)s.", stage=formats.term(stage, "mediation_stages")), "success")
    return _back(mediation_id)


@pages.route("/mediations/<uuid:mediation_id>/close", methods=["GET", "POST"])
def close(mediation_id: UUID) -> ResponseReturnValue:
    mediation = mediations.own(mediation_id)
    form = CloseForm()
    if form.sent and form.send(mediation_id=mediation_id) is not None:
        flash(_("Closed. Now thank everybody, and see to what was promised."), "success")
        return _back(mediation_id, "follow-up")
    return render_template("mediations/close.html", form=form, mediation=mediation), form.status


@pages.route("/mediations/<uuid:mediation_id>/end", methods=["GET", "POST"])
def end(mediation_id: UUID) -> ResponseReturnValue:
    mediation = mediations.own(mediation_id)
    if request.method == "GET":
        opened = mediations.opened(mediation)
        unthanked = mediations.unthanked(opened["entries"]) if opened else []
        return render_template("mediations/end.html", mediation=mediation, unthanked=unthanked)
    bus().order(contract.end_follow_up, key(), mediation_id=mediation_id)
    flash(_("Ended. What stands here is destroyed on the day that it says."), "success")
    return _back(mediation_id)


def _back(mediation_id: UUID, part: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("mediations.show", mediation_id=mediation_id, _anchor=part))
