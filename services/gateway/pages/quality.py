"""What is not complete: in one programme, record by record; and in all of them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.gateway import own_programmes, quality
from services.gateway.clients import Question, bus
from services.gateway.visitor import current, require
from shared.access import COORDINATOR
from shared.contracts import identity, trainings

pages = Blueprint("quality", __name__)


@pages.get("/programmes/<uuid:programme_id>/quality")
def programme(programme_id: UUID) -> ResponseReturnValue:
    require(trainings.gaps)
    found = quality.of_programme(programme_id)
    parts: dict[str, list[dict[str, Any]]] = {}
    for finding in found.findings:
        parts.setdefault(finding["part"], []).append(finding)
    return render_template("quality/programme.html", found=found, parts=parts)


@pages.get("/quality")
def city() -> ResponseReturnValue:
    require(identity.duplicates)
    asked: list[Question] = [
        (identity.people, {"lacking": "either", "per_page": 1}),
        (identity.duplicates, {"per_page": 1}),
    ]
    if current().has(COORDINATOR):
        asked.append((trainings.all_gaps, {}))
    lacking, duplicates, *gaps = bus().ask_together(*asked)
    names = own_programmes.names()
    counted = {each["programme_id"]: sum(each["gaps"].values()) for found in gaps for each in found["programmes"]}
    programmes = [{"id": id_, "name": name, "gaps": counted.get(id_, 0)} for id_, name in names.items()]
    return render_template(
        "quality/city.html", lacking=lacking["total"], duplicates=duplicates["total"], programmes=programmes
    )
