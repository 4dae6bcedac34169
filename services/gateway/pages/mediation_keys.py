"""The key of a mediator: making it, changing its passphrase, starting over, unlocking and locking it."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, StringField

from services.gateway import mediation_keys, sealing
from services.gateway.clients import bus
from services.gateway.forms import Form
from services.gateway.visitor import local_path
from shared.contracts import mediations as contract
from shared.errors import Invalid, Refusal

pages = Blueprint("mediation_keys", __name__)


class NewPassphraseForm(Form):
    call = contract.set_mediator_key
    passphrase = PasswordField(
        _l("Passphrase"), description=_l("At least four words that belong together for you only.")
    )
    passphrase_again = PasswordField(_l("The same once more"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.passphrase.flags.required = self.passphrase_again.flags.required = True

    def chosen(self) -> str:
        passphrase = self.passphrase.data or ""
        if len(passphrase) < sealing.SHORTEST:
            raise Invalid({"passphrase": [f"too_short:{sealing.SHORTEST}"]})
        if passphrase != self.passphrase_again.data:
            raise Invalid({"passphrase_again": ["not_the_same"]})
        return passphrase


class ChangeForm(NewPassphraseForm):
    old_passphrase = PasswordField(_l("The passphrase until now"))


class RecoverForm(NewPassphraseForm):
    passphrase_code = StringField(_l("The code that you printed"))


class StartOverForm(NewPassphraseForm):
    understood = BooleanField(_l("I know that nobody will ever read what I wrote until now"))

    def chosen(self) -> str:
        if not self.understood.data:
            raise Invalid({"understood": ["required"]})
        return super().chosen()


class UnlockForm(Form):
    call = contract.mediator_key
    passphrase = PasswordField(_l("Your passphrase"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.passphrase.flags.required = True


@pages.route("/mediations/key", methods=["GET", "POST"])
def key() -> ResponseReturnValue:
    """The first one, or another passphrase for the one that is there."""
    there_is = bus().ask(contract.mediator_key)
    form = ChangeForm() if there_is["version"] else NewPassphraseForm()
    if form.sent:
        try:
            passphrase = form.chosen()
            return _wrap(_key(form, there_is), passphrase, there_is["version"])
        except Refusal as refusal:
            form.take(refusal)
    return render_template("mediation_keys/key.html", form=form, is_first=not there_is["version"]), form.status


@pages.route("/mediations/key/recovery", methods=["GET", "POST"])
def recover() -> ResponseReturnValue:
    there_is = mediation_keys.stored()
    form = RecoverForm()
    form.passphrase_code.flags.required = True
    if form.sent:
        try:
            passphrase = form.chosen()
            return _wrap(
                mediation_keys.unlock_by_code(form.passphrase_code.data or ""), passphrase, there_is["version"]
            )
        except Refusal as refusal:
            form.take(refusal)
    return render_template("mediation_keys/recover.html", form=form), form.status


@pages.route("/mediations/key/new", methods=["GET", "POST"])
def start_over() -> ResponseReturnValue:
    """For who lost passphrase and code: another key, which opens nothing of before."""
    there_is = mediation_keys.stored()
    form = StartOverForm()
    if form.sent:
        try:
            return _wrap(sealing.new_key(), form.chosen(), there_is["version"])
        except Refusal as refusal:
            form.take(refusal)
    return render_template("mediation_keys/start_over.html", form=form), form.status


@pages.route("/mediations/unlock", methods=["GET", "POST"])
def unlock() -> ResponseReturnValue:
    form = UnlockForm()
    onwards = local_path(request.args.get("next")) or url_for("mediations.index")
    if not form.sent:
        mediation_keys.stored()
    else:
        try:
            mediation_keys.unlock(form.passphrase.data)
            return mediation_keys.keep(redirect(onwards))
        except Refusal as refusal:
            form.take(refusal)
    return render_template("mediation_keys/unlock.html", form=form), form.status


@pages.post("/mediations/lock")
def lock() -> ResponseReturnValue:
    bus().ask(contract.mediator_key)
    flash(_("Locked. Nothing can be read here without your passphrase."), "success")
    return mediation_keys.lock(redirect(url_for("mediations.index")))


def _key(form: NewPassphraseForm, there_is: dict[str, Any]) -> bytes:
    if not isinstance(form, ChangeForm):
        return sealing.new_key()
    try:
        return sealing.unwrapped_by_passphrase(there_is["by_passphrase"], form.old_passphrase.data or "")
    except sealing.NotSealedByThis:
        raise Invalid({"old_passphrase": ["wrong_passphrase"]}) from None


def _wrap(key: bytes, passphrase: str, version: int) -> ResponseReturnValue:
    """Each time with a new code, which is shown this once."""
    code = sealing.new_recovery_code()
    bus().order(
        contract.set_mediator_key,
        str(uuid4()),
        by_passphrase=sealing.wrapped_by_passphrase(key, passphrase),
        by_recovery=sealing.wrapped_by_recovery(key, code),
        version=version,
    )
    return mediation_keys.keep_this(render_template("mediation_keys/code.html", code=code), key)
