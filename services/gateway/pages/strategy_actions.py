"""What a strategy is going to do: actions with who takes them on, and by when."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField

from services.gateway import errors, formats, strategies
from services.gateway.clients import bus
from services.gateway.forms import DateField, Form, key
from shared.contracts import municipalities as contract
from shared.errors import ChangedMeanwhile, NotFound

pages = Blueprint("strategy_actions", __name__)

ADDRESS = "/programmes/<uuid:programme_id>/strategy/actions"
ACTION = f"{ADDRESS}/<uuid:action_id>"


class ActionForm(Form):
    call = contract.add_strategy_action
    text = StringField(_l("What is to be done?"))
    owner_id = SelectField(
        _l("Who takes it on?"),
        description=_l("One of the people behind the programme, or somebody who writes along."),
        validate_choice=False,
    )
    due_on = DateField(_l("By when?"), description=_l("Who takes it on gets a mail a week before."))

    def __init__(self, strategy: dict[str, Any], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        people = bus().names(strategy["owner_ids"]).in_order(strategy["owner_ids"])
        self.owner_id.choices = [("", _("Nobody yet")), *((str(each["id"]), each["name"]) for each in people)]


class ChangeActionForm(ActionForm):
    call = contract.change_strategy_action
    version = HiddenField()


@pages.route(f"{ADDRESS}/new", methods=["GET", "POST"])
def new(programme_id: UUID) -> ResponseReturnValue:
    strategy = strategies.written(programme_id)
    form = ActionForm(strategy)
    if form.sent and form.send(programme_id=programme_id) is not None:
        flash(_("The action has been added."), "success")
        return _back(programme_id)
    page = render_template("strategies/action.html", form=form, strategy=strategy, action=None, conflict=None)
    return page, form.status


@pages.route(ACTION, methods=["GET", "POST"])
def change(programme_id: UUID, action_id: UUID) -> ResponseReturnValue:
    strategy = strategies.written(programme_id)
    action = next((each for each in strategy["actions"] if each["id"] == action_id), None)
    if action is None:
        raise NotFound()
    kept = action | {"owner_id": str(action["owner_id"] or "")}
    form = ChangeActionForm(strategy, data=kept if request.method == "GET" else None)
    if form.sent and form.send(programme_id=programme_id, action_id=action_id) is not None:
        flash(_("The action has been changed."), "success")
        return _back(programme_id)
    conflict = None
    if form.refusal and form.refusal.code == ChangedMeanwhile.code:
        form.version.data = action["version"]
        conflict = _versions(form, kept)
    page = render_template("strategies/action.html", form=form, strategy=strategy, action=action, conflict=conflict)
    return page, form.status


def _versions(form: ChangeActionForm, theirs: dict[str, Any]) -> list[dict[str, Any]]:
    """For `ui.versions`, when two people changed it at once."""
    people = dict(form.owner_id.choices)
    return [
        {"key": form.text.label.text, "theirs": theirs["text"], "yours": form.text.data},
        {
            "key": form.owner_id.label.text,
            "theirs": people.get(theirs["owner_id"], ""),
            "yours": people.get(form.owner_id.data or "", ""),
        },
        {
            "key": form.due_on.label.text,
            "theirs": str(theirs["due_on"] or ""),
            "yours": str(form.due_on.data or ""),
        },
    ]


@pages.post(f"{ACTION}/state")
def set_state(programme_id: UUID, action_id: UUID) -> ResponseReturnValue:
    state, shown = request.form.get("state"), request.form.get("shown")
    which = {"programme_id": programme_id, "action_id": action_id}
    try:
        bus().order(contract.set_strategy_action_state, key(), **which, state=state, shown=shown)
    except ChangedMeanwhile as refusal:
        flash(errors.sentence(refusal), "error")
    else:
        flash(_("Everybody sees now: %(state)s.", state=formats.label(state, "action_state")), "success")
    return _back(programme_id)


@pages.post(f"{ACTION}/removal")
def remove(programme_id: UUID, action_id: UUID) -> ResponseReturnValue:
    bus().order(contract.remove_strategy_action, key(), programme_id=programme_id, action_id=action_id)
    flash(_("The action has been removed."), "success")
    return _back(programme_id)


def _back(programme_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("strategies.show", programme_id=programme_id, _anchor="actions"))
