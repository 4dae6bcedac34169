"""Somebody's own place, behind the link of a mail: confirming it, seeing where one stands, giving it up."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway import errors, registering
from services.gateway.clients import bus
from services.gateway.forms import key
from services.gateway.visitor import public
from shared.contracts import trainings as contract
from shared.errors import Refusal

pages = Blueprint("places", __name__)


@pages.get("/place/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    return _show(token)


def _show(token: str, refusal: Refusal | None = None) -> ResponseReturnValue:
    place = bus().ask(contract.own_place, token=token)
    page = render_template(
        "places/show.html",
        place=place,
        edition=place["edition"],
        rows=registering.rows(place["edition"]),
        token=token,
        problem=errors.sentence(refusal) if refusal else None,
    )
    return page, refusal.status if refusal else 200


@pages.post("/place/<token>")
@public
def confirm(token: str) -> ResponseReturnValue:
    try:
        bus().order(contract.confirm_place, key(), token=token)
    except Refusal as refusal:
        if refusal.status != 409:
            raise
        return _show(token, refusal)
    return redirect(url_for("places.show", token=token))


@pages.route("/place/<token>/leave", methods=["GET", "POST"])
@public
def leave(token: str) -> ResponseReturnValue:
    if request.method == "POST":
        bus().order(contract.leave_place, key(), token=token)
        flash(_("Thank you for telling us. Your place is free for somebody else."), "success")
        return redirect(url_for("places.show", token=token))
    place = bus().ask(contract.own_place, token=token)
    return render_template("places/leave.html", place=place, edition=place["edition"], token=token)
