"""Whose news a member reads: the posts and themes that they follow."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway import formats
from services.gateway.clients import bus
from services.gateway.forms import key
from services.gateway.memberships import tell_strangers
from services.gateway.visitor import local_path
from shared.contracts import networks as contract

pages = Blueprint("following", __name__)
tell_strangers(pages)


@pages.get("/network/following")
def show() -> ResponseReturnValue:
    found = bus().ask(contract.following)
    return render_template(
        "following/show.html", posts=found["posts"], followed=found["themes"], themes=formats.choices("themes")
    )


@pages.post("/network/posts/<uuid:post_id>/follow")
def follow_post(post_id: UUID) -> ResponseReturnValue:
    following = _is_wanted()
    bus().order(contract.follow_post, key(), post_id=post_id, following=following)
    flash(
        _("You follow it: answers come in your digest.") if following else _("You do not follow it any more."),
        "success",
    )
    return _back(url_for("posts.show", post_id=post_id))


@pages.post("/network/themes/<theme>/follow")
def follow_theme(theme: str) -> ResponseReturnValue:
    following = _is_wanted()
    bus().order(contract.follow_theme, key(), theme=theme, following=following)
    said = _("You follow this theme: what is new comes in your digest.")
    flash(said if following else _("You do not follow this theme any more."), "success")
    return _back(url_for("following.show"))


def _is_wanted() -> bool:
    return request.form.get("following") == "yes"


def _back(usually: str) -> ResponseReturnValue:
    """To the page on which it was clicked."""
    return redirect(local_path(request.form.get("back")) or usually)
