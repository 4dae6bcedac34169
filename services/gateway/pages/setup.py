"""Setting up an empty instance: areas, people, a programme, its first introduction, and who is invited to it.

Each step is a page with one thing on it, done with the commands that other pages use too.
"""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import RadioField, TextAreaField

from services.gateway import areas, clashes, formats, import_rows, inviting, languages, plans, setup, spreadsheets
from services.gateway import reading as chapters
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, Form, LinesField
from services.gateway.programme_parts import for_the_summary, missing_in, with_areas
from services.gateway.visitor import current, require
from shared.contracts import identity, municipalities, trainings
from shared.errors import Invalid

pages = Blueprint("setup", __name__)

AREAS_SHOWN = 100
WITHOUT = ""  # an example


class AreasForm(Form):
    call = municipalities.add_areas
    names = LinesField(
        _l("Names of areas"), description=_l("One on each line. You can copy them from a list; more can follow later.")
    )


class PeopleForm(Form):
    call = identity.preview_import
    people = TextAreaField(_l("One person on each line"))

    def values(self) -> dict[str, Any]:
        """What is sent is what the lines hold."""
        return {}


class ExampleForm(Form):
    call = municipalities.start_programme
    example = RadioField(_l("What is it about?"), validate_choice=False)
    language = RadioField(_l("In which language do you write it?"), validate_choice=False)

    def values(self) -> dict[str, Any]:
        """Where there is one language alone nobody is asked."""
        return {name: value for name, value in super().values().items() if value}


class RegisterForm(Form):
    call = municipalities.register_programme


class ReadingForm(Form):
    call = trainings.save_arrangements
    reading = ChoicesField(_l("Chapters of your handbook"))


class EverybodyForm(Form):
    call = trainings.invite_people


@pages.get("/setup")
def show() -> ResponseReturnValue:
    found = setup.state()
    return _page("show", found, None, hints=_hints(found))


def _hints(found: dict[str, Any]) -> dict[str, str | None]:
    """What there is by now."""
    introduction, programme = found["introduction"], found["programme"]
    said = {
        "areas": ngettext("%(num)s area", "%(num)s areas", found["areas"]) if found["areas"] else None,
        "programme": (programme["name"] or _("Draft without a name")) if programme else None,
        "introduction": plans.from_to(introduction) if introduction else None,
        "invitations": ngettext("%(num)s person invited so far", "%(num)s people invited so far", found["invited"]),
    }
    return {step: said.get(step) for step in setup.STEPS if step != "invitations" or found["invited"]}


@pages.route("/setup/areas", methods=["GET", "POST"])
def area_list() -> ResponseReturnValue:
    require(setup.SETUP)
    form = AreasForm()
    if form.sent and (done := form.send()):
        flash(ngettext("%(num)s area has been added.", "%(num)s areas have been added.", done["added"]), "success")
        return redirect(url_for("setup.show"))
    return _page("areas", {}, form, known=[area["name"] for area in areas.known()][:AREAS_SHOWN])


@pages.route("/setup/people", methods=["GET", "POST"])
def people() -> ResponseReturnValue:
    require(setup.SETUP)
    form = PeopleForm()
    checked = _checked(form) if form.sent else None
    if checked and not checked["counts"]["error"]:
        return redirect(url_for("imports.show", import_id=checked["id"], then=setup.THEN))
    rows = [import_rows.shown(row) for row in checked["rows"] if row["outcome"] == "error"] if checked else []
    if rows:
        form.take(Invalid({"people": ["lines_not_right"]}))
    words = {name: [label for _code, label in formats.choices(name)] for name in ("sectors", "levels")}
    return _page("people", {}, form, rows=rows, words=words)


def _checked(form: PeopleForm) -> dict[str, Any] | None:
    try:
        sheet = spreadsheets.pasted(form.people.data or "")
    except Invalid as refusal:
        codes = refusal.fields.get("file", [])
        form.take(Invalid({"people": ["required"] if "file_empty" in codes else codes}))
        return None
    return form.send(rows=sheet.rows, areas=areas.known())


