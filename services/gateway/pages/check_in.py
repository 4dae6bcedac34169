"""Checking in at a session by its code, without an account.

Who types an address learns nothing: not who is in the group, not whether the address is known. The trainer sees who is
there.
"""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, StringField

from services.gateway import errors
from services.gateway.clients import bus
from services.gateway.forms import Form
from services.gateway.visitor import public
from shared.contracts import identity
from shared.contracts import trainings as contract
from shared.errors import NotFound, Refusal

pages = Blueprint("check_in", __name__)


class CodeForm(Form):
    call = contract.check_in_door
    code = StringField(_l("Code of the session"), description=_l("Eight letters and figures, such as BCDF-2345."))


class CheckInForm(Form):
    call = identity.claim_presence
    email = EmailField(
        _l("Your e-mail address"), description=_l("The one at which you were invited. It is used for this alone.")
    )


@pages.route("/check-in", methods=["GET", "POST"])
@public
def enter_code() -> ResponseReturnValue:
    form = CodeForm()
    code = (form.code.data or "").strip().replace("/", "-")
    if form.sent and code:
        return redirect(url_for("check_in.door", code=code))
    if form.sent:
        form.code.errors = [errors.field_sentence("required")]
    return render_template("check_in/code.html", form=form), 422 if form.sent else 200


@pages.route("/check-in/<code>", methods=["GET", "POST"])
@public
def door(code: str) -> ResponseReturnValue:
    found = _door(code)
    if found is None:
        form = CodeForm(formdata=None, data={"code": code})
        form.code.errors = [_("No session has this code. Look at the screen once more.")]
        return render_template("check_in/code.html", form=form), 404
    if found["state"] != "open":
        return render_template("check_in/closed.html", door=found)
    form = CheckInForm()
    client = request.remote_addr or "unknown"
    if form.sent and form.send(desk_id=found["desk_id"], client=client) is not None:
        return redirect(url_for("check_in.thanks", code=code))
    return render_template("check_in/door.html", form=form, door=found), form.status


def _door(code: str) -> dict[str, Any] | None:
    try:
        return bus().ask(contract.check_in_door, code=code)
    except Refusal as refusal:
        if refusal.status not in (404, 422):
            raise
        return None


@pages.get("/check-in/<code>/thanks")
@public
def thanks(code: str) -> ResponseReturnValue:
    if _door(code) is None:
        raise NotFound()
    return render_template("check_in/thanks.html", code=code)
