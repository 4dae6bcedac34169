"""What the feedback shows: of a group, of a programme, of the whole city."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway import report_files
from services.gateway.clients import bus
from services.gateway.outcomes import Outcome, outcome
from shared.contracts import feedback as contract
from shared.contracts import municipalities, trainings

pages = Blueprint("results", __name__)

KIND = '<any("pdf", "csv", "xlsx"):kind>'


@pages.get("/results")
def of_city() -> ResponseReturnValue:
    return _page(_of_city(), back=None)


@pages.get(f"/results.{KIND}")
def file_of_city(kind: str) -> Response:
    return _file(_of_city(), kind)


@pages.get("/programmes/<uuid:programme_id>/results")
def of_programme(programme_id: UUID) -> ResponseReturnValue:
    back = (url_for("surveys.of_programme", programme_id=programme_id), _("To the surveys of the programme"))
    return _page(_of_programme(programme_id), back=back, programme_id=programme_id)


@pages.get(f"/programmes/<uuid:programme_id>/results.{KIND}")
def file_of_programme(programme_id: UUID, kind: str) -> Response:
    return _file(_of_programme(programme_id), kind)


@pages.get("/groups/<uuid:group_id>/results")
def of_group(group_id: UUID) -> ResponseReturnValue:
    back = (url_for("groups.show", group_id=group_id), _("To the group"))
    return _page(_of_group(group_id), back=back, group_id=group_id)


@pages.get(f"/groups/<uuid:group_id>/results.{KIND}")
def file_of_group(group_id: UUID, kind: str) -> Response:
    return _file(_of_group(group_id), kind)


def _of_city() -> Outcome:
    found, left = bus().ask_together((contract.city_results, {}), (municipalities.drop_out, {}))
    return outcome(found, _("The whole city"), left)


def _of_programme(programme_id: UUID) -> Outcome:
    found, left, programme = bus().ask_together(
        (contract.programme_results, {"programme_id": programme_id}),
        (municipalities.drop_out, {"programme_id": programme_id}),
        (municipalities.programme, {"programme_id": programme_id}),
    )
    return outcome(found, programme["name"], left)


def _of_group(group_id: UUID) -> Outcome:
    found, group = bus().ask_together(
        (contract.group_results, {"group_id": group_id}), (trainings.group, {"group_id": group_id})
    )
    return outcome(found, group["name"])


def _page(shown: Outcome, back: tuple[str, str] | None, **of: Any) -> str:
    """`of`: what the files are of, as their address names it."""
    whose = next((name.removesuffix("_id") for name in of), "city")
    files = {kind: url_for(f"results.file_of_{whose}", kind=kind, **of) for kind in report_files.MIMETYPES}
    return render_template("results/show.html", shown=shown, back=back, files=files)


def _file(shown: Outcome, kind: str) -> Response:
    return report_files.download(shown, kind, f"{_('results of the feedback')} {shown.about}")
