"""The first page after signing in: for each role of the visitor, what asks for their attention."""

from typing import Any

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from services.gateway import attention
from services.gateway.clients import bus
from services.gateway.visitor import Visitor, current, is_signed_in, public
from shared import clock
from shared.access import COORDINATOR, EDITOR, TRAINER
from shared.contracts import handbook, municipalities, trainings

pages = Blueprint("home", __name__)

PROGRAMMES_SHOWN = 10
STEPS_SHOWN = 4
LATEST_SESSIONS = 50
SESSIONS_SHOWN = 6
EXCHANGE_SECONDS = 1.0
WAITS = (
    (EDITOR, handbook.offers, {"open": True, "per_page": 1}, attention.offers),
    (COORDINATOR, handbook.shares, {"state": "proposed", "per_page": 1}, attention.shares),
)


@pages.get("/")
@public
def overview() -> ResponseReturnValue:
    if not is_signed_in():
        return redirect(url_for("accounts.sign_in"))
    visitor = current()
    programmes, registered, sessions, takes_part = _of_the_visitor(visitor)
    session["takes_part"] = takes_part  # the main menu says so on every page
    drafts = [programme for programme in programmes if programme["state"] == "draft"]
    running = [programme for programme in programmes if programme["state"] == "registered"]
    now = clock.now()
    to_come = [one for one in sessions if one["ends_at"] > now]
    to_record = [one for one in sessions if one["ends_at"] <= now]
    return render_template(
        "home/overview.html",
        roles=visitor.roles,
        takes_part=takes_part,
        begins=visitor.has(COORDINATOR) and not registered,
        latest=_attention(running[0]) if running else None,
        exchange=_exchange(visitor),
        others=[*running[1:], *drafts][:PROGRAMMES_SHOWN],
        more=len(running) + len(drafts) > PROGRAMMES_SHOWN + 1,
        to_record=to_record[:SESSIONS_SHOWN],
        to_come=to_come[::-1][:SESSIONS_SHOWN],
    )


def _of_the_visitor(visitor: Visitor) -> tuple[list[dict[str, Any]], int, list[dict[str, Any]], bool]:
    """The programmes that they run, and how many the city has registered; the sessions of the groups that they give,
    the latest first; and whether they take part in a course themselves."""
    questions: dict[str, tuple[Any, dict[str, Any]]] = {"course": (trainings.my_course, {})}
    if visitor.has(COORDINATOR):
        questions["programmes"] = (municipalities.programmes, {})
    if visitor.has(TRAINER):
        questions["items"] = (trainings.sessions, {"mine": True, "per_page": LATEST_SESSIONS})
    answers = dict(zip(questions, bus().ask_together(*questions.values()), strict=True))
    programmes = [
        programme
        for programme in answers.get("programmes", {}).get("programmes", [])
        if visitor.person_id in programme["coordinator_ids"]
    ]
    sessions = [one for one in answers.get("items", {}).get("items", []) if one["state"] in ("planned", "open")]
    registered = answers.get("programmes", {}).get("registered", 0)
    return programmes, registered, sessions, bool(answers["course"]["groups"] or answers["course"]["introductions"])


def _exchange(visitor: Visitor) -> list[dict[str, Any]]:
    """What waits between this city and the others. Who only wants to see their sessions does not wait long for it."""
    mine = [waits for waits in WAITS if visitor.has(waits[0])]
    found = bus().try_together(*((call, wanted) for _role, call, wanted, _said in mine), seconds=EXCHANGE_SECONDS)
    alerts = [said((answer or {}).get("total", 0)) for (*_rest, said), answer in zip(mine, found, strict=True)]
    return [alert for alert in alerts if alert]


def _attention(programme: dict[str, Any]) -> dict[str, Any]:
    """The latest programme with what is most urgent in it."""
    dashboard = bus().ask(municipalities.dashboard, programme_id=programme["id"])
    return {
        "programme": programme,
        "alerts": attention.alerts(dashboard, {})[:1],
        "next_steps": attention.next_steps(dashboard, {})[:STEPS_SHOWN],
    }
