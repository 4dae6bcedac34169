"""How a programme goes: what asks for attention, its phase, its figures, where people drop, what comes next."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from services.gateway import attention, formats
from services.gateway.clients import Names, bus
from services.gateway.visitor import current
from shared.contracts import feedback, trainings
from shared.contracts import municipalities as contract

pages = Blueprint("dashboard", __name__)

MOST_GROUPS = 200  # that one answer may hold
NEEDS_SECONDS = 2.0

# The steps of the funnel; a person who is in one of them may still come to the next.
FUNNEL = ("invited", "introduced", "grouped", "training_day", "completed", "invited_to_network", "experts")
GROUP_TAGS = {"forming": "wait", "planned": "busy", "running": "ok", "completed": "none"}


@pages.get("/programmes/<uuid:programme_id>")
def programme(programme_id: UUID) -> ResponseReturnValue:
    dashboard = bus().ask(contract.dashboard, programme_id=programme_id)
    programme = dashboard["programme"]
    if programme["state"] == "draft":
        return redirect(url_for("programmes.registration", programme_id=programme_id))
    own = current().person_id in programme["coordinator_ids"]
    group_names = _group_names(dashboard, own)
    trainer_ids = [trainer_id for group in dashboard["groups"] for trainer_id in group["trainer_ids"]]
    names = bus().names([*programme["coordinator_ids"], *trainer_ids])
    return render_template(
        "dashboard/programme.html",
        programme=programme,
        own=own,
        rebuilding=dashboard["rebuilding"],
        coordinators=[names[person_id] for person_id in programme["coordinator_ids"]],
        phase=_phase(dashboard["phases"]),
        phases=_phases(dashboard["phases"]),
        alerts=_linked(attention.alerts(dashboard, group_names), own),
        next_steps=_linked(attention.next_steps(dashboard, group_names), own),
        cards=_linked(_cards(dashboard), own),
        funnel=_funnel(dashboard["funnel"], dashboard["past"]),
        past=dashboard["past"]["trainings"],
        groups=_linked([_group(group, group_names, names) for group in dashboard["groups"]], own),
        groups_total=dashboard["groups_total"],
        surveys=_linked([_survey(survey, group_names) for survey in dashboard["surveys"]], own),
        needs=_needs(programme_id) if own else None,
    )


def _needs(programme_id: UUID) -> dict[str, Any] | None:
    """What people need, and what was told of it; the page does without when it is not answered soon."""
    return bus().try_together((feedback.needs_in_short, {"programme_id": programme_id}), seconds=NEEDS_SECONDS)[0]


def _linked(items: list[dict[str, Any]], own: bool) -> list[dict[str, Any]]:
    """An operator reads the figures; what they lead to is for the programme's coordinators."""
    return items if own else [{**item, "href": None, "also": None} for item in items]


def _group_names(dashboard: dict[str, Any], own: bool) -> dict[UUID, str]:
    """The read model knows ids only. An operator, who may not see the groups themselves, sees them numbered."""
    names = {group["group_id"]: _("Group %(number)s", number=i) for i, group in enumerate(dashboard["groups"], 1)}
    if names and own:
        found = bus().ask(trainings.groups, programme_id=dashboard["programme"]["id"], per_page=MOST_GROUPS)
        names |= {group["id"]: group["name"] for group in found["items"]}
    return names


def _phase(phases: list[dict[str, Any]]) -> str:
    number, phase = next((i, phase) for i, phase in enumerate(phases, 1) if phase["state"] == "current")
    return _("Phase %(number)s: %(name)s", number=number, name=formats.label(phase["name"], "phase"))


def _phases(phases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "label": formats.label(phase["name"], "phase"),
            "state": phase["state"],
            "note": format_date(phase["since"], "MMM y") if phase["since"] else None,
        }
        for phase in phases
    ]


