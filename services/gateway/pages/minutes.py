"""What comes of a meeting: minutes with who was there and what was decided, and the actions that follow."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField

from services.gateway import meetings, memberships
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, DateField, Form, key
from services.gateway.visitor import current
from shared.contracts import networks as contract
from shared.contracts.base import Call
from shared.errors import ChangedMeanwhile

pages = Blueprint("minutes", __name__)
memberships.tell_strangers(pages)

ONE = "/network/meetings/<uuid:meeting_id>"
ACTION = f"{ONE}/actions/<uuid:action_id>"


class MinutesForm(Form):
    """Decisions are typed as one text, a line each."""

    call = contract.save_minutes
    present_ids = ChoicesField(_l("Who was there?"))
    text = TextAreaField(
        _l("What was said?"), description=_l("Write about situations, not about people who were not there.")
    )
    decisions = TextAreaField(_l("What was decided?"), description=_l("One decision on a line."))

    def values(self) -> dict[str, Any]:
        lines = (self.decisions.data or "").splitlines()
        return super().values() | {"decisions": [line.strip() for line in lines if line.strip()]}


class ActionForm(Form):
    call = contract.add_action
    text = StringField(_l("What is to be done?"))
    owner_id = SelectField(_l("Who does it?"), validate_choice=False)
    due_on = DateField(_l("By when?"))


@pages.route(f"{ONE}/minutes", methods=["GET", "POST"])
def edit(meeting_id: UUID) -> ResponseReturnValue:
    draft = bus().ask(contract.minutes_draft, meeting_id=meeting_id)
    form = MinutesForm(data=None if request.method == "POST" else _as_typed(draft))
    people = bus().names(draft["member_ids"]).in_order(draft["member_ids"])
    form.present_ids.choices = [(str(person["id"]), person["name"]) for person in people]
    version = request.form.get("version", draft["minutes_version"])
    if form.sent and form.send(meeting_id=meeting_id, version=version) is not None:
        flash(_("The minutes are saved. Members read of them in their next digest."), "success")
        return _back(meeting_id, "minutes")
    conflict = None
    if form.refusal and form.refusal.code == ChangedMeanwhile.code:
        conflict, version = _versions(form, draft), draft["minutes_version"]
    page = render_template(
        "meetings/minutes.html",
        form=form,
        meeting=draft,
        when=meetings.when(draft),
        version=version,
        conflict=conflict,
    )
    return page, form.status


def _as_typed(draft: dict[str, Any]) -> dict[str, Any]:
    """Before anything is written, those who said that they come are taken to have been there."""
    there = draft["present_ids"] if draft["minutes_version"] else draft["coming_ids"]
    return {
        "present_ids": [str(person_id) for person_id in there],
        "text": draft["minutes"],
        "decisions": "\n".join(draft["decisions"]),
    }


def _versions(form: MinutesForm, draft: dict[str, Any]) -> list[dict[str, Any]]:
    """For `ui.versions`, when two people wrote at once."""
    named = dict(form.present_ids.choices)
    theirs, yours = _as_typed(draft), {name: form[name].data for name in ("present_ids", "text", "decisions")}

    def said(name: str, value: Any) -> str:
        return ", ".join(named.get(each, "") for each in value or []) if name == "present_ids" else value or ""

    return [
        {"key": form[name].label.text, "theirs": said(name, theirs[name]), "yours": said(name, yours[name])}
        for name in theirs
    ]


@pages.route(f"{ONE}/actions/new", methods=["GET", "POST"])
def new_action(meeting_id: UUID) -> ResponseReturnValue:
    found = meetings.found(meeting_id)
    form = ActionForm()
    form.owner_id.choices = [("", _("Nobody yet")), *_who_may_do_it(found)]
    if form.sent and form.send(meeting_id=meeting_id) is not None:
        flash(_("The action stands with the meeting, and comes back at the next until it is done."), "success")
        return _back(meeting_id, "actions")
    return render_template("meetings/action.html", form=form, meeting=found), form.status


def _who_may_do_it(meeting: dict[str, Any]) -> list[tuple[str, str]]:
    """Who was there or said that they might be, and who is asking."""
    there = {each["person_id"] for each in meeting["people"] if each["present"] or each["reply"] in ("yes", "maybe")}
    people = [*(there | {current().person_id})]
    return [(str(person["id"]), person["name"]) for person in bus().names(people).in_order(people)]


@pages.post(f"{ACTION}/doing")
def finish_action(meeting_id: UUID, action_id: UUID) -> ResponseReturnValue:
    done = request.form.get("done") != "no"
    said = _("Well done: the action is ready.") if done else _("The action is open again.")
    return _do(contract.finish_action, said, meeting_id, action_id=action_id, done=done)


@pages.post(f"{ACTION}/removal")
def remove_action(meeting_id: UUID, action_id: UUID) -> ResponseReturnValue:
    return _do(contract.remove_action, _("The action has been removed."), meeting_id, action_id=action_id)


def _do(call: Call, said: str, meeting_id: UUID, **which: Any) -> ResponseReturnValue:
    bus().order(call, key(), meeting_id=meeting_id, **which)
    flash(said, "success")
    return _back(request.form.get("at", type=UUID) or meeting_id, "actions")


def _back(meeting_id: UUID, part: str) -> ResponseReturnValue:
    return redirect(url_for("meetings.show", meeting_id=meeting_id, _anchor=part))
