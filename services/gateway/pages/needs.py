"""What people need: the backlog of a programme, from surveys and conversations."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField

from services.gateway import formats
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from shared.contracts import feedback as contract
from shared.contracts import municipalities

pages = Blueprint("needs", __name__)


class NeedForm(Form):
    call = contract.note_need
    kind = RadioField(_l("What is needed?"), validate_choice=False)
    text = StringField(
        _l("The need, in one sentence"),
        description=_l("What is needed, not who needs it: no names. Those who were invited may read it later."),
    )
    theme = SelectField(_l("Theme"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.kind.choices = formats.choices("needs")
        self.theme.choices = formats.choices("themes", blank=_("No theme"))


class ChangedNeedForm(NeedForm):
    call = contract.change_need
    version = HiddenField()


class DeclineForm(Form):
    call = contract.decide_need
    reason = StringField(_l("Why will it not be done?"), description=_l("Whoever reads of this need reads the reason."))


@pages.get("/programmes/<uuid:programme_id>/needs")
def index(programme_id: UUID) -> ResponseReturnValue:
    wanted = filters_of(request.args)
    of_programme = {"programme_id": programme_id}
    found, told, programme = bus().ask_together(
        (contract.needs, {**of_programme, **wanted, "page": max(request.args.get("page", 1, int), 1)}),
        (contract.told_needs, of_programme),
        (municipalities.programme, of_programme),
    )
    lines = _told(told["told"])
    return render_template(
        "needs/index.html",
        programme=programme,
        needs=found["items"],
        page=found,
        wanted=wanted,
        told=lines,
        waiting=sum(not line["noted"] for line in lines),
        kinds=formats.choices("needs"),
        themes=formats.choices("themes"),
        states=formats.LABELS["need_state"].items(),
    )


def filters_of(args: Any) -> dict[str, str]:
    """What the address asks for, as far as there is such a thing."""
    known = {
        "state": contract.NEED_STATES,
        "kind": contract.need_kinds(),
        "theme": contract.need_themes(),
    }
    return {name: args[name] for name, codes in known.items() if args.get(name) in codes}


def _told(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What nobody has noted yet comes first."""
    lines = [line | {"what": _what(line["kind"], line["choice"])} for line in told]
    return sorted(lines, key=lambda line: line["noted"] > 0)


def _what(kind: str | None, choice: str | None) -> str:
    """What people asked for in a survey, in the words in which it asked."""
    taxonomy = contract.NEED_CHOICES.get(kind or "")
    return formats.term(choice, taxonomy) if choice and taxonomy else formats.term(kind, "needs")


@pages.route("/programmes/<uuid:programme_id>/needs/new", methods=["GET", "POST"])
def new(programme_id: UUID) -> ResponseReturnValue:
    """From a conversation, or what a survey told: then its kind is known."""
    told = {name: request.args[name] for name in ("wave", "kind", "choice") if request.args.get(name)}
    form = NeedForm()
    if form.sent and (noted := form.send(programme_id=programme_id, **told)):
        flash(_("The need has been noted."), "success")
        return redirect(url_for("needs.show", need_id=noted["id"]))
    bus().ask(contract.needs_in_short, programme_id=programme_id)  # before somebody fills in a form for nothing
    programme = bus().ask(municipalities.programme, programme_id=programme_id)
    what = _what(told.get("kind"), told.get("choice")) if "wave" in told else None
    if what:
        del form.kind
    return render_template("needs/edit.html", form=form, programme=programme, need=None, told=what), form.status


@pages.get("/needs/<uuid:need_id>")
def show(need_id: UUID) -> ResponseReturnValue:
    need, programme = _need(need_id)
    told_on = [formats.day(told_at) for told_at in need["told_on"]]
    told = _what(need["kind"], need["choice"])
    return render_template("needs/show.html", need=need, programme=programme, told_on=told_on, told=told)


@pages.route("/needs/<uuid:need_id>/edit", methods=["GET", "POST"])
def edit(need_id: UUID) -> ResponseReturnValue:
    need, programme = _need(need_id)
    form = ChangedNeedForm(data=need)
    if form.sent and form.send(need_id=need_id) is not None:
        flash(_("Saved."), "success")
        return redirect(url_for("needs.show", need_id=need_id))
    return render_template("needs/edit.html", form=form, programme=programme, need=need), form.status


@pages.route("/needs/<uuid:need_id>/decline", methods=["GET", "POST"])
def decline(need_id: UUID) -> ResponseReturnValue:
    form = DeclineForm()
    if form.sent and form.send(need_id=need_id, decision="declined") is not None:
        flash(_("It is noted that this will not be done, and why."), "success")
        return redirect(url_for("needs.show", need_id=need_id))
    need, programme = _need(need_id)
    form.reason.flags.required = True
    return render_template("needs/decline.html", form=form, need=need, programme=programme), form.status


@pages.post("/needs/<uuid:need_id>/decision")
def decide(need_id: UUID) -> ResponseReturnValue:
    """Done, or open again; what is declined is asked why."""
    bus().order(contract.decide_need, key(), need_id=need_id, decision=request.form.get("decision", ""))
    flash(_("Saved."), "success")
    return redirect(url_for("needs.show", need_id=need_id))


def _need(need_id: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    need = bus().ask(contract.need, need_id=need_id)
    return need, bus().ask(municipalities.programme, programme_id=need["programme_id"])
