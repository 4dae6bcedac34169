"""What every public site has to say about itself."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.gateway.clients import bus
from services.gateway.visitor import public

pages = Blueprint("site", __name__)


@pages.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return render_template("site/accessibility.html")


@pages.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return render_template("site/privacy.html")


@pages.get("/help")
@public
def help_page() -> ResponseReturnValue:
    return render_template("site/help.html")


@pages.get("/health/live")
@public
def live() -> ResponseReturnValue:
    return {"ok": True}


@pages.get("/health/ready")
@public
def ready() -> ResponseReturnValue:
    """Ready when the bus can be reached; a service that is down has its own health."""
    reachable = bus().reachable()
    return {"ok": reachable}, 200 if reachable else 503
