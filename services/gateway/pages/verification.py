"""Certificates as everybody sees them who has the code, and as their holder sees them by the link in the mail.

The name of a holder is said only if the holder chose so; else who verifies types the name that they read on paper.
"""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField

from services.gateway import certificates, errors, languages
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from services.gateway.visitor import public
from shared.contracts import identity
from shared.contracts import trainings as contract
from shared.errors import Refusal

pages = Blueprint("verification", __name__)


class CodeForm(Form):
    call = contract.verification
    code = StringField(
        _l("Code of the certificate"), description=_l("Twelve letters and figures, such as BCDF-2345-GHJK.")
    )


class NameForm(Form):
    call = identity.compare_name
    name = StringField(_l("Name on the certificate"), description=_l("First and last name, as you read it on paper."))


@pages.route("/certificates/verify", methods=["GET", "POST"])
@public
def enter_code() -> ResponseReturnValue:
    form = CodeForm()
    code = (form.code.data or "").strip().replace("/", "-")
    if form.sent and code:
        return redirect(url_for("verification.show", code=code))
    if form.sent:
        form.code.errors = [errors.field_sentence("required")]
    return render_template("certificates/code.html", form=form), 422 if form.sent else 200


@pages.route("/certificates/<code>", methods=["GET", "POST"])
@public
def show(code: str) -> ResponseReturnValue:
    try:
        certificate = bus().ask(contract.verification, code=code)
    except Refusal as refusal:
        if refusal.status not in (404, 422):
            raise
        return _unknown(code)
    form = NameForm()
    compared = _compared(form, certificate) if form.sent else None
    page = render_template(
        "certificates/show.html",
        form=form,
        certificate=certificate,
        facts=certificates.facts(certificate),
        tags=certificates.TAGS,
        name=_name_of(certificate)["name"] if certificate["name_shown"] else None,
        compared=compared,
    )
    return page, form.status


def _compared(form: NameForm, certificate: dict[str, Any]) -> bool | None:
    """Whether the name is the holder's; None when it could not be asked."""
    done = form.send(grant=certificate["holder"], client=request.remote_addr or "unknown")
    return done["matches"] if done else None


def _unknown(code: str) -> ResponseReturnValue:
    form = CodeForm(formdata=None, data={"code": code})
    form.code.errors = [_("There is no certificate with this code. Compare it with what is printed.")]
    return render_template("certificates/code.html", form=form), 404


@pages.get("/certificates/mine/<certificate_key>")
@public
def mine(certificate_key: str) -> ResponseReturnValue:
    certificate = bus().ask(contract.own_certificate, certificate_key=certificate_key)
    return render_template(
        "certificates/mine.html",
        certificate=certificate,
        certificate_key=certificate_key,
        name=_name_of(certificate)["name"],
        facts=certificates.facts(certificate),
        tags=certificates.TAGS,
        address=certificates.address_of(certificate["code"]),
        offered=languages.available(current_app.config["CITY"]),
    )


@pages.post("/certificates/mine/<certificate_key>")
@public
def choose(certificate_key: str) -> ResponseReturnValue:
    shown = request.form.get("shown") == "yes"
    bus().order(contract.show_holder, key(), certificate_key=certificate_key, shown=shown)
    said = _("Your name is shown on the public page.") if shown else _("Your name is not shown any more.")
    flash(said, "success")
    return redirect(url_for("verification.mine", certificate_key=certificate_key))


@pages.get("/certificates/mine/<certificate_key>/certificate.pdf")
@public
def paper(certificate_key: str) -> ResponseReturnValue:
    certificate = bus().ask(contract.own_certificate, certificate_key=certificate_key)
    holder = _name_of(certificate)
    return certificates.on_paper(certificate, holder["name"], holder["language"])


def _name_of(certificate: dict[str, Any]) -> dict[str, Any]:
    return bus().ask(identity.granted_name, grant=certificate["holder"])
