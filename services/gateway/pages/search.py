"""One box for people, groups and sessions: each with the first few, and the way to all of them."""

from typing import Any

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from services.gateway import plans, searching
from services.gateway.clients import Question, bus
from services.gateway.visitor import current, require
from shared.access import COORDINATOR, OPERATOR, TRAINER
from shared.contracts import identity, trainings

pages = Blueprint("search", __name__)

SHOWN = 8


@pages.get("/search")
def search() -> ResponseReturnValue:
    """Over what the visitor may see: the calls are those of the lists."""
    require(identity.people)
    q = request.args.get("q", "").strip()[:200]
    asked = _asked(q) if q else {}
    found = dict(zip(asked, bus().ask_together(*asked.values()), strict=True))
    return render_template(
        "search/search.html",
        q=q,
        day=searching.day_in(q, _time_zone()),
        found=found,
        total=sum(page["total"] for page in found.values()),
        plans=plans,
    )


def _asked(q: str) -> dict[str, Question]:
    mine = {"mine": not current().has(COORDINATOR), "per_page": SHOWN}
    day = searching.day_in(q, _time_zone())
    sessions: dict[str, Any] = {"since": day, "until": day} if day else {"q": q}
    asked: dict[str, Question] = {}
    if current().has(COORDINATOR, OPERATOR):
        asked["people"] = (identity.people, {"q": q, "per_page": SHOWN})
    if current().has(COORDINATOR, TRAINER):
        asked["groups"] = (trainings.groups, {"q": q, **mine})
        asked["sessions"] = (trainings.sessions, {**sessions, **mine})
    return asked


def _time_zone() -> str:
    return current_app.config["CITY"].time_zone
