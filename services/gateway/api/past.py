from pathlib import PurePath
from typing import Any

from flask import g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.gateway import past_files
from services.gateway.api import FILE, Route, uploaded
from shared.contracts import trainings as contract

DESCRIPTION = _l("Earlier trainings, as counts from a file")


def _source() -> str:
    """The name of the file, by which the import is known later."""
    sent = request.files.get(FILE)
    return PurePath((sent and sent.filename) or _("File")).name[:120]


def _sheet() -> dict[str, Any]:
    """Read once in a request."""
    if "past_sheet" not in g:
        g.past_sheet = past_files.read(uploaded())
    return g.past_sheet


IMPORT = "/past-imports/<uuid:import_id>"

routes = [
    Route(
        "GET",
        "/programmes/<uuid:programme_id>/past",
        contract.past_trainings,
        _l("The earlier trainings of a programme, and the files that they came from"),
    ),
    Route(
        "POST",
        "/programmes/<uuid:programme_id>/past-imports",
        contract.start_past_import,
        _l("Begin an import of earlier trainings; nothing counts yet"),
        201,
    ),
    Route(
        "POST",
        "/programmes/<uuid:programme_id>/past-imports/file",
        contract.start_past_import,
        _l("Begin an import from a file, XLSX or CSV; nothing counts yet"),
        201,
        known={
            "source": _source,
            "heading": lambda: _sheet()["heading"],
            "lines": lambda: _sheet()["lines"],
        },
        upload=True,
    ),
    Route("GET", IMPORT, contract.past_import, _l("What an import would count, or counted")),
    Route("PUT", f"{IMPORT}/columns", contract.choose_past_columns, _l("Say what the columns of the file hold")),
    Route("POST", f"{IMPORT}/confirmation", contract.confirm_past_import, _l("Let the trainings of the file count")),
    Route("POST", f"{IMPORT}/undoing", contract.undo_past_import, _l("Undo an import as a whole")),
]
