"""What is asked of the reader in person: requests for advice, which they may leave to others with one click."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway.clients import bus
from services.gateway.forms import key
from services.gateway.memberships import tell_strangers
from shared.contracts import networks as contract

pages = Blueprint("asked", __name__)
tell_strangers(pages)


@pages.get("/network/asked")
def show() -> ResponseReturnValue:
    found = bus().ask(contract.asked_of_me)
    names = bus().names(each["author_id"] for each in found["requests"])
    return render_template("asked/show.html", requests=found["requests"], resting=found["resting"], names=names)


@pages.post("/network/posts/<uuid:post_id>/not-now")
def not_now(post_id: UUID) -> ResponseReturnValue:
    bus().order(contract.not_now, key(), post_id=post_id)
    flash(_("That is fine. Somebody else is asked now."), "success")
    return redirect(url_for("asked.show"))


@pages.post("/network/asked/rest")
def rest() -> ResponseReturnValue:
    bus().order(contract.rest, key(), resting=True)
    flash(_("Nobody asks you for advice for now. What waits for you stays."), "success")
    return redirect(url_for("asked.show"))


@pages.post("/network/asked/return")
def come_back() -> ResponseReturnValue:
    bus().order(contract.rest, key(), resting=False)
    flash(_("Good to have you back: you can be asked for advice again."), "success")
    return redirect(url_for("asked.show"))
