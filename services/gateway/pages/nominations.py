"""A partner organisation nominates people for a group with its code, without an account."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, SelectField, StringField

from services.gateway import errors, formats, registering
from services.gateway.clients import bus
from services.gateway.forms import Form
from services.gateway.visitor import public
from shared.contracts import trainings as contract
from shared.errors import Refusal

pages = Blueprint("nominations", __name__)

PARTS = ("name", "email", "sector", "level")
SECOND = "second_"


class CodeForm(Form):
    call = contract.nominations
    code = StringField(_l("Code of your organisation"), description=_l("Eight letters and figures, such as BCDF-2345."))


class NominateForm(Form):
    """The fields of two people; the second may stay empty."""

    call = registering.NOMINATE
    name = StringField(_l("Name"))
    email = EmailField(_l("E-mail address"))
    sector = SelectField(_l("Sector"), validate_choice=False)
    level = RadioField(_l("Level"), validate_choice=False)
    second_name = StringField(_l("Name"))
    second_email = EmailField(_l("E-mail address"))
    second_sector = SelectField(_l("Sector"), validate_choice=False)
    second_level = RadioField(_l("Level"), validate_choice=False)

    def __init__(self, organisation: str, **kwargs: Any):
        super().__init__(**kwargs)
        self.organisation = organisation
        for field in (self.sector, self.second_sector):
            field.choices = formats.choices("sectors", blank=_("Not known"))
        for field in (self.level, self.second_level):
            field.choices = formats.choices("levels")

    def values(self) -> dict[str, Any]:
        typed = super().values()
        first = {part: typed[part] for part in PARTS}
        second = {part: typed[SECOND + part] for part in PARTS}
        named = [first, second] if second["name"] or second["email"] else [first]
        return {"people": [person | {"organisation": self.organisation} for person in named]}

    def order(self, key: str, **data: Any) -> dict[str, Any]:
        return registering.nominate(key, **data)

    def _to_fields(self, complaints: dict[str, list[str]]) -> list[str]:
        prefixes = {"people.0.": "", "people.1.": SECOND}
        for start, prefix in prefixes.items():
            complaints = {
                prefix + path.removeprefix(start) if path.startswith(start) else path: codes
                for path, codes in complaints.items()
            }
        return super()._to_fields(complaints)


@pages.route("/nominations", methods=["GET", "POST"])
@public
def enter_code() -> ResponseReturnValue:
    form = CodeForm()
    code = (form.code.data or "").strip().replace("/", "-")
    if form.sent and code:
        return redirect(url_for("nominations.nominate", code=code))
    if form.sent:
        form.code.errors = [errors.field_sentence("required")]
    return render_template("nominations/code.html", form=form), 422 if form.sent else 200


@pages.route("/nominations/<code>", methods=["GET", "POST"])
@public
def nominate(code: str) -> ResponseReturnValue:
    try:
        seats = bus().ask(contract.nominations, code=code)
    except Refusal as refusal:
        if refusal.status not in (404, 422):
            raise
        return _unknown(code)
    partner = registering.partner_name(code, seats["partner_id"]) if seats["edition"]["open"] else ""
    form = NominateForm(partner)
    if form.sent and (done := form.send(code=code)):
        return redirect(url_for("nominations.thanks", code=code, state=done["state"]))
    page = render_template(
        "nominations/nominate.html",
        form=form,
        seats=seats,
        edition=seats["edition"],
        rows=registering.rows(seats["edition"]),
        partner=partner,
        most=contract.NOMINATIONS,
    )
    return page, form.status


def _unknown(code: str) -> ResponseReturnValue:
    form = CodeForm(formdata=None, data={"code": code})
    form.code.errors = [_("No partner has this code. Ask the coordinator of the programme for it.")]
    return render_template("nominations/code.html", form=form), 404


@pages.get("/nominations/<code>/thanks/<any(enrolled, waiting):state>")
@public
def thanks(code: str, state: str) -> ResponseReturnValue:
    seats = bus().ask(contract.nominations, code=code)
    return render_template("nominations/thanks.html", seats=seats, edition=seats["edition"], code=code, state=state)
