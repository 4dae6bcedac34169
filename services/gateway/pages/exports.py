"""Every table as a file."""

from flask import Blueprint, Response, current_app, request, send_file
from flask_babel import gettext as _

from services.gateway import exports, formats, listed
from services.gateway.clients import bus
from services.gateway.forms import key
from shared import clock
from shared.contracts import identity
from shared.errors import NotFound

pages = Blueprint("exports", __name__)


@pages.get("/download/<table>.<form>")
def download(table: str, form: str) -> Response:
    """All rows that match the filters in the address, whatever page of them was looked at."""
    chosen = listed.TABLES.get(table)
    if chosen is None or form not in exports.MIMETYPES:
        raise NotFound()
    city = current_app.config["CITY"]
    file = exports.write(chosen, request.args, form, language=formats.language(), time_zone=city.time_zone)
    if chosen.holds_people:
        bus().order(identity.note_export, key(), table=table, people=file.rows)
    day = clock.today(city.time_zone).isoformat()
    name = f"{day} {chosen.title}.{form}"
    answer = send_file(file.content, exports.MIMETYPES[form], as_attachment=True, download_name=name)
    answer.call_on_close(file.content.close)
    return answer


@pages.app_template_global()
def downloads(table: str) -> list[tuple[str, str]]:
    """What a page offers of its table: what it is called, and the form of the file."""
    return [("xlsx", _("Excel")), ("csv", _("CSV"))] if table in listed.TABLES else []
