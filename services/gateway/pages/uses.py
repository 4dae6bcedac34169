"""That a member used what another one wrote."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway import errors
from services.gateway.clients import bus
from services.gateway.forms import key
from services.gateway.memberships import tell_strangers
from shared.contracts import networks as contract
from shared.errors import Invalid

pages = Blueprint("uses", __name__)
tell_strangers(pages)


@pages.post("/network/posts/<uuid:post_id>/use")
def use(post_id: UUID) -> ResponseReturnValue:
    try:
        bus().order(contract.use_post, key(), post_id=post_id, how=request.form.get("how") or None)
        flash(_("Thank you: it shows others that this is worth reading."), "success")
    except Invalid as invalid:
        [code, *_more] = invalid.fields.get("how", ["wrong"])
        flash(f"{_('How did you use it?')} {errors.field_sentence(code)}.", "error")
    return redirect(url_for("posts.show", post_id=post_id, _anchor="uses"))


@pages.post("/network/posts/<uuid:post_id>/use/withdraw")
def withdraw(post_id: UUID) -> ResponseReturnValue:
    bus().order(contract.withdraw_use, key(), post_id=post_id)
    flash(_("You have taken it back."), "success")
    return redirect(url_for("posts.show", post_id=post_id, _anchor="uses"))
