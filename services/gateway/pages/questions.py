"""Participants' own-work questions. Who asks signs in nowhere and is asked for no name, so nobody can know."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField

from services.gateway import errors
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from services.gateway.visitor import local_path, public
from shared.contracts import trainings as contract
from shared.errors import Refusal

pages = Blueprint("questions", __name__)

WARNING = _l("Write about situations, not about named people.")


class CodeForm(Form):
    call = contract.question_box
    code = StringField(_l("Code of your group"), description=_l("Eight letters and figures, such as BCDF-2345."))


class AskForm(Form):
    call = contract.ask_question
    text = TextAreaField(_l("What would you like to talk about?"), description=WARNING)


class AddForm(Form):
    call = contract.add_question
    text = TextAreaField(_l("Question"), description=WARNING)


@pages.route("/ask", methods=["GET", "POST"])
@public
def enter_code() -> ResponseReturnValue:
    form = CodeForm()
    code = (form.code.data or "").strip().replace("/", "-")
    if form.sent and code:
        return redirect(url_for("questions.ask", code=code))
    if form.sent:
        form.code.errors = [errors.field_sentence("required")]
    return render_template("questions/code.html", form=form), 422 if form.sent else 200


@pages.route("/ask/<code>", methods=["GET", "POST"])
@public
def ask(code: str) -> ResponseReturnValue:
    try:
        box = bus().ask(contract.question_box, code=code)
    except Refusal as refusal:
        if refusal.status not in (404, 422):
            raise
        return _unknown(code)
    form = AskForm()
    if form.sent and form.send(code=code) is not None:
        return redirect(url_for("questions.thanks", code=code))
    return render_template("questions/ask.html", form=form, box=box), form.status


def _unknown(code: str) -> ResponseReturnValue:
    form = CodeForm(formdata=None, data={"code": code})
    form.code.errors = [_("No group has this code. Ask your trainer for it.")]
    return render_template("questions/code.html", form=form), 404


@pages.get("/ask/<code>/thanks")
@public
def thanks(code: str) -> ResponseReturnValue:
    box = bus().ask(contract.question_box, code=code)
    return render_template("questions/thanks.html", box=box, code=code)


@pages.route("/groups/<uuid:group_id>/questions/new", methods=["GET", "POST"])
def add(group_id: UUID) -> ResponseReturnValue:
    group = bus().ask(contract.group, group_id=group_id)
    form = AddForm()
    back = local_path(request.args.get("next")) or url_for("groups.show", group_id=group_id)
    if form.sent and form.send(group_id=group_id):
        flash(_("The question has been added."), "success")
        return redirect(back)
    return render_template("questions/add.html", form=form, group=group, back=back), form.status


@pages.post("/questions/<uuid:question_id>/treated")
def treat(question_id: UUID) -> ResponseReturnValue:
    treated = request.form.get("treated") == "yes"
    bus().order(contract.treat_question, key(), question_id=question_id, treated=treated)
    flash(_("The question is marked as treated.") if treated else _("The question is open again."), "success")
    return redirect(local_path(request.form.get("next")) or url_for("groups.index"))
