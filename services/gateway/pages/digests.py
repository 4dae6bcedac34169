from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway.digests import DigestForm
from services.gateway.errors import field_sentence

pages = Blueprint("digests", __name__)


@pages.post("/account/digest")
def choose() -> ResponseReturnValue:
    form = DigestForm()
    if form.send() is not None:
        flash(_("How often you get the digest has been changed."), "success")
    else:
        flash(field_sentence("not_a_choice"), "error")
    return redirect(url_for("accounts.account", _anchor="digest"))
