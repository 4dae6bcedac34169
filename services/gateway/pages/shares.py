"""What this city lets others have: proposed by an editor, approved by a coordinator, and what the cities made of it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from services.gateway import exchange, handbook
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from services.gateway.visitor import require
from shared.contracts import handbook as contract
from shared.errors import ChangedMeanwhile, Refusal

pages = Blueprint("shares", __name__)

ONE = "/handbook/editing/<uuid:chapter_id>/<language>/share"
NOTES = ("context_note", "adaptation_note")


class ProposeForm(exchange.LeavingForm):
    call = contract.propose_share
    context_note = TextAreaField(
        _l("Where this comes from"),
        description=_l("What somebody elsewhere has to know: the kind of area, the people, the size. No names."),
    )
    adaptation_note = TextAreaField(
        _l("Before you use it elsewhere"),
        description=_l("What has to be different in another city, and what is easily misunderstood."),
    )


class ReturnForm(Form):
    call = contract.return_share
    reason = TextAreaField(_l("What has to be different?"), description=_l("The editors of this city read this."))


class WithdrawForm(exchange.LeavingForm):
    call = contract.withdraw_share
    reason = TextAreaField(_l("Why?"), description=_l("The cities that took it over read this, and other cities can."))


@pages.get("/handbook/shares")
def index() -> ResponseReturnValue:
    state = request.args.get("state") or None
    found = bus().ask(contract.shares, state=state, page=request.args.get("page", 1))
    return render_template(
        "shares/index.html",
        shares=found["items"],
        page=found["page"],
        pages=found["pages"],
        total=found["total"],
        state=state,
        states=exchange.states("share_state"),
        tags=exchange.KINDS_OF_SHARE,
        about=handbook.about,
        name_of=handbook.name_of,
    )


@pages.route(ONE, methods=["GET", "POST"])
def show(chapter_id: UUID, language: str) -> ResponseReturnValue:
    """What is posted here proposes the latest version."""
    here = {"chapter_id": chapter_id, "language": handbook.known(language)}
    found = bus().ask(contract.share, **here)
    form = ProposeForm(data={name: found[name] for name in NOTES} if request.method == "GET" else None)
    if form.sent and form.send(**here) is not None:
        flash(_("Proposed. It leaves the city when a coordinator has approved it."), "success")
        return _back(chapter_id, language)
    return render_template("shares/show.html", form=form, **_shown(found)), form.status


@pages.post(f"{ONE}/approval")
def approve(chapter_id: UUID, language: str) -> ResponseReturnValue:
    """Of the version that was looked at. When another was proposed meanwhile, that one is looked at first."""
    here = {"chapter_id": chapter_id, "language": language}
    try:
        bus().order(contract.approve_share, key(), **here, number=request.form.get("number"))
        flash(_("Approved. The other cities get it."), "success")
    except Refusal as refusal:
        if refusal.code != ChangedMeanwhile.code:
            raise
        flash(_("Meanwhile another version was proposed. It stands below: look at that one."), "error")
    return _back(chapter_id, language)


@pages.route(f"{ONE}/return", methods=["GET", "POST"])
def send_back(chapter_id: UUID, language: str) -> ResponseReturnValue:
    require(contract.return_share)
    done = _("Sent back. The editors read your reason.")
    return _with_reason(ReturnForm(), chapter_id, language, "shares/return.html", done)


@pages.route(f"{ONE}/withdrawal", methods=["GET", "POST"])
def withdraw(chapter_id: UUID, language: str) -> ResponseReturnValue:
    done = _("Withdrawn. The other cities are told; what they made of it stays with them.")
    return _with_reason(WithdrawForm(), chapter_id, language, "shares/withdraw.html", done)


def _with_reason(form: Form, chapter_id: UUID, language: str, template: str, done: str) -> ResponseReturnValue:
    here = {"chapter_id": chapter_id, "language": handbook.known(language)}
    if form.sent and form.send(**here) is not None:
        flash(done, "success")
        return _back(chapter_id, language)
    found = bus().ask(contract.share, **here)
    return render_template(template, form=form, share=found, name_of=handbook.name_of), form.status


def _back(chapter_id: UUID, language: str) -> ResponseReturnValue:
    return redirect(url_for("shares.show", chapter_id=chapter_id, language=language))


def _shown(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "share": found,
        "parts": handbook.parts_of(found),
        "about": handbook.about(found),
        "names": [hint for hint in found["hints"] if hint["kind"] == "maybe_a_name"],
        "refused": exchange.what_may_not_leave(found["refused"]),
        "tag": exchange.KINDS_OF_SHARE.get(found["state"]),
        "tags": exchange.KINDS_OF_OFFER,
        "name_of": handbook.name_of,
    }
