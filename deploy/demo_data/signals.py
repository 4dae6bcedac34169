"""What people of the demonstration see and wonder about, how an issue looks to them, and what happened once."""

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shared.access import COORDINATOR

if TYPE_CHECKING:
    from deploy.demo_data.filling import Filling

DATA = Path(__file__).with_suffix(".json")


def fill(filling: "Filling") -> None:
    data = json.loads(DATA.read_text(encoding="utf-8"))
    for signal in data["signals"]:
        _signal(filling, signal)
    for triage in data["triages"]:
        _triage(filling, triage)
    for issue in data["issues"]:
        _issue(filling, issue)
    _incident(filling, data["incident"])


def _signal(filling: "Filling", told: dict[str, Any]) -> None:
    coordinator, who = filling.as_role[COORDINATOR], filling.as_role[told.get("by", COORDINATOR)]
    seen = {name: told.get(name) for name in ("kind", "observation", "interpretation")}
    where = {"programme_id": filling.ids["programme"], "area_id": filling.area(told["area"])}
    signal = who("POST", "/signals", step=told["kind"], **seen, **where, observed_on=_day(filling, told["days"]))["id"]
    if "judgement" in told:
        coordinator("PUT", f"/signals/{signal}/judgement", judgement=told["judgement"], version=1)
    if "decision" in told:
        decided = {"decision": told["decision"], "decided_on": _day(filling, told["days"] + 9)}
        coordinator("PUT", f"/signals/{signal}/decision", **decided, version=2)


def _triage(filling: "Filling", told: dict[str, Any]) -> None:
    coordinator, about = filling.as_role[COORDINATOR], {"title": told["title"]}
    path = f"/programmes/{filling.ids['programme']}/triages"
    triage = coordinator("POST", path, step=told["title"], **about, **told["answers"])["id"]
    if anew := told.get("anew"):
        coordinator("PUT", f"/triages/{triage}", **about, **anew["answers"], why=anew["why"], version=1)


def _issue(filling: "Filling", told: dict[str, Any]) -> None:
    """Whoever reads the strategy sees the map that was drawn last."""
    coordinator, path = filling.as_role[COORDINATOR], f"/programmes/{filling.ids['programme']}/issues"
    issue = coordinator("POST", path, step=told["title"], title=told["title"])["id"]
    for drawn in told["maps"]:
        day = {"drawn_on": _day(filling, drawn["days"])}
        parts = {name: value for name, value in drawn.items() if name != "days"}
        made = coordinator("POST", f"/issues/{issue}/maps", step=str(drawn["days"]), **day, **parts)
        chosen = f"/programmes/{filling.ids['programme']}/strategy/map"
        coordinator("PUT", chosen, step=made["id"], map_id=made["id"])


def _incident(filling: "Filling", told: dict[str, Any]) -> None:
    """Over by now: all but one step were done."""
    coordinator, programme = filling.as_role[COORDINATOR], f"/programmes/{filling.ids['programme']}"
    if not coordinator("GET", f"{programme}/incident-protocol")["steps"]:
        coordinator("PUT", f"{programme}/incident-protocol", language="nl")
    incident = coordinator("POST", f"{programme}/incidents", step="told", title=told["title"])["id"]
    found = coordinator("GET", f"/incidents/{incident}")
    if found["closed_at"] is None:
        for step in found["steps"][:-1]:
            coordinator("PUT", f"/incidents/{incident}/steps/{step['id']}", done=True)
        coordinator("PUT", f"/incidents/{incident}/closing", lesson=told["lesson"])


def _day(filling: "Filling", days: int) -> str:
    return (filling.today + timedelta(days=days)).isoformat()
