"""Thanking those who were at a session: the text, a line for each, who has been thanked and who has not."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import TextAreaField

from services.gateway import formats, plans
from services.gateway.clients import Names, bus
from services.gateway.forms import ChoicesField, Form
from shared.contracts import trainings as contract

pages = Blueprint("thank_yous", __name__)

LINE = "line-"  # before the person's id


class ThankYousForm(Form):
    """The lines are no fields of it: there is one for each person."""

    call = contract.send_thank_yous
    text = TextAreaField(
        _l("What everybody reads"), description=_l("Your name stands under it. Each reader is greeted.")
    )
    person_ids = ChoicesField(_l("To whom?"))

    def _to_fields(self, complaints: dict[str, list[str]]) -> list[str]:
        """What is wrong with a line is told at the text: the fields of the lines are the page's own."""
        return super()._to_fields({"text" if "." in path else path: codes for path, codes in complaints.items()})


@pages.route("/sessions/<uuid:session_id>/thank-yous", methods=["GET", "POST"])
def show(session_id: UUID) -> ResponseReturnValue:
    form = ThankYousForm()
    if form.sent and (said := _done(form, session_id)):
        flash(said, "success")
        return redirect(url_for("thank_yous.show", session_id=session_id))
    found = bus().ask(contract.thank_yous, session_id=session_id)
    names = bus().names([each[who] for each in found["thank_yous"] for who in ("person_id", "sent_by")])
    if not form.sent:
        form.text.data = found["text"] or _proposed()
    by_name = _by_name(found["thank_yous"], names)
    page = render_template(
        "thank_yous/show.html",
        form=form,
        session_id=session_id,
        name=plans.name_of(found),
        when=formats.moment(found["starts_at"]),
        outstanding=[each for each in by_name if each["state"] == "drafted"],
        thanked=[each for each in by_name if each["state"] == "sent"],
        lines=_lines() if form.sent else {str(each["person_id"]): each["line"] for each in by_name},
        ticked=set(form.person_ids.data or []) if form.sent else {str(each["person_id"]) for each in by_name},
    )
    return page, form.status


def _done(form: ThankYousForm, session_id: UUID) -> str | None:
    """What came of sending or saving; None when something is wrong."""
    lines = [{"person_id": person_id, "line": line} for person_id, line in _lines().items()]
    if "save" in request.form:
        form.call = contract.save_thank_yous
        del form.person_ids
        return (
            _("The text has been saved. Nothing was sent.")
            if form.send(session_id=session_id, lines=lines) is not None
            else None
        )
    chosen = request.form.getlist("only") or request.form.getlist("person_ids")
    done = form.send(session_id=session_id, lines=lines, person_ids=chosen)
    return _what_was_sent(done) if done else None


def _what_was_sent(done: dict[str, int]) -> str:
    sent = ngettext("%(num)s thank-you is on its way.", "%(num)s thank-yous are on their way.", done["sent"])
    if done["outstanding"] == 0:
        return _("%(sent)s Everybody has been thanked.", sent=sent)
    left = ngettext(
        "%(num)s person has not been thanked yet.", "%(num)s people have not been thanked yet.", done["outstanding"]
    )
    return f"{sent} {left}"


def _lines() -> dict[str, str | None]:
    return {name.removeprefix(LINE): line or None for name, line in request.form.items() if name.startswith(LINE)}


def _by_name(thank_yous: list[dict[str, Any]], names: Names) -> list[dict[str, Any]]:
    known = {each["person_id"]: each for each in thank_yous}
    people = names.in_order(list(known))
    return [{**person, **known[person["id"]], "sender": names[known[person["id"]]["sent_by"]]} for person in people]


def _proposed() -> str:
    """For the one who sends to make their own."""
    return _(
        "Thank you for being there, and for what you brought in. It is because people like you take part that we learn "
        "from each other.\n\nIs there something you would like to come back to? Then let me know."
    )
