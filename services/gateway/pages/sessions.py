"""Sessions of every kind: the list, one session, its plan, opening it. What happened in it: records.py."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField

from services.gateway import (
    arrangements,
    calendars,
    cases,
    clashes,
    formats,
    groups,
    listed,
    own_programmes,
    plans,
    reading,
    records,
)
from services.gateway.clients import Names, bus
from services.gateway.forms import Form, key
from services.gateway.paging import page_of
from services.gateway.visitor import current, require
from shared import clock
from shared.access import COORDINATOR, TRAINER
from shared.contracts import trainings as contract
from shared.errors import ChangedMeanwhile, Refusal

pages = Blueprint("sessions", __name__)

PER_PAGE = 25
PEOPLE_PER_PAGE = 50

GROUND_RULES = _l(
    "What is said here stays here.\n"
    "We let each other finish.\n"
    "We speak for ourselves, not for a group.\n"
    "We ask before we judge.\n"
    "Everybody may pass."
)


class OpenForm(Form):
    call = contract.open_session
    ground_rules = TextAreaField(_l("Ground rules"), description=_l("Change them to what the group agrees on."))
    agreed = BooleanField(_l("Everybody who is here has agreed on these ground rules"))

    def take(self, refusal: Refusal) -> None:
        super().take(refusal)
        if refusal.code == "ground_rules_needed":
            self.agreed.errors, self.problem = [self.problem], None


@pages.get("/sessions")
def index() -> ResponseReturnValue:
    asked = listed.sessions_wanted(request.args)
    page = bus().ask(contract.sessions, **asked, page=request.args.get("page", 1), per_page=PER_PAGE)
    is_coordinator = current().has(COORDINATOR)
    return render_template(
        "sessions/index.html",
        sessions=page["items"],
        clashing=clashes.of_sessions(page["items"]),
        page=page,
        now=clock.now(),
        plans=plans,
        wanted=request.args,
        states=formats.LABELS["session_state"].items(),
        trainers=groups.trainers_to_choose(Names({})) if is_coordinator else [],
        programmes=own_programmes.names(),
        kinds=[(kind, formats.label(kind, "session_kind")) for kind in contract.SESSION_KINDS],
        is_both=is_coordinator and current().has(TRAINER),
    )


@pages.get("/sessions/<uuid:session_id>")
def show(session_id: UUID) -> ResponseReturnValue:
    session = bus().ask(contract.session, session_id=session_id)
    arranged = session["arranged"]
    programmes = own_programmes.names()
    record = session["record"]
    names = bus().names(
        [
            *arrangements.people_in(arranged),
            record["recorded_by"],
            *(line["person_id"] for line in record["attendance"]),
            *(follow_up["owner_id"] for follow_up in record["follow_ups"]),
        ]
    )
    return render_template(
        "sessions/show.html",
        session=session,
        name=plans.name_of(session),
        when=plans.from_to(session),
        facts=_facts(session, arranged, names),
        arranged=arranged,
        arrangements=arrangements.practical(arranged),
        to_read=reading.of(arranged["reading"]).values(),
        warnings=clashes.alerts(arranged["clashes"], names),
        is_over=session["ends_at"] <= clock.now(),
        programme_name=programmes.get(session["programme_id"]),
        coordinates=session["programme_id"] in programmes,
        record=record,
        names=names,
        counts=_counts(record),
        people=page_of(_people(record, names), PEOPLE_PER_PAGE),
        reflections=_shared_reflections(session),
        presence={line["person_id"]: line for line in session["book"]["presence"]},
        questions=cases.of(session),
    )


def _shared_reflections(session: dict[str, Any]) -> list[dict[str, Any]]:
    """Nobody but the trainers of the group may ask for them."""
    if current().person_id not in session["trainer_ids"]:
        return []
    return bus().ask(contract.shared_reflections, group_id=session["group_id"])["reflections"]


def _facts(session: dict[str, Any], arranged: dict[str, Any], names: Names) -> list[dict[str, Any]]:
    givers = [
        {"key": _("Who gives it"), "value": arrangements.givers(arranged, names) or None, "empty": _("Nobody yet")}
    ]
    return [
        {"key": _("When"), "value": arrangements.times(session, arranged["time_zone"])},
        *plans.where(session),
        *(givers if session["group_id"] or arranged["roles"] else []),
        *arrangements.languages(arranged),
    ]


def _counts(record: dict[str, Any]) -> dict[str, int]:
    states = [line["state"] for line in record["attendance"]]
    return {state: states.count(state) for state in contract.ATTENDANCE}


def _people(record: dict[str, Any], names: Names) -> list[dict[str, Any]]:
    """By name, with how they attended."""
    states = records.states_of(record)
    return [{**person, "state": states[person["id"]]} for person in names.in_order(list(states))]


@pages.route("/groups/<uuid:group_id>/sessions/new", methods=["GET", "POST"])
def new(group_id: UUID) -> ResponseReturnValue:
    group = bus().ask(contract.group, group_id=group_id)
    kind = request.args.get("kind", "")
    if kind not in contract.COURSE_KINDS:
        return redirect(url_for("groups.show", group_id=group_id))
    titles = {"training_day": _("Plan the training day"), "deepening": _("Plan the deepening half-day")}
    return plans.plan(
        plans.new(plans.CourseSessionForm, kind),
        title=titles[kind],
        caption=group["name"],
        back=url_for("groups.show", group_id=group_id),
        warn=clashes.warnings,
        group_id=group_id,
        kind=kind,
    )


@pages.get("/sessions/<uuid:session_id>/planned")
def planned(session_id: UUID) -> ResponseReturnValue:
    session = bus().ask(contract.session, session_id=session_id)
    return render_template(
        "sessions/planned.html", session=session, name=plans.name_of(session), when=plans.from_to(session)
    )


@pages.get("/sessions/<uuid:session_id>.ics")
def calendar(session_id: UUID) -> ResponseReturnValue:
    session = bus().ask(contract.session, session_id=session_id)
    city = current_app.config["CITY"]
    url = city.public_url + url_for("sessions.show", session_id=session_id)
    file = calendars.calendar_file(
        [calendars.entry(session, plans.name_of(session), url, city, revision=session["version"])]
    )
    named = {"Content-Disposition": f'attachment; filename="{session["starts_at"]:%Y-%m-%d}-{session["kind"]}.ics"'}
    return Response(file, mimetype="text/calendar", headers=named)


@pages.route("/sessions/<uuid:session_id>/edit", methods=["GET", "POST"])
def edit(session_id: UUID) -> ResponseReturnValue:
    session = bus().ask(contract.session, session_id=session_id)
    form = plans.change(session)
    version = request.form.get("version", session["version"])
    filled_in = form.checked(session_id=session_id, version=version) if form.sent else None
    found = clashes.of_plan(filled_in, session_id=session_id, kind=session["kind"]) if filled_in else []
    if filled_in and clashes.are_known(found) and form.send(session_id=session_id, version=version) is not None:
        flash(_("The plan has been changed."), "success")
        return redirect(url_for("sessions.show", session_id=session_id))
    conflict = None
    if form.refusal and form.refusal.code == ChangedMeanwhile.code:
        conflict, version = _both(session, form), session["version"]
    page = render_template(
        "sessions/edit.html",
        form=form,
        session=session,
        name=plans.name_of(session),
        version=version,
        conflict=conflict,
        locations=plans.locations(),
        warnings=clashes.alerts(found),
        known=clashes.as_known(found),
    )
    return page, form.status


def _both(session: dict[str, Any], form: plans.PlanForm) -> list[dict[str, Any]]:
    """For `ui.versions`: the plan as somebody else saved it, and as it was filled in here."""
    filled_in = form.checked(session_id=session["id"], version=session["version"])
    yours = {row["key"]: row["value"] for row in plans.rows(filled_in)} if filled_in else {}
    theirs = plans.rows(plans.of_session(session))
    return [{"key": row["key"], "theirs": row["value"], "yours": yours.get(row["key"], "")} for row in theirs]


@pages.route("/sessions/<uuid:session_id>/cancel", methods=["GET", "POST"])
def cancel(session_id: UUID) -> ResponseReturnValue:
    require(contract.cancel_session)
    if request.method == "POST":
        bus().order(contract.cancel_session, key(), session_id=session_id)
        flash(_("The session has been cancelled. Everybody who was invited gets word by mail."), "success")
        return redirect(url_for("sessions.show", session_id=session_id))
    session = bus().ask(contract.session, session_id=session_id)
    return render_template(
        "sessions/cancel.html", session=session, name=plans.name_of(session), when=plans.from_to(session)
    )


@pages.route("/sessions/<uuid:session_id>/open", methods=["GET", "POST"])
def open_session(session_id: UUID) -> ResponseReturnValue:
    session = bus().ask(contract.session, session_id=session_id)
    form = OpenForm(data={"ground_rules": str(GROUND_RULES)})
    if form.sent and form.send(session_id=session_id) is not None:
        flash(_("The session is open. A good day to you all."), "success")
        return redirect(url_for("records.record", session_id=session_id))
    return render_template(
        "sessions/open.html", form=form, session=session, name=plans.name_of(session), when=plans.from_to(session)
    ), form.status
