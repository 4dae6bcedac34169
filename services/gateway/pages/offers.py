"""What other cities offer, and what an editor makes of it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, TextAreaField

from services.gateway import chapter_forms, exchange, formats, handbook
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, Form, key
from shared.contracts import handbook as contract
from shared.errors import ChangedMeanwhile

pages = Blueprint("offers", __name__)

ONE = "/handbook/offers/<uuid:offer_id>"
FILTERS = ("state", "city")


class TakingOverForm(Form):
    """Where the theme of the other city is none of ours, the editor says under which one it belongs."""

    theme = SelectField(_l("Theme"), description=_l("Under which of our themes does it belong?"), validate_choice=False)

    def __init__(self, offer: dict[str, Any]):
        super().__init__()
        if offer["theme_is_known"]:
            del self.theme
        else:
            self.theme.choices = formats.choices("themes", blank=_("Choose"))
            self.theme.flags.required = True


class TakeForm(TakingOverForm):
    call = contract.take_offer
    confirmed = ChoicesField(_l("I have looked the text through"))

    def __init__(self, offer: dict[str, Any]):
        super().__init__(offer)
        self.confirmed.choices = [
            (check, formats.label(check, "redaction_check")) for check in contract.REDACTION_CHECKS
        ]
        self.confirmed.flags.required = True

    def values(self) -> dict[str, Any]:
        return super().values() | {"confirmed": self.confirmed.data or []}


class AdaptForm(TakingOverForm):
    call = contract.adapt_offer


class DeclineForm(exchange.LeavingForm):
    call = contract.decline_offer
    reason = TextAreaField(_l("Why not?"), description=_l("The city that offers it reads this, and other cities can."))
    hidden = BooleanField(_l("Leave it out of the Global Manual as this city shows it"))

    def __init__(self, offer: dict[str, Any]):
        given = {name: offer[name] for name in ("reason", "hidden")}
        super().__init__(data=given if request.method == "GET" else None)


@pages.get("/handbook/offers")
def index() -> ResponseReturnValue:
    wanted = {name: request.args.get(name) or None for name in FILTERS}
    found, known = bus().ask_together(
        (contract.offers, {**wanted, "page": request.args.get("page", 1)}), (contract.neighbours, {})
    )
    return render_template(
        "offers/index.html",
        offers=found["items"],
        page=found["page"],
        pages=found["pages"],
        total=found["total"],
        wanted=wanted,
        takes_part=known["takes_part"],
        cities=[(each["city"], each["city_name"]) for each in known["cities"] if each["offers"]],
        states=exchange.states("offer_state"),
        tags=exchange.KINDS_OF_OFFER,
        about=handbook.about,
        name_of=handbook.name_of,
    )


@pages.get(ONE)
def show(offer_id: UUID) -> ResponseReturnValue:
    return render_template("offers/show.html", **_shown(_offer(offer_id)))


@pages.route(f"{ONE}/taking", methods=["GET", "POST"])
def take(offer_id: UUID) -> ResponseReturnValue:
    found = _offer(offer_id)
    form = TakeForm(found)
    if form.sent and (made := form.send(offer_id=offer_id, version=_version(found))):
        flash(_("It stands in the handbook of this city now, and says where it comes from."), "success")
        return redirect(url_for("handbook.chapter", chapter_id=made["id"], language=found["language"]))
    return _form_page("offers/take.html", found, form)


@pages.route(f"{ONE}/adaptation", methods=["GET", "POST"])
def adapt(offer_id: UUID) -> ResponseReturnValue:
    found = _offer(offer_id)
    form = AdaptForm(found)
    if form.sent and (made := form.send(offer_id=offer_id, version=_version(found))):
        flash(_("It is a draft of this city now. Change what has to be different here, then publish it."), "success")
        return redirect(url_for("chapters.edit", chapter_id=made["id"], language=found["language"]))
    return _form_page("offers/adapt.html", found, form)


@pages.route(f"{ONE}/decline", methods=["GET", "POST"])
def decline(offer_id: UUID) -> ResponseReturnValue:
    found = _offer(offer_id)
    form = DeclineForm(found)
    if form.sent and form.send(offer_id=offer_id, version=_version(found)) is not None:
        flash(_("Declined. %(city)s reads your reason.", city=found["city_name"]), "success")
        return redirect(url_for("offers.index"))
    return _form_page("offers/decline.html", found, form)


@pages.post(f"{ONE}/keeping")
def keep(offer_id: UUID) -> ResponseReturnValue:
    bus().order(contract.keep_own, key(), offer_id=offer_id)
    flash(_("What stands in the handbook of this city stays as it is."), "success")
    return redirect(url_for("offers.index"))


def _offer(offer_id: UUID) -> dict[str, Any]:
    return bus().ask(contract.offer, offer_id=offer_id)


def _version(found: dict[str, Any]) -> Any:
    """What was looked at."""
    return request.form.get("version", found["version"])


def _form_page(template: str, found: dict[str, Any], form: Form) -> ResponseReturnValue:
    """With the version that is there now: what was ticked and typed stays when another has come meanwhile."""
    came = form.refusal is not None and form.refusal.code == ChangedMeanwhile.code
    version = found["version"] if came else _version(found)
    return render_template(template, form=form, version=version, came=came, **_shown(found)), form.status


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "offer": found,
        "parts": handbook.parts_of(found),
        "about": handbook.about(found),
        "lineage": handbook.lineage_of(found),
        "licence_page": handbook.LICENCE_PAGES.get(found["licence"]),
        "tag": exchange.KINDS_OF_OFFER[found["state"]],
        "hints": chapter_forms.hints_by_part(found["hints"]),
        "is_readable_here": found["language"] in contract.languages(),
        "name_of": handbook.name_of,
    }
