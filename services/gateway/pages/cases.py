"""The case desk of a group: what participants brought, as the trainer sorts it; nobody knows who asked."""

from itertools import groupby
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import StringField, TextAreaField

from services.gateway import errors
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, Form
from shared.contracts import trainings as contract

pages = Blueprint("cases", __name__)

Cases = list[dict[str, Any]]


class ThemeForm(Form):
    call = contract.theme_questions
    theme = StringField(_l("Theme"), description=_l("One that is there already, or a new one."))
    question_ids = ChoicesField(_l("Cases"))


class RewordForm(Form):
    call = contract.reword_question
    text = TextAreaField(
        _l("Question"),
        description=_l("Keep what it means. Leave out places, functions and turns of phrase that tell who asked."),
    )


@pages.route("/groups/<uuid:group_id>/cases", methods=["GET", "POST"])
def index(group_id: UUID) -> ResponseReturnValue:
    form = ThemeForm()
    if form.sent and _themed(form, group_id):
        return redirect(url_for("cases.index", group_id=group_id))
    desk = bus().ask(contract.case_desk, group_id=group_id)
    page = render_template(
        "cases/index.html",
        form=form,
        desk=desk,
        group_id=group_id,
        open_cases=_by_theme([case for case in desk["cases"] if not case["treated"]]),
        treated_cases=_by_theme([case for case in desk["cases"] if case["treated"]]),
        themes=sorted({case["theme"] for case in desk["cases"] if case["theme"]}, key=str.casefold),
        chosen=request.form.getlist("question_ids"),
    )
    return page, form.status


def _themed(form: ThemeForm, group_id: UUID) -> bool:
    takes_out = request.form.get("go") == "out"
    if not form.question_ids.data:
        form.problem, form.status = _("Choose the cases first."), 422
        return False
    if not takes_out and not (form.theme.data or "").strip():
        form.theme.errors, form.status = [errors.field_sentence("required")], 422
        return False
    if form.send(group_id=group_id, **({"theme": None} if takes_out else {})) is None:
        return False
    number = len(form.question_ids.data)
    flash(ngettext("%(num)s case has been sorted.", "%(num)s cases have been sorted.", number), "success")
    return True


def _by_theme(cases: Cases) -> list[tuple[str | None, Cases]]:
    """They come sorted by theme; those without one are first."""
    return [(theme, list(found)) for theme, found in groupby(cases, key=lambda case: case["theme"])]


@pages.route("/questions/<uuid:question_id>/wording", methods=["GET", "POST"])
def reword(question_id: UUID) -> ResponseReturnValue:
    case = bus().ask(contract.case, question_id=question_id)
    form = RewordForm(data=None if request.method == "POST" else {"text": case["text"]})
    back = url_for("cases.index", group_id=case["group_id"])
    if form.sent and form.send(question_id=question_id) is not None:
        flash(_("The new wording has been saved; the old one is gone."), "success")
        return redirect(back)
    return render_template("cases/reword.html", form=form, back=back), form.status
