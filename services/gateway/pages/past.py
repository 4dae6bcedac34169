"""Earlier trainings of a programme: brought in from a file by a preview in which a person says what is what."""

from pathlib import PurePath
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import FileField, RadioField, SelectMultipleField, StringField

from services.gateway import formats, past_files
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, Form, key
from services.gateway.paging import page_of
from services.gateway.visitor import require
from shared.contracts import municipalities
from shared.contracts import trainings as contract
from shared.errors import Invalid, Refusal

pages = Blueprint("past", __name__)

UNUSED_PER_PAGE = 50


class FileForm(Form):
    call = contract.start_past_import
    source = StringField(_l("Where is it from?"), description=_l("For example: list of the training provider, 2019."))
    file = FileField(_l("The file"))

    def values(self) -> dict[str, Any]:
        """What is sent is what stands in the file."""
        return {}


class ColumnsForm(Form):
    """`columns` are selects of one name, in the order of the file."""

    call = contract.choose_past_columns
    columns: SelectMultipleField = ChoicesField(_l("Columns"))
    date_order = RadioField(_l("How is a date such as 5/4/2012 meant in this file?"), validate_choice=False)
    kind = RadioField(_l("What is a line that does not tell its kind?"), validate_choice=False)

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.columns.choices = column_choices()
        self.date_order.choices = [
            ("day_first", _("5 April: the day comes first")),
            ("month_first", _("4 May: the month comes first")),
        ]
        self.kind.choices = [(kind, formats.label(kind, "past_kind")) for kind in contract.PAST_KINDS]

    def values(self) -> dict[str, Any]:
        order = self.date_order.data if self.date_order.data in contract.DATE_ORDERS else None
        return {"columns": request.form.getlist("columns"), "date_order": order, "kind": self.kind.data}


def column_choices() -> list[tuple[str, str]]:
    """What a column may hold, as a select offers it."""
    parts = [
        (code, _("Attended, part %(number)s", number=number)) for number, code in enumerate(contract.ATTENDED, start=1)
    ]
    return [
        ("ignored", _("Not used")),
        ("date", _("Date")),
        ("kind", _("Introduction or course")),
        ("place", _("Place")),
        ("reference", _("Name or number of the training")),
        ("registered", _("Registered")),
        *parts,
        ("completed", _("Completed")),
    ]


@pages.get("/programmes/<uuid:programme_id>/past")
def index(programme_id: UUID) -> ResponseReturnValue:
    programme, past = bus().ask_together(
        (municipalities.programme, {"programme_id": programme_id}),
        (contract.past_trainings, {"programme_id": programme_id}),
    )
    return render_template(
        "past/index.html",
        programme=programme,
        totals=past["totals"],
        cards=totals_as_cards(past["totals"]),
        imports=past["imports"],
        names=bus().names(each["imported_by"] for each in past["imports"]),
    )


@pages.route("/programmes/<uuid:programme_id>/past/new", methods=["GET", "POST"])
def new(programme_id: UUID) -> ResponseReturnValue:
    require(contract.start_past_import)
    programme = bus().ask(municipalities.programme, programme_id=programme_id)
    form = FileForm()
    if form.sent and (begun := _begin(form, programme_id)):
        return redirect(url_for("past.show", import_id=begun["id"]))
    return render_template("past/new.html", form=form, programme=programme), form.status


def _begin(form: FileForm, programme_id: UUID) -> dict[str, Any] | None:
    uploaded = request.files.get("file")
    if not (uploaded and uploaded.filename):
        form.take(Invalid({"file": ["no_file"]}))
        return None
    try:
        sheet = past_files.read(uploaded.read())
    except Invalid as refusal:
        form.take(refusal)
        return None
    if sheet.pop("guessed"):
        flash(_("Look at names with accents: this file does not say how its letters are written."), "warning")
    source = (form.source.data or "").strip() or PurePath(uploaded.filename).name[:120]
    return form.send(programme_id=programme_id, source=source, **sheet)


@pages.route("/past-imports/<uuid:import_id>", methods=["GET", "POST"])
def show(import_id: UUID) -> ResponseReturnValue:
    """The columns are chosen here as often as one likes; what would count is shown below them."""
    if request.method == "POST":
        form = ColumnsForm()
        if form.send(import_id=import_id) is not None:
            return redirect(url_for("past.show", import_id=import_id, _anchor="result"))
        return _page(import_id, form, form.values()["columns"]), form.status
    return _page(import_id, None, None)


def _page(import_id: UUID, form: ColumnsForm | None, chosen: list[str] | None) -> str:
    found = bus().ask(contract.past_import, import_id=import_id)
    if found["state"] != "draft":
        return render_template("past/done.html", one=found, cards=totals_as_cards(found["totals"]))
    form = form or ColumnsForm(data={"date_order": found["date_order"], "kind": found["kind"]})
    columns = chosen if chosen and len(chosen) == len(found["columns"]) else found["columns"]
    return render_template(
        "past/show.html",
        one=found,
        form=form,
        choices=column_choices(),
        columns=list(zip(found["heading"], columns, strict=True)),
        cards=totals_as_cards(found["totals"]),
        parts=max((len(each["attended"]) for each in found["first"]), default=0),
        unused=page_of(found["unused"], UNUSED_PER_PAGE),
    )


@pages.post("/past-imports/<uuid:import_id>/confirmation")
def confirm(import_id: UUID) -> ResponseReturnValue:
    try:
        bus().order(contract.confirm_past_import, key(), import_id=import_id)
    except Refusal as refusal:
        form = ColumnsForm(formdata=None)
        form.take(refusal)
        return _page(import_id, form, None), form.status
    return redirect(url_for("past.show", import_id=import_id))


@pages.route("/past-imports/<uuid:import_id>/undoing", methods=["GET", "POST"])
def undo(import_id: UUID) -> ResponseReturnValue:
    found = bus().ask(contract.past_import, import_id=import_id)
    if request.method == "POST":
        bus().order(contract.undo_past_import, key(), import_id=import_id)
        flash(_("The import has been undone. Nothing of it counts any more."), "success")
        return redirect(url_for("past.index", programme_id=found["programme_id"]))
    return render_template("past/undo.html", one=found)


def totals_as_cards(totals: dict[str, Any]) -> list[dict[str, Any]]:
    """For `ui.cards`: what the trainings tell together, and of how many a figure is missing."""
    parts = totals["attended"]
    of_parts = [
        _("part %(number)s: %(people)s", number=number, people=formats.number(people))
        for number, people in enumerate(parts, start=1)
    ]
    return [
        {
            "label": _("Trainings"),
            "figure": formats.number(totals["trainings"]),
            "note": _("%(introductions)s introductions, %(courses)s courses", **totals),
        },
        {
            "label": _("Registered"),
            "figure": formats.number(totals["registered"]),
            "note": _missing(totals["without_registered"]),
        },
        {
            "label": _("Attended, first part") if len(parts) > 1 else _("Attended"),
            "figure": formats.number(parts[0] if parts else 0),
            "note": ", ".join(of_parts) if len(parts) > 1 else _missing(totals["without_attended"]),
        },
        {
            "label": _("Completed"),
            "figure": formats.number(totals["completed"]),
            "note": _missing(totals["without_completed"]),
        },
    ]


def _missing(trainings: int) -> str | None:
    return ngettext("not told of %(num)s training", "not told of %(num)s trainings", trainings) if trainings else None
