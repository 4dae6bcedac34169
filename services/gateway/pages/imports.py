"""A list of people from a file: uploaded, checked, shown, and only then imported."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField

from services.gateway import areas, errors, formats, import_rows, setup, spreadsheets
from services.gateway.clients import bus
from services.gateway.formats import PERSON_TAXONOMIES
from services.gateway.forms import Form, key
from services.gateway.visitor import require
from shared.contracts import identity as contract
from shared.errors import Invalid, Refusal

pages = Blueprint("imports", __name__)

PER_PAGE = 50
IGNORED_SHOWN, IGNORED_LENGTH = 10, 40


class ImportForm(Form):
    call = contract.preview_import
    file = FileField(_l("The file"))

    def values(self) -> dict[str, Any]:
        """What is sent is what stands in the file."""
        return {}


@pages.route("/people/import", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    require(contract.preview_import)
    form = ImportForm()
    if form.sent:
        checked = _checked(form)
        if checked:
            return redirect(_page_of(checked["id"]))
    allowed = {column: import_rows.allowed(column) for column in import_rows.COLUMNS}
    allowed["areas"] = [_("The names of one or more areas, with ; between them")]
    allowed["line_manager"] = [_("The e-mail address of somebody who is known here, or in another line")]
    page = render_template("imports/new.html", form=form, columns=import_rows.COLUMNS, allowed=allowed, then=_then())
    return page, form.status


@pages.get("/people/import/example.xlsx")
def example() -> ResponseReturnValue:
    """With headings and words in the reader's language, and people who do not exist."""
    require(contract.preview_import)
    somewhere = ["; ".join(area["name"] for area in areas.known()[:2]), "adviseur@rotterdam.example"]
    people = [
        ["Wijkagent Zuid", "wijkagent.zuid@politie.example", _("Police"), "police", "street", "nl", *somewhere],
        ["Beleidsadviseur Veiligheid", "adviseur@rotterdam.example", "Directie Veiligheid", "safety", "policy", "nl"],
    ]
    for person in people:
        person[3:6] = [
            formats.term(code, taxonomy) for code, taxonomy in zip(person[3:6], PERSON_TAXONOMIES.values(), strict=True)
        ]
    content = spreadsheets.example([str(heading) for heading in import_rows.COLUMNS.values()], people)
    response = Response(content, mimetype="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    response.headers["Content-Disposition"] = f'attachment; filename="{_("people")}.xlsx"'
    return response


@pages.get("/people/import/<uuid:import_id>")
def show(import_id: UUID) -> ResponseReturnValue:
    found = bus().ask(contract.imported, import_id=import_id)
    if found["done"]:
        return render_template("imports/done.html", done=found["done"], then=_then())
    outcome = request.args.get("outcome", "")
    wanted = (row for row in found["rows"] if outcome in ("", row["outcome"]))
    rows = sorted(wanted, key=import_rows.first_what_needs_attention)
    page = max(request.args.get("page", 1, type=int), 1)
    return render_template(
        "imports/show.html",
        import_id=import_id,
        counts=found["counts"],
        rows=[import_rows.shown(row) for row in rows[(page - 1) * PER_PAGE : page * PER_PAGE]],
        outcome=outcome,
        page=page,
        pages=-(-len(rows) // PER_PAGE),
        then=_then(),
    )


@pages.post("/people/import/<uuid:import_id>")
def confirm(import_id: UUID) -> ResponseReturnValue:
    try:
        bus().order(contract.confirm_import, key(), import_id=import_id)
    except Refusal as refusal:
        if refusal.code != "import_has_errors":
            raise
        flash(errors.sentence(refusal), "error")
    return redirect(_page_of(import_id))


def _page_of(import_id: UUID) -> str:
    return url_for("imports.show", import_id=import_id, then=_then())


def _then() -> str | None:
    """People may be imported on the way to a first introduction."""
    return setup.THEN if setup.is_under_way() else None


def _checked(form: ImportForm) -> dict[str, Any] | None:
    uploaded = request.files.get("file")
    if not (uploaded and uploaded.filename):
        form.take(Invalid({"file": ["no_file"]}))
        return None
    try:
        sheet = spreadsheets.read(uploaded.read())
    except Invalid as refusal:
        form.take(refusal)
        return None
    checked = form.send(rows=sheet.rows, areas=areas.known())
    if checked:
        _tell_how_it_was_read(sheet)
    return checked


def _tell_how_it_was_read(sheet: spreadsheets.Sheet) -> None:
    if sheet.ignored:
        names = ", ".join(name[:IGNORED_LENGTH] for name in sheet.ignored[:IGNORED_SHOWN])
        flash(_("Columns that are not used: %(names)s.", names=names), "notice")
    if sheet.guessed:
        flash(_("Look at names with accents: this file does not say how its letters are written."), "warning")
