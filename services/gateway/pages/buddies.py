"""Buddies: asking for one, being one, and the first talk. Each sees their own."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway import memberships
from services.gateway.clients import bus
from services.gateway.forms import key
from shared.contracts import networks as contract

pages = Blueprint("buddies", __name__)
memberships.tell_strangers(pages)


@pages.get("/network/buddies")
def show() -> ResponseReturnValue:
    own = bus().ask(contract.buddies)
    names = bus().names(pair["other_id"] for pair in own["pairs"])
    return render_template("buddies/show.html", own=own, names=names)


@pages.post("/network/buddies/search")
def search() -> ResponseReturnValue:
    bus().order(contract.search_buddy, key(), role=request.form.get("role"))
    flash(_("That is noted. You get a mail as soon as there is somebody who fits."), "success")
    return redirect(url_for("buddies.show"))


@pages.post("/network/buddies/search/end")
def stop() -> ResponseReturnValue:
    bus().order(contract.stop_search, key())
    flash(_("Nobody is looked for any more."), "success")
    return redirect(url_for("buddies.show"))


@pages.post("/network/buddies/<uuid:pair_id>/answer")
def answer(pair_id: UUID) -> ResponseReturnValue:
    agrees = request.form.get("agrees") == "yes"
    bus().order(contract.answer_buddy, key(), pair_id=pair_id, agrees=agrees)
    flash(_("That is noted.") if agrees else _("That is fine. Nobody asks why."), "success")
    return redirect(url_for("buddies.show"))


@pages.post("/network/buddies/<uuid:pair_id>/end")
def end(pair_id: UUID) -> ResponseReturnValue:
    bus().order(contract.end_buddy, key(), pair_id=pair_id)
    flash(_("That is fine. Nobody asks why."), "success")
    return redirect(url_for("buddies.show"))
