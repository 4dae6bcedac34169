"""Registering for a course or an introduction, without an account: by the open call, or by a link."""

from io import BytesIO
from typing import Any

import segno
from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, SelectField, StringField

from services.gateway import formats, registering
from services.gateway.clients import bus
from services.gateway.forms import Form
from services.gateway.visitor import public
from shared.contracts import trainings as contract

pages = Blueprint("courses", __name__)


class RegisterForm(Form):
    call = registering.REGISTER
    name = StringField(_l("Your name"))
    email = EmailField(_l("Your e-mail address"), description=_l("We send you a link with which you confirm."))
    organisation = StringField(_l("Organisation"))
    sector = SelectField(_l("Sector"), validate_choice=False)
    level = RadioField(_l("Level"), description=_l("Do you work with residents, or on policy?"), validate_choice=False)

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self.sector.choices = formats.choices("sectors", blank=_("Choose"))
        self.level.choices = formats.choices("levels")

    def order(self, key: str, **data: Any) -> dict[str, Any]:
        return registering.register(key, **data)


@pages.get("/courses")
@public
def index() -> ResponseReturnValue:
    editions = bus().ask(contract.open_calls)["editions"]
    return render_template("courses/index.html", editions=editions, rows=registering.rows)


@pages.route("/courses/<code>", methods=["GET", "POST"])
@public
def register(code: str) -> ResponseReturnValue:
    edition = bus().ask(contract.edition, code=code)
    form = RegisterForm()
    if form.sent and (asked := form.send(code=code, language=formats.language())):
        return redirect(url_for("courses.sent", code=code, position=asked["position"]))
    return render_template(
        "courses/register.html", form=form, edition=edition, rows=registering.rows(edition)
    ), form.status


@pages.get("/courses/<code>/sent")
@public
def sent(code: str) -> ResponseReturnValue:
    edition = bus().ask(contract.edition, code=code)
    position = request.args.get("position", type=int)
    return render_template("courses/sent.html", edition=edition, position=position)


@pages.get("/courses/<code>/poster")
@public
def poster(code: str) -> ResponseReturnValue:
    edition = bus().ask(contract.edition, code=code)
    return render_template(
        "courses/poster.html", edition=edition, rows=registering.rows(edition), address=_address(edition)
    )


@pages.get("/courses/<code>/code.svg")
@public
def qr_code(code: str) -> ResponseReturnValue:
    picture = BytesIO()
    segno.make(_address(bus().ask(contract.edition, code=code)), error="m").save(picture, kind="svg", scale=8, border=2)
    return Response(picture.getvalue(), mimetype="image/svg+xml")


def _address(edition: dict[str, Any]) -> str:
    return current_app.config["CITY"].public_url + url_for("courses.register", code=edition["code"])
