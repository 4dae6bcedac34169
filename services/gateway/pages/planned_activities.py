"""What a programme plans because people need it, and which needs each activity answers."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField

from services.gateway import formats, plans
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, DateField, Form, key
from shared.contracts import feedback as contract
from shared.contracts import municipalities, trainings
from shared.errors import Refusal

pages = Blueprint("planned_activities", __name__)

MOST_SESSIONS, MOST_NEEDS = 100, 200  # that a form offers
STILL_ANSWERED = ("open", "planned")


class ActivityForm(Form):
    call = contract.plan_activity
    title = StringField(_l("What is planned?"))
    kind = RadioField(_l("What kind of activity is it?"), validate_choice=False)
    planned_on = DateField(_l("For which day?"), description=_l("An expected day is fine."))
    session_id = SelectField(
        _l("Is it planned as a session already?"),
        description=_l(
            "Then the activity is held when the session has been recorded, and called off when it is cancelled."
        ),
        validate_choice=False,
    )
    need_ids = ChoicesField(_l("Which needs does it answer?"))

    def offer(self, programme_id: UUID, answered: list[dict[str, Any]]) -> None:
        """The sessions of the programme, and its needs that wait for something, besides those `answered` by now."""
        sessions, needs = bus().ask_together(
            (trainings.sessions, {"programme_id": programme_id, "per_page": MOST_SESSIONS}),
            (contract.needs, {"programme_id": programme_id, "per_page": MOST_NEEDS}),
        )
        self.kind.choices = formats.choices("activity_kinds")
        self.session_id.choices = [
            ("", _("No session")),
            *((str(each["id"]), _called(each)) for each in sessions["items"] if each["state"] != "cancelled"),
        ]
        waiting = [need for need in needs["items"] if need["state"] in STILL_ANSWERED]
        known = {need["id"]: need["text"] for need in [*answered, *waiting]}
        self.need_ids.choices = [(str(need_id), text) for need_id, text in known.items()]


class ChangedActivityForm(ActivityForm):
    call = contract.change_activity
    version = HiddenField()


@pages.get("/programmes/<uuid:programme_id>/activities")
def index(programme_id: UUID) -> ResponseReturnValue:
    of_programme = {"programme_id": programme_id}
    found, programme = bus().ask_together(
        (contract.planned_activities, {**of_programme, "state": state_of(request.args)}),
        (municipalities.programme, of_programme),
    )
    return render_template(
        "planned_activities/index.html",
        programme=programme,
        activities=found["activities"],
        state=state_of(request.args),
        states=formats.LABELS["activity_state"].items(),
    )


def state_of(args: Any) -> str | None:
    return args["state"] if args.get("state") in contract.ACTIVITY_STATES else None


@pages.route("/programmes/<uuid:programme_id>/activities/new", methods=["GET", "POST"])
def new(programme_id: UUID) -> ResponseReturnValue:
    form = ActivityForm(data={"need_ids": request.args.getlist("need_id")})
    form.offer(programme_id, [])
    if form.sent and (planned := form.send(programme_id=programme_id)):
        flash(_("The activity has been planned."), "success")
        return redirect(url_for("planned_activities.show", activity_id=planned["id"]))
    programme = bus().ask(municipalities.programme, programme_id=programme_id)
    page = render_template("planned_activities/edit.html", form=form, programme=programme, activity=None)
    return page, form.status


@pages.get("/activities/<uuid:activity_id>")
def show(activity_id: UUID) -> ResponseReturnValue:
    activity = bus().ask(contract.planned_activity, activity_id=activity_id)
    return render_template(
        "planned_activities/show.html",
        activity=activity,
        programme=bus().ask(municipalities.programme, programme_id=activity["programme_id"]),
        session=_session(activity["session_id"]) if activity["session_id"] else None,
    )


@pages.route("/activities/<uuid:activity_id>/edit", methods=["GET", "POST"])
def edit(activity_id: UUID) -> ResponseReturnValue:
    activity = bus().ask(contract.planned_activity, activity_id=activity_id)
    needs = activity["needs"]
    form = ChangedActivityForm(data={**activity, "need_ids": [str(need["id"]) for need in needs]})
    form.offer(activity["programme_id"], needs)
    if form.sent and form.send(activity_id=activity_id) is not None:
        flash(_("Saved."), "success")
        return redirect(url_for("planned_activities.show", activity_id=activity_id))
    programme = bus().ask(municipalities.programme, programme_id=activity["programme_id"])
    page = render_template("planned_activities/edit.html", form=form, programme=programme, activity=activity)
    return page, form.status


@pages.post("/activities/<uuid:activity_id>/state")
def settle(activity_id: UUID) -> ResponseReturnValue:
    bus().order(contract.settle_activity, key(), activity_id=activity_id, state=request.form.get("state", ""))
    flash(_("Saved. The needs that it answers follow."), "success")
    return redirect(url_for("planned_activities.show", activity_id=activity_id))


def _session(session_id: UUID) -> str:
    """What the session that it became is called, as far as it is there and for the visitor."""
    try:
        return _called(bus().ask(trainings.session, session_id=session_id))
    except Refusal as refusal:
        if refusal.status not in (403, 404):
            raise
        return _("A session that is not there any more")


def _called(session: dict[str, Any]) -> str:
    return f"{plans.name_of(session)}, {formats.short_moment(session['starts_at'])}"
