"""The cards of the techniques. They hold nothing about anybody, so everybody may read them."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from services.gateway import techniques
from services.gateway.visitor import public
from shared import taxonomies
from shared.errors import NotFound

pages = Blueprint("techniques", __name__)


@pages.get("/techniques")
@public
def index() -> ResponseReturnValue:
    return render_template("techniques/index.html", groups=techniques.groups())


@pages.get("/techniques/<code>")
@public
def show(code: str) -> ResponseReturnValue:
    if code not in taxonomies.codes(techniques.TAXONOMY):
        raise NotFound()
    return render_template("techniques/show.html", card=techniques.card(code))
