"""How alive the network is, in a few figures."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.gateway import memberships
from services.gateway.clients import bus
from shared.contracts import networks as contract

pages = Blueprint("network_figures", __name__)
memberships.tell_strangers(pages)


@pages.get("/network/figures")
def show() -> ResponseReturnValue:
    return render_template("network_figures/show.html", figures=bus().ask(contract.network_figures))