@pages.route("/setup/programme", methods=["GET", "POST"])
def programme() -> ResponseReturnValue:
    found = setup.programme_and_introduction()
    if found["programme"] is None:
        return _start(found)
    if setup.is_registered(found["programme"]):
        return redirect(url_for("setup.show"))
    form = RegisterForm()
    if form.sent and form.send(programme_id=found["programme_id"]) is not None:
        flash(_("%(name)s is registered", name=found["programme"]["name"]), "success")
        return redirect(url_for("setup.show"))
    draft, known = with_areas(found["programme_id"])
    return _page("draft", found, form, missing=missing_in(draft), **for_the_summary(draft, known))


def _start(found: dict[str, Any]) -> ResponseReturnValue:
    examples = bus().ask(municipalities.programme_examples, language=formats.language())["examples"]
    form = ExampleForm(data={"example": examples[0]["code"] if examples else WITHOUT, "language": current().language})
    if form.sent and form.send() is not None:
        return redirect(url_for("setup.programme"))
    form.language.choices = languages.available(current_app.config["CITY"])
    form.example.choices = [(each["code"], each["title"]) for each in examples] + [(WITHOUT, _("Something else"))]
    hints = {each["code"]: each["trigger"] for each in examples}
    return _page("start", found, form, hints=hints | {WITHOUT: _("You begin with nothing filled in.")})


@pages.route("/setup/introduction", methods=["GET", "POST"])
def introduction() -> ResponseReturnValue:
    found = setup.programme_and_introduction()
    if found["introduction"] or not setup.is_registered(found["programme"]):
        return redirect(url_for("setup.show"))
    return plans.plan(
        plans.new(plans.IntroductionForm, "introduction", title=_("How polarisation works")),
        title=_("Plan the first introduction"),
        caption=found["programme"]["name"],
        back=url_for("setup.show"),
        warn=clashes.warnings,
        after=url_for("setup.show"),
        programme_id=found["programme_id"],
    )


@pages.route("/setup/reading", methods=["GET", "POST"])
def reading() -> ResponseReturnValue:
    found = setup.programme_and_introduction()
    if found["introduction"] is None:
        return redirect(url_for("setup.show"))
    arranged = bus().ask(trainings.arrangements, session_id=found["introduction"]["id"])
    form = ReadingForm(data={"reading": [str(chapter_id) for chapter_id in arranged["reading"]]})
    others = {name: arranged[name] for name in trainings.ArrangementsFields().fields if name != "reading"}
    version = request.form.get("version", arranged["version"])
    if form.sent and form.send(session_id=found["introduction"]["id"], version=version, **others) is not None:
        flash(_("Saved."), "success")
        return redirect(url_for("setup.invitations"))
    offered = chapters.offered()
    form.reading.choices = chapters.choices(offered)
    return _page("reading", found, form, version=arranged["version"], hints=chapters.hints(offered))


@pages.route("/setup/invitations", methods=["GET", "POST"])
def invitations() -> ResponseReturnValue:
    found = setup.programme_and_introduction()
    if found["introduction"] is None:
        return redirect(url_for("setup.show"))
    form = EverybodyForm()
    if form.sent and (done := form.send(session_id=found["introduction"]["id"], person_ids=inviting.everybody({}))):
        flash(inviting.what_was_done(done), "success")
        return redirect(url_for("setup.show"))
    people = bus().ask(identity.people, per_page=1)["total"]
    to_read = chapters.of(found["introduction"]["reading"]).values()
    return _page("invitations", found, form, people=people, to_read=to_read)


def _page(name: str, found: dict[str, Any], form: Form | None, **more: Any) -> ResponseReturnValue:
    """A step with where it stands among the others."""
    page = render_template(
        f"setup/{name}.html", setup=found, form=form, steps=setup.STEPS, address=ADDRESSES, plans=plans, **more
    )
    return page, form.status if form else 200


# Where each step is done.
ADDRESSES = {
    "areas": "/setup/areas",
    "people": "/setup/people",
    "programme": "/setup/programme",
    "introduction": "/setup/introduction",
    "reading": "/setup/reading",
    "invitations": "/setup/invitations",
}
