"""The other cities of the exchange, and how this city stands with it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.gateway import exchange
from services.gateway.clients import bus
from shared.contracts import handbook as contract

pages = Blueprint("cities", __name__)


@pages.get("/handbook/cities")
def index() -> ResponseReturnValue:
    found = bus().ask(contract.neighbours)
    cities = [each | {"why": exchange.why_refused(each["refused_for"])} for each in found["cities"]]
    return render_template("cities/index.html", stands=found, cities=cities)
