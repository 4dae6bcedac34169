"""Signals, what a programme wonders about, and its maps: the demo's, and what only a page shows."""

from datetime import timedelta

from deploy.demo_data.filling import Filling
from shared.access import COORDINATOR
from tests.city import City


def places_of_signals(city: City, filling: Filling) -> dict[str, str]:
    coordinator, programme = filling.as_role[COORDINATOR], filling.ids["programme"]
    by_kind = {signal["kind"]: signal["id"] for signal in coordinator("GET", "/signals", per_page=200)["items"]}
    triages = coordinator("GET", f"/programmes/{programme}/triages")["triages"]
    issues = {issue["maps"]: issue["id"] for issue in coordinator("GET", f"/programmes/{programme}/issues")["issues"]}
    return {
        "signal": by_kind["avoidance_of_places"],
        "decided_signal": by_kind["us_them_language"],
        "expired_signal": _expired(city, filling),
        "naming_signal": _signal(filling, "threats", "Vrijdag riep Jan Smit op het plein dat het niet zo kan blijven."),
        "triage": next(triage["id"] for triage in triages if triage["outcome"] == "both"),
        "issue": issues[2],
        "issue_without_maps": issues[0],
        "protocol_step": coordinator("GET", f"/programmes/{programme}/incident-protocol")["steps"][0]["id"],
        "incident": coordinator("POST", f"/programmes/{programme}/incidents", title="Vuurwerk bij een portiek")["id"],
        "closed_incident": coordinator("GET", f"/programmes/{programme}/incidents")["incidents"][-1]["id"],
        "polarisation_map": coordinator("GET", f"/issues/{issues[2]}")["maps"][0]["id"],
    }


def _expired(city: City, filling: Filling) -> str:
    """As if it had been added half a year ago."""
    signal = _signal(filling, "media_attention", "Een krant schreef drie keer over het plein.")
    expired = "UPDATE municipalities.signals SET observed_on = %s, expires_on = %s WHERE id = %s"
    city.sql(expired, *(filling.today - timedelta(days=days) for days in (130, 40)), signal)
    return signal


def _signal(filling: Filling, kind: str, observation: str) -> str:
    where = {"programme_id": filling.ids["programme"], "area_id": filling.area(0)}
    seen = {"kind": kind, "observation": observation, "observed_on": filling.today.isoformat()}
    return filling.as_role[COORDINATOR]("POST", "/signals", step=kind, **where, **seen)["id"]
