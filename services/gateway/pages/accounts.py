from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import refresh
from wtforms import EmailField, PasswordField, RadioField

from services.gateway import devices, digests, errors, languages, visitor
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from services.gateway.visitor import current, local_path, public
from shared.contracts import identity as contract
from shared.errors import Refusal

pages = Blueprint("accounts", __name__)

PASSWORD_HINT = _l("At least 12 characters. A short sentence is fine.")


class SignInForm(Form):
    call = contract.sign_in
    email = EmailField(_l("E-mail address"))
    password = PasswordField(_l("Password"))

    def take(self, refusal: Refusal) -> None:
        """A wrong password is said here, and is no page of its own."""
        if refusal.code != "wrong_sign_in":
            return super().take(refusal)
        self.refusal, self.status, self.problem = refusal, refusal.status, errors.sentence(refusal)
        return None


class ResetForm(Form):
    call = contract.request_password_reset
    email = EmailField(_l("E-mail address"))


class PasswordForm(Form):
    call = contract.set_password
    password = PasswordField(_l("Choose a password"), description=PASSWORD_HINT)


class ChangePasswordForm(Form):
    call = contract.change_password
    current = PasswordField(_l("Your password now"))
    new = PasswordField(_l("The new one"), description=PASSWORD_HINT)


class LanguageForm(Form):
    call = contract.set_language
    language = RadioField(_l("Language"), validate_choice=False)


@pages.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    if visitor.is_signed_in() and request.method == "GET":
        return redirect(_wanted())
    form = SignInForm()
    if form.sent:
        signed_in = form.send(client=visitor.client(), device=devices.of_request())
        if signed_in:
            visitor.sign_in(signed_in["session_token"], signed_in["language"])
            return redirect(_wanted())
    return render_template("accounts/sign_in.html", form=form), form.status


@pages.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    bus().order(contract.sign_out, None, session_token=visitor.session_token())
    visitor.sign_out()
    flash(_("You have signed out."), "success")
    return redirect(url_for("accounts.sign_in"))


@pages.route("/reset", methods=["GET", "POST"])
@public
def request_reset() -> ResponseReturnValue:
    form = ResetForm()
    if form.sent and form.send(client=visitor.client()) is not None:
        return render_template("accounts/reset_requested.html", email=form.email.data)
    return render_template("accounts/reset.html", form=form), form.status


@pages.route("/reset/<token>", methods=["GET", "POST"])
@pages.route("/invitation/<token>", methods=["GET", "POST"])
@public
def set_password(token: str) -> ResponseReturnValue:
    try:
        holder = bus().ask(contract.token_holder, token=token)
    except Refusal as refusal:
        if refusal.code != "token_not_valid":
            raise
        return render_template("accounts/link_not_valid.html", sentence=errors.sentence(refusal)), refusal.status
    _speak(holder["language"])
    form = PasswordForm()
    if form.sent:
        signed_in = form.send(token=token, device=devices.of_request())
        if signed_in:
            visitor.sign_in(signed_in["session_token"], signed_in["language"])
            return redirect(_wanted())
    return render_template("accounts/set_password.html", form=form, holder=holder), form.status


@pages.get("/account")
def account() -> ResponseReturnValue:
    sessions = bus().ask(contract.sessions, session_id=current().session_id)["sessions"]
    return render_template(
        "accounts/account.html", sessions=sessions, language_form=_language_form(), digest_form=digests.form()
    )


@pages.post("/account/language")
def set_language() -> ResponseReturnValue:
    form = _language_form()
    if form.send() is None:
        return render_template("accounts/language.html", form=form), form.status
    session["language"] = form.language.data
    flash(_("Your language has been changed."), "success")
    return redirect(url_for("accounts.account"))


@pages.route("/account/password", methods=["GET", "POST"])
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.sent and form.send(session_id=current().session_id) is not None:
        flash(_("Your password has been changed. You are signed out everywhere else."), "success")
        return redirect(url_for("accounts.account"))
    return render_template("accounts/change_password.html", form=form), form.status


@pages.post("/account/sessions/<uuid:session_id>/end")
def end_session(session_id: str) -> ResponseReturnValue:
    bus().order(contract.end_session, key(), session_id=session_id)
    flash(_("Signed out there."), "success")
    return redirect(url_for("accounts.account"))


@pages.post("/account/sessions/end-others")
def end_other_sessions() -> ResponseReturnValue:
    bus().order(contract.end_other_sessions, key(), session_id=current().session_id)
    flash(_("You are signed out everywhere else."), "success")
    return redirect(url_for("accounts.account"))


@pages.get("/language/<code>")
@public
def choose_language(code: str) -> ResponseReturnValue:
    """For this browser; somebody who is signed in keeps it for their account too."""
    if code in current_app.config["CITY"].languages:
        session["language"] = code
        if visitor.is_signed_in():
            bus().order(contract.set_language, None, language=code)
    return redirect(_wanted())


def _wanted() -> str:
    """Where the visitor was going, or the first page."""
    return local_path(request.args.get("next")) or url_for("home.overview")


def _speak(code: str) -> None:
    """The language of whom a mail was for, as long as they chose none in this browser."""
    if "language" not in session:
        session["language"] = code
        refresh()


def _language_form() -> LanguageForm:
    form = LanguageForm(language=current().language if request.method == "GET" else None)
    form.language.choices = languages.available(current_app.config["CITY"])
    return form
