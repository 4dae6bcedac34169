"""Polarisation maps: issues of a programme, a map of each for every day that it was drawn, two of them side by side."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, TextAreaField

from services.gateway import conflicts, formats, polarisation_maps, printing
from services.gateway.clients import bus
from services.gateway.forms import DateField, Form, LinesField, key
from services.gateway.visitor import require
from shared import clock
from shared.contracts import municipalities as contract
from shared.errors import NotFound

pages = Blueprint("polarisation_maps", __name__)

GROUPS = _l("Groups, one a line. Positions in what goes on, never labels on persons.")


class IssueForm(Form):
    call = contract.add_issue
    title = StringField(_l("What are people divided about?"), description=_l("Such as: Fireworks at New Year."))


class ChangeIssueForm(IssueForm):
    call = contract.change_issue
    version = HiddenField()


class MapForm(Form):
    call = contract.draw_map
    drawn_on = DateField(_l("How does it look on which day?"))
    phase = RadioField(_l("Which phase is it in?"), validate_choice=False)
    us_and_them = TextAreaField(_l("Which us and which them are made?"))
    fuel = TextAreaField(_l("What fuels it?"), description=_l("Statements about what the others are."))
    gut_feeling = TextAreaField(_l("Where does gut feeling show?"))
    middle_asks = TextAreaField(_l("What does the middle ask itself?"))
    position = TextAreaField(_l("Where do we stand ourselves?"))
    pushers = LinesField(_l("Pushers"), description=GROUPS)
    joiners = LinesField(_l("Joiners"), description=_l("Groups that lean to a side, one a line."))
    middle = LinesField(_l("The middle"), description=_l("Groups that do not choose, or say nothing, one a line."))
    bridge_builders = LinesField(_l("Bridge builders"), description=_l("One group a line."))
    scapegoats = LinesField(_l("Scapegoats"), description=_l("Groups that are blamed, one a line."))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.phase.choices = formats.choices("polarisation_phases")


class ChangeMapForm(MapForm):
    call = contract.change_map
    version = HiddenField()


@pages.route("/programmes/<uuid:programme_id>/issues", methods=["GET", "POST"])
def index(programme_id: UUID) -> ResponseReturnValue:
    """What is posted here is one more issue."""
    require(contract.issues)
    form = IssueForm()
    if form.sent and (added := form.send(programme_id=programme_id)):
        flash(_("The issue has been added. Draw its first map."), "success")
        return _to_issue(added["id"])
    of_programme = {"programme_id": programme_id}
    found, programme = bus().ask_together((contract.issues, of_programme), (contract.programme, of_programme))
    page = render_template("polarisation_maps/index.html", issues=found["issues"], programme=programme, form=form)
    return page, form.status


@pages.get("/issues/<uuid:issue_id>")
def issue(issue_id: UUID) -> ResponseReturnValue:
    found = _issue(issue_id)
    named = [(each["id"], formats.short_day(each["drawn_on"])) for each in found["maps"]]
    return render_template("polarisation_maps/issue.html", issue=found, rows=polarisation_maps.rows, named_maps=named)


@pages.route("/issues/<uuid:issue_id>/edit", methods=["GET", "POST"])
def edit_issue(issue_id: UUID) -> ResponseReturnValue:
    found = _issue(issue_id)
    form = ChangeIssueForm(data=found)
    if form.sent and form.send(issue_id=issue_id) is not None:
        flash(_("The issue has been changed."), "success")
        return _to_issue(issue_id)
    conflict = conflicts.taken_over(form, found)
    page = render_template("polarisation_maps/edit_issue.html", form=form, issue=found, conflict=conflict)
    return page, form.status


@pages.post("/issues/<uuid:issue_id>/removal")
def remove_issue(issue_id: UUID) -> ResponseReturnValue:
    programme_id = _issue(issue_id)["programme_id"]
    bus().order(contract.remove_issue, key(), issue_id=issue_id)
    flash(_("The issue has been removed, with its maps."), "success")
    return redirect(url_for("polarisation_maps.index", programme_id=programme_id))


@pages.get("/issues/<uuid:issue_id>/comparison")
def compare(issue_id: UUID) -> ResponseReturnValue:
    """Of the two maps in the address, else of the last two; the earlier one stands left."""
    found = _issue(issue_id)
    maps = {str(each["id"]): each for each in found["maps"]}
    asked = [maps[each] for each in (request.args.get("left"), request.args.get("right")) if each in maps]
    chosen = asked if len(asked) == 2 else found["maps"][:2]
    if len(chosen) < 2:
        raise NotFound()
    left, right = sorted(chosen, key=lambda each: each["drawn_on"])
    return render_template(
        "polarisation_maps/compare.html",
        issue=found,
        left=left,
        right=right,
        rows=polarisation_maps.side_by_side(left, right),
    )


@pages.route("/issues/<uuid:issue_id>/maps/new", methods=["GET", "POST"])
def new(issue_id: UUID) -> ResponseReturnValue:
    """Begins as the last one was."""
    found = _issue(issue_id)
    last: dict[str, Any] = found["maps"][0] if found["maps"] else {}
    form = MapForm(data={**last, "drawn_on": clock.today(current_app.config["CITY"].time_zone)})
    if form.sent and (drawn := form.send(issue_id=issue_id)):
        flash(_("The map has been drawn."), "success")
        return _to_map(drawn["id"])
    return _form_page(form, found, None)


@pages.get("/polarisation-maps/<uuid:map_id>")
def show(map_id: UUID) -> ResponseReturnValue:
    drawn = _map(map_id)
    return render_template("polarisation_maps/show.html", drawn=drawn, rows=polarisation_maps.rows(drawn))


@pages.route("/polarisation-maps/<uuid:map_id>/edit", methods=["GET", "POST"])
def edit(map_id: UUID) -> ResponseReturnValue:
    drawn = _map(map_id)
    form = ChangeMapForm(data=drawn)
    if form.sent and form.send(map_id=map_id) is not None:
        flash(_("The map has been changed."), "success")
        return _to_map(map_id)
    return _form_page(form, drawn, drawn)


@pages.post("/polarisation-maps/<uuid:map_id>/removal")
def remove(map_id: UUID) -> ResponseReturnValue:
    issue_id = _map(map_id)["issue_id"]
    bus().order(contract.remove_map, key(), map_id=map_id)
    flash(_("The map has been removed."), "success")
    return _to_issue(issue_id)


@pages.get("/polarisation-maps/<uuid:map_id>/sheet.pdf")
def sheet(map_id: UUID) -> ResponseReturnValue:
    """On one sheet, for the table."""
    drawn = _map(map_id)
    return printing.pdf(
        "polarisation_maps/print.html",
        language=formats.language(),
        file_name=f"{drawn['drawn_on']}.pdf",
        drawn=drawn,
        much=polarisation_maps.is_much(drawn),
        texts=polarisation_maps.TEXTS,
        roles=polarisation_maps.ROLES,
    )


def _form_page(form: MapForm, issue: dict[str, Any], drawn: dict[str, Any] | None) -> ResponseReturnValue:
    page = render_template(
        "polarisation_maps/edit.html",
        form=form,
        issue=issue,
        drawn=drawn,
        conflict=conflicts.taken_over(form, drawn) if drawn else None,
        texts=polarisation_maps.TEXTS,
        roles=polarisation_maps.ROLES,
    )
    return page, form.status


def _issue(issue_id: UUID) -> dict[str, Any]:
    return bus().ask(contract.issue, issue_id=issue_id)


def _map(map_id: UUID) -> dict[str, Any]:
    return bus().ask(contract.polarisation_map, map_id=map_id)


def _to_issue(issue_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("polarisation_maps.issue", issue_id=issue_id))


def _to_map(map_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("polarisation_maps.show", map_id=map_id))
