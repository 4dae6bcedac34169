"""How a programme goes: what asks for attention, its phase, its figures, where people drop, what comes next."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from services.gateway import attention, formats
from services.gateway.clients import bus
from services.gateway.visitor import current
from shared.access import COORDINATOR, TRAINER
from shared.contracts import municipalities as contract
from shared.contracts import trainings

pages = Blueprint("dashboard", __name__)

GROUPS_PER_PAGE = 20
MOST_GROUPS = 200  # that one answer may hold

# The steps of the funnel; a person who is in one of them may still come to the next.
FUNNEL = ("invited", "introduced", "grouped", "training_day", "completed", "invited_to_network", "experts")
GROUP_TAGS = {"forming": "wait", "planned": "busy", "running": "ok", "completed": "none"}


@pages.get("/programmes/<uuid:programme_id>")
def programme(programme_id: UUID) -> ResponseReturnValue:
    dashboard = bus().ask(contract.dashboard, programme_id=programme_id)
    programme = dashboard["programme"]
    if programme["state"] == "draft":
        return redirect(url_for("programmes.registration", programme_id=programme_id))
    group_names = _group_names(dashboard)
    page = max(request.args.get("page", 1, type=int), 1)
    shown = dashboard["groups"][(page - 1) * GROUPS_PER_PAGE : page * GROUPS_PER_PAGE]
    names = bus().names(
        [*programme["coordinator_ids"], *(trainer_id for group in shown for trainer_id in group["trainer_ids"])]
    )
    return render_template(
        "dashboard/programme.html",
        programme=programme,
        own=current().person_id in programme["coordinator_ids"],
        coordinators=[names[person_id] for person_id in programme["coordinator_ids"]],
        phase=_phase(dashboard["phases"]),
        phases=_phases(dashboard["phases"]),
        alerts=attention.alerts(dashboard, group_names),
        next_steps=attention.next_steps(dashboard, group_names),
        cards=_cards(dashboard),
        funnel=_funnel(dashboard["funnel"]),
        groups=[_group(group, group_names, names) for group in shown],
        page=page,
        pages=-(-len(dashboard["groups"]) // GROUPS_PER_PAGE),
        surveys=[_survey(survey, group_names) for survey in dashboard["surveys"]],
    )


def _group_names(dashboard: dict[str, Any]) -> dict[UUID, str]:
    """The read model knows ids only. Who may not see the groups themselves sees them numbered."""
    names = {group["group_id"]: _("Group %(number)s", number=i) for i, group in enumerate(dashboard["groups"], 1)}
    if (
        names
        and current().has(COORDINATOR, TRAINER)
        and current().person_id in dashboard["programme"]["coordinator_ids"]
    ):
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
    funnel, groups = dashboard["funnel"], dashboard["groups"]
    places = sum(group["places"] for group in groups)
    percent = dashboard["attendance_percent"]
    return [
        {
            "label": _("Introductions"),
            "figure": dashboard["introductions_held"],
            "of": _("of %(planned)s planned", planned=dashboard["introductions_planned"]),
            "note": ngettext("%(num)s person was there", "%(num)s people were there", funnel["introduced"]),
        },
        {
            "label": _("People in a group"),
            "figure": funnel["grouped"],
            "of": ngettext("of %(num)s place", "of %(num)s places", places),
            "bar": 100 * funnel["grouped"] / places if places else 0,
            "note": _places_note(len(groups), funnel["waiting"]),
        },
        {
            "label": _("Course sessions"),
            "figure": dashboard["sessions_held"],
            "of": _("of %(planned)s planned", planned=dashboard["sessions_planned"]),
            "note": _("Nothing recorded yet")
            if percent is None
            else _("%(percent)s%% of those expected were there", percent=percent),
        },
        {
            "label": _("Internal experts"),
            "figure": funnel["experts"],
            "of": _("of %(invited)s invited", invited=funnel["invited_to_network"]),
            "note": ngettext(
                "%(num)s person completed the course", "%(num)s people completed the course", funnel["completed"]
            ),
        },
    ]


def _places_note(groups: int, waiting: int) -> str:
    if waiting:
        return ngettext("%(num)s person on a waiting list", "%(num)s people on a waiting list", waiting)
    return ngettext("%(num)s group", "%(num)s groups", groups)


def _funnel(funnel: dict[str, int]) -> list[dict[str, Any]]:
    labels = {
        "invited": _("Invited to an introduction"),
        "introduced": _("At an introduction"),
        "grouped": _("In a group"),
        "training_day": _("At the training day"),
        "completed": _("Completed the course"),
        "invited_to_network": _("Invited to the network"),
        "experts": _("In the network"),
    }
    return [{"label": labels[step], "number": funnel[step]} for step in FUNNEL]


def _group(group: dict[str, Any], group_names: dict[UUID, str], names: Any) -> dict[str, Any]:
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
        "href": f"/surveys/{survey['survey_id']}",
        "closes_on": formats.short_day(survey["closes_on"]),
        "answers": answers,
        "status": _("Closed") if survey["closed"] else _("Open"),
        "kind": "none" if survey["closed"] else "ok",
    }
