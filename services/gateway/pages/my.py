"""A participant's own pages, by the personal link of their mail or by an account."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import refresh
from wtforms import EmailField, RadioField

from services.gateway import errors, languages, plans, reading, visitor
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from services.gateway.visitor import current, for_participants, public
from shared.contracts import feedback, identity
from shared.contracts import trainings as contract
from shared.contracts.base import Call
from shared.errors import NotFound, Refusal

pages = Blueprint("my", __name__)

TOLD_SECONDS = 2.0  # the page does without what was told later


class LanguageForm(Form):
    call = identity.set_language
    language = RadioField(_l("Language"), validate_choice=False)


class RequestForm(Form):
    call = identity.request_link
    email = EmailField(_l("E-mail address"), description=_l("The one at which you get our mails."))


@pages.get("/my/<link>")
@public
def enter(link: str) -> ResponseReturnValue:
    """The address with the link in it shows no page, so that it stands in no history of pages and in no referrer."""
    try:
        found = bus().ask(identity.resume_link, link=link, client=visitor.client())
    except Refusal as refusal:
        if refusal.status != visitor.GONE:
            raise
        page = render_template("my/link_not_valid.html", sentence=errors.sentence(refusal))
        return page, refusal.status, {"Referrer-Policy": "no-referrer"}
    visitor.open_link(link, found["language"])
    return redirect(url_for("my.show"))


@pages.get("/my")
@for_participants
def show() -> ResponseReturnValue:
    course = bus().ask(contract.my_course)
    [told] = bus().try_together((feedback.my_reports_back, {}), seconds=TOLD_SECONDS)
    session["takes_part"] = bool(course["groups"] or course["introductions"])
    sessions = [*course["introductions"], *(session for group in course["groups"] for session in group["sessions"])]
    names = bus().trainer_names(trainer_id for group in course["groups"] for trainer_id in group["trainer_ids"])
    return render_template(
        "my/show.html",
        groups=[group | {"trainers": _names(names, group)} for group in course["groups"]],
        introductions=course["introductions"],
        reports=(told or {}).get("reports", []),
        plans=plans,
        to_read=reading.of([chapter_id for session in sessions for chapter_id in session["reading"]]),
        language_form=_language_form(),
    )


def _names(names: Any, group: dict[str, Any]) -> str:
    """Of those who are trainers still."""
    there = [trainer_id for trainer_id in group["trainer_ids"] if trainer_id in names.people]
    return ", ".join(person["name"] for person in names.in_order(there))


@pages.post("/my/language")
@for_participants
def set_language() -> ResponseReturnValue:
    form = _language_form()
    if form.send() is None:
        return render_template("my/language.html", form=form), form.status
    session["language"] = form.language.data
    refresh()
    flash(_("Your language has been changed."), "success")
    return redirect(url_for("my.show"))


def _language_form() -> LanguageForm:
    form = LanguageForm(language=current().language if request.method == "GET" else None)
    form.language.choices = languages.available(current_app.config["CITY"])
    return form


@pages.route("/my/groups/<uuid:group_id>/leave", methods=["GET", "POST"])
@for_participants
def leave(group_id: UUID) -> ResponseReturnValue:
    if request.method == "POST":
        return _left(group_id)
    groups = bus().ask(contract.my_course)["groups"]
    group = next((group for group in groups if group["id"] == group_id), None)
    if group is None:
        raise NotFound()
    return render_template("my/leave.html", group=group)


def _left(group_id: UUID) -> ResponseReturnValue:
    try:
        bus().order(contract.leave_group, key(), group_id=group_id)
    except Refusal as refusal:
        if refusal.status != Refusal.status:
            raise
        flash(errors.sentence(refusal), "error")
    else:
        flash(_("You have left the group. A mail confirms it."), "success")
    return redirect(url_for("my.show"))


@pages.post("/my/sessions/<uuid:session_id>/apology")
@for_participants
def apologise(session_id: UUID) -> ResponseReturnValue:
    apologised = request.form.get("apologised") == "yes"
    said = _("Your trainers know that you cannot come.") if apologised else _("Your trainers know that you come.")
    return _say(said, contract.set_apology, session_id, apologised=apologised)


@pages.post("/my/sessions/<uuid:session_id>/check-in")
@for_participants
def check_in(session_id: UUID) -> ResponseReturnValue:
    return _say(_("You are checked in."), contract.check_in, session_id, here=True)


def _say(said: str, call: Call, session_id: UUID, **more: Any) -> ResponseReturnValue:
    """About oneself."""
    try:
        bus().order(call, key(), session_id=session_id, person_id=current().person_id, **more)
    except Refusal as refusal:
        if refusal.code == "not_expected":  # it is not said that there is such a session
            raise NotFound() from refusal
        if refusal.status != Refusal.status:
            raise
        flash(errors.sentence(refusal), "error")
    else:
        flash(said, "success")
    return redirect(url_for("my.show"))


@pages.route("/my/links/end", methods=["GET", "POST"])
@for_participants
def end_links() -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("my/end_links.html")
    bus().order(identity.withdraw_links, key(), person_id=current().person_id)
    visitor.close_link()
    return redirect(url_for("my.ended"))


@pages.get("/my/links/ended")
@public
def ended() -> ResponseReturnValue:
    return render_template("my/ended.html")


@pages.post("/my/close")
@for_participants
def close() -> ResponseReturnValue:
    """On a computer that others use too."""
    visitor.close_link()
    flash(_("Your page is closed in this browser. The link in your mail opens it again."), "success")
    return redirect(url_for("my.request_link"))


@pages.route("/link", methods=["GET", "POST"])
@public
def request_link() -> ResponseReturnValue:
    form = RequestForm()
    if form.sent and form.send(client=visitor.client()) is not None:
        return render_template("my/link_requested.html", email=form.email.data)
    return render_template("my/request_link.html", form=form), form.status