def _cards(dashboard: dict[str, Any]) -> list[dict[str, Any]]:
    funnel, programme_id = dashboard["funnel"], dashboard["programme"]["id"]
    taken, places, percent = dashboard["places_taken"], dashboard["places_total"], dashboard["attendance_percent"]
    return [
        {
            "label": _("Introductions"),
            "figure": dashboard["introductions_held"],
            "of": _("of %(planned)s planned", planned=dashboard["introductions_planned"]),
            "note": ngettext("%(num)s person was there", "%(num)s people were there", funnel["introduced"]),
            "href": f"/sessions?programme_id={programme_id}&kind=introduction",
            "action": _("Show the introductions"),
        },
        {
            "label": _("Places in groups"),
            "figure": taken,
            "of": ngettext("of %(num)s place", "of %(num)s places", places),
            "bar": 100 * taken / places if places else 0,
            "note": _groups_note(dashboard["groups_total"], funnel["waiting"]),
            "href": f"/programmes/{programme_id}/groups",
            "action": _("Show the groups"),
        },
        {
            "label": _("Course sessions"),
            "figure": dashboard["sessions_held"],
            "of": _("of %(planned)s planned", planned=dashboard["sessions_planned"]),
            "note": _("Nothing recorded yet")
            if percent is None
            else _("%(percent)s%% of those expected were there", percent=percent),
            "href": f"/sessions?programme_id={programme_id}",
            "action": _("Show the sessions"),
            "also": {"href": f"/programmes/{programme_id}/quality", "action": _basis(dashboard)},
        },
        {
            "label": _("Internal experts"),
            "figure": funnel["experts"],
            "of": _("of %(invited)s invited", invited=funnel["invited_to_network"]),
            "note": ngettext(
                "%(num)s person completed the course", "%(num)s people completed the course", funnel["completed"]
            ),
            "href": "/network",
            "action": _("Show the network"),
        },
    ]


def _basis(dashboard: dict[str, Any]) -> str:
    """On how much of what was held the figures rest; it leads to what is missing."""
    recorded = dashboard["introductions_held"] + dashboard["sessions_held"]
    return ngettext(
        "Based on %(recorded)s of %(num)s session",
        "Based on %(recorded)s of %(num)s sessions",
        dashboard["sessions_over"],
        recorded=recorded,
    )


def _groups_note(groups: int, waiting: int) -> str:
    if waiting:
        return ngettext("%(num)s person on a waiting list", "%(num)s people on a waiting list", waiting)
    return ngettext("%(num)s group", "%(num)s groups", groups)


def _funnel(funnel: dict[str, int], past: dict[str, int]) -> list[dict[str, Any]]:
    """The people of this programme, and beside them what files tell of the time before."""
    labels = {
        "invited": _("Invited to an introduction"),
        "introduced": _("At an introduction"),
        "grouped": _("In a group"),
        "training_day": _("At the training day"),
        "completed": _("Completed the course"),
        "invited_to_network": _("Invited to the network"),
        "experts": _("In the network"),
    }
    return [{"label": labels[step], "number": funnel[step], "note": _before(past.get(step, 0))} for step in FUNNEL]


def _before(people: int) -> str | None:
    return _("earlier, from files: %(people)s", people=formats.number(people)) if people else None


def _group(group: dict[str, Any], group_names: dict[UUID, str], names: Names) -> dict[str, Any]:
    trainers = [names[trainer_id] for trainer_id in group["trainer_ids"]]
    state = group["state"]
    if not trainers and state != "completed":
        status, kind = _("Trainer missing"), "stop"
    else:
        status, kind = formats.label(state, "group_state"), GROUP_TAGS[state]
    return {
        "name": group_names[group["group_id"]],
        "href": f"/groups/{group['group_id']}",
        "trainers": ", ".join(trainers) or _("No trainer yet"),
        "places": group["places"],
        "enrolled": group["enrolled"],
        "waiting": ngettext("%(num)s waiting", "%(num)s waiting", group["waiting"]) if group["waiting"] else None,
        "next_session": formats.short_moment(group["next_session_at"]) or _("None planned"),
        "completed": ngettext("%(num)s completed", "%(num)s completed", group["completed"])
        if group["completed"]
        else None,
        "status": status,
        "kind": kind,
    }


def _survey(survey: dict[str, Any], group_names: dict[UUID, str]) -> dict[str, Any]:
    if not survey["closed"]:
        answers = _("Shown when it closes")
    elif survey["answers"] is None:
        answers = _("Fewer than five, so not shown")
    else:
        answers = _("%(answers)s of %(invited)s", answers=survey["answers"], invited=survey["invited"])
    return {
        "name": group_names.get(survey["group_id"], _("A group")),
        "wave": survey["wave"],
        "href": f"/surveys/{survey['survey_id']}",
        "closes_on": formats.short_day(survey["closes_on"]) or _("Not known yet"),
        "answers": answers,
        "status": _("Closed") if survey["closed"] else _("Open"),
        "kind": "none" if survey["closed"] else "ok",
    }
