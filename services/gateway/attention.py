"""What asks for attention: in a programme the alerts and next steps of its dashboard, and what waits in the exchange
between cities; said and linked."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import ngettext

from services.gateway import formats

# Where each next step is done.
ADDRESSES = {
    "plan_introduction": "/programmes/{programme_id}/introductions/new",
    "invite_people": "/sessions/{session_id}/invite",
    "record_introduction": "/sessions/{session_id}/record",
    "form_group": "/programmes/{programme_id}/groups/new",
    "assign_trainer": "/groups/{group_id}/trainers",
    "plan_training_day": "/groups/{group_id}/sessions/new?kind=training_day",
    "plan_deepening": "/groups/{group_id}/sessions/new?kind=deepening",
    "record_session": "/sessions/{session_id}/record",
    "close_survey": "/surveys/{survey_id}",
}

GroupNames = Mapping[UUID, str]


def flag(name: str, programme_id: UUID) -> dict[str, Any]:
    """A level that is missing in a programme, for `ui.alert`."""
    if name == "street_level_missing":
        return {
            "kind": "warning",
            "title": _("Street level is missing"),
            "text": _(
                "Nobody from street level is named yet. They know what goes on; without them plans stay on paper."
            ),
            "href": f"/programmes/{programme_id}/street-level",
            "action": _("Add people at street level"),
        }
    return {
        "kind": "warning",
        "title": _("Policy level is missing"),
        "text": _("No decision-maker is named yet. Without their mandate the work ends when the course ends."),
        "href": f"/programmes/{programme_id}/policy-level",
        "action": _("Add people at policy level"),
    }


def alerts(dashboard: dict[str, Any], group_names: GroupNames) -> list[dict[str, Any]]:
    """For `ui.alert`, the gravest first."""
    return [_alert(alert, dashboard["programme"]["id"], group_names) for alert in dashboard["alerts"]]


def _alert(alert: dict[str, Any], programme_id: UUID, group_names: GroupNames) -> dict[str, Any]:
    say = ALERTS.get(alert["name"])
    if say is None:
        return flag(alert["name"], programme_id)
    return {"kind": "warning", **say(alert, group_names.get(alert["group_id"]))}


def _group_without_trainer(alert: dict[str, Any], group: str | None) -> dict[str, Any]:
    return {
        "title": _("%(group)s has no trainer yet", group=group) if group else _("A group has no trainer yet"),
        "text": _("The first session is on %(day)s.", day=formats.day(alert["on"])),
        "href": f"/groups/{alert['group_id']}/trainers",
        "action": _("Assign a trainer"),
    }


def _session_without_record(alert: dict[str, Any], group: str | None) -> dict[str, Any]:
    day = formats.day(alert["on"])
    if alert["group_id"] is None:
        title = _("An introduction has not been recorded yet")
    elif group:
        title = _("A session of %(group)s has not been recorded yet", group=group)
    else:
        title = _("A session of a group has not been recorded yet")
    return {
        "title": title,
        "text": _("It was on %(day)s. Who was there counts for who completes the course.", day=day),
        "href": f"/sessions/{alert['session_id']}/record",
        "action": _("Record the session"),
    }


def _group_not_full(alert: dict[str, Any], group: str | None) -> dict[str, Any]:
    return {
        "title": _("%(group)s still has free places", group=group) if group else _("A group still has free places"),
        "text": _("Its course begins on %(day)s.", day=formats.day(alert["on"])),
        "href": f"/groups/{alert['group_id']}",
        "action": _("Fill the places"),
    }


ALERTS: dict[str, Callable[[dict[str, Any], str | None], dict[str, Any]]] = {
    "group_without_trainer": _group_without_trainer,
    "session_without_record": _session_without_record,
    "group_not_full": _group_not_full,
}


def next_steps(dashboard: dict[str, Any], group_names: GroupNames) -> list[dict[str, Any]]:
    """For `ui.task_list`, the most urgent first."""
    return [_next_step(step, dashboard["programme"]["id"], group_names) for step in dashboard["next_steps"]]


def _next_step(step: dict[str, Any], programme_id: UUID, group_names: GroupNames) -> dict[str, Any]:
    return {
        "name": formats.label(step["name"], "next_step"),
        "hint": _hint(group_names.get(step["group_id"]), step["due_on"]),
        "href": ADDRESSES[step["name"]].format(**{**step, "programme_id": programme_id}),
        "status": _("Late") if step["late"] else _("To do"),
        "kind": "stop" if step["late"] else "busy",
    }


def _hint(group: str | None, due_on: date | None) -> str | None:
    if group and due_on:
        return _("%(group)s, by %(day)s", group=group, day=formats.short_day(due_on))
    return group or (_("By %(day)s", day=formats.short_day(due_on)) if due_on else None)


def offers(waiting: int) -> dict[str, Any] | None:
    """For an editor."""
    if not waiting:
        return None
    return {
        "kind": "info",
        "title": ngettext("%(num)s offer of another city waits", "%(num)s offers of other cities wait", waiting),
        "text": _("Read it, and take it over, adapt it or decline it."),
        "href": "/handbook/offers",
        "action": _("To the offers"),
    }


def shares(waiting: int) -> dict[str, Any] | None:
    """For a coordinator."""
    if not waiting:
        return None
    return {
        "kind": "info",
        "title": ngettext("%(num)s text waits to be shared", "%(num)s texts wait to be shared", waiting),
        "text": _("An editor proposes it for other cities. It leaves when you approve it."),
        "href": "/handbook/shares?state=proposed",
        "action": _("To what is proposed"),
    }
