from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from services.gateway.visitor import is_signed_in, public

pages = Blueprint("home", __name__)


@pages.get("/")
@public
def overview() -> ResponseReturnValue:
    if not is_signed_in():
        return redirect(url_for("accounts.sign_in"))
    return render_template("home/overview.html")
