"""A member's own say: until when they take part, and what others see of them."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from services.gateway import formats, memberships
from services.gateway.clients import bus
from services.gateway.forms import Form
from services.gateway.visitor import current
from shared.contracts import municipalities
from shared.contracts import networks as contract
from shared.errors import Refusal

pages = Blueprint("membership", __name__)
memberships.tell_strangers(pages)


class RenewForm(Form):
    call = contract.renew
    months = RadioField(_l("For how long?"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.months.choices = memberships.lengths()


class VisibilityForm(Form):
    call = contract.let_see
    expertise = RadioField(_l("Your expertise"), validate_choice=False)
    areas = RadioField(_l("Your areas"), validate_choice=False)
    languages = RadioField(_l("Your languages"), validate_choice=False)
    interest = RadioField(_l("What you bring and look for"), validate_choice=False)
    tree = RadioField(_l("Your name in the tree of who trained whom"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for part in contract.PARTS:
            self[part].choices = [(code, formats.label(code, "audience")) for code in contract.AUDIENCES]


@pages.route("/network/membership", methods=["GET", "POST"])
def show() -> ResponseReturnValue:
    own = bus().ask(contract.membership)
    form = RenewForm(data={"months": str(own["months"] or contract.USUAL_MONTHS)})
    if form.sent and form.send() is not None:
        flash(_("Good to have you with us."), "success")
        return redirect(url_for("membership.show"))
    if own["standing"] is None:
        return redirect(url_for("network.join"))
    return render_template("membership/show.html", membership=own, form=form), form.status


@pages.route("/network/visibility", methods=["GET", "POST"])
def visibility() -> ResponseReturnValue:
    found, areas = bus().ask_together((contract.who_can_see_me, {}), (municipalities.areas, {}))
    form = VisibilityForm(data=found["audiences"])
    if form.sent and form.send() is not None:
        flash(_("From now on others see of you what stands below."), "success")
        return redirect(url_for("membership.visibility"))
    as_member, as_coordinator = memberships.with_area_names(
        [found["as_member"], found["as_coordinator"]], areas["areas"]
    )
    return render_template(
        "membership/visibility.html",
        form=form,
        as_member=as_member,
        as_coordinator=as_coordinator,
        person=bus().names([current().person_id]).about(current().person_id),
    ), form.status


@pages.app_template_global()
def own_membership() -> dict[str, Any] | None:
    """For a page of the network that says when it is time to renew; nothing when that can't be told now."""
    try:
        return bus().ask(contract.membership)
    except Refusal:
        return None
