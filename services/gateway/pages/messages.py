"""The messages of one part of the system: which are parked, and what an operator does about them."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from services.gateway.clients import bus
from services.gateway.formats import LABELS
from services.gateway.forms import key
from services.gateway.parked import SERVICE, reason
from services.gateway.visitor import require
from shared.contracts import operation as contract

pages = Blueprint("messages", __name__, url_prefix=f"/operation/messages/{SERVICE}")

PER_PAGE = 50
GROUP = ("subscription", "type", "reason")
CHOICE = (*GROUP, "message_ids", "until")


@pages.get("")
def index(service: str) -> ResponseReturnValue:
    told, done = bus().ask_together(
        (contract.of(service, contract.messages), {}), (contract.of(service, contract.interventions), {})
    )
    names = bus().names(each["person_id"] for each in done["interventions"])
    return render_template(
        "messages/index.html",
        service=service,
        told=told,
        groups=[_in_words(group) | {"chosen": _chosen_by(group)} for group in told["groups"]],
        interventions=[
            _in_words(each) | {"who": names[each["person_id"]] if each["person_id"] else None}
            for each in done["interventions"]
        ],
    )


@pages.get("/parked")
def group(service: str) -> ResponseReturnValue:
    """Those that have in common what the address says."""
    chosen = _chosen()
    page = {"page": request.args.get("page", 1, type=int), "per_page": PER_PAGE}
    found = bus().ask(contract.of(service, contract.parked_messages), **chosen, **page)
    return render_template(
        "messages/group.html",
        service=service,
        chosen=chosen,
        why=reason(chosen["reason"]) if chosen.get("reason") else None,
        found={**found, "items": [_in_words(each) for each in found.get("items", [])]},
    )


@pages.get("/parked/<uuid:message_id>")
def show(service: str, message_id: UUID) -> ResponseReturnValue:
    subscription = request.args.get("subscription")
    call = contract.of(service, contract.parked_message)
    found = _in_words(bus().ask(call, message_id=message_id, subscription=subscription))
    return render_template(
        "messages/show.html",
        service=service,
        message=found,
        chosen={"message_ids": message_id, "subscription": found["subscription"]},
    )


@pages.post("/replay")
def replay(service: str) -> ResponseReturnValue:
    done = bus().order(contract.of(service, contract.replay_parked), key(), **_chosen())
    _tell(
        done["count"], ngettext("%(num)s message is tried again.", "%(num)s messages are tried again.", done["count"])
    )
    return redirect(url_for("messages.index", service=service))


@pages.route("/discard", methods=["GET", "POST"])
def discard(service: str) -> ResponseReturnValue:
    chosen = _chosen()
    if request.method == "POST":
        done = bus().order(contract.of(service, contract.discard_parked), key(), **chosen)
        said = ngettext("%(num)s message has been discarded.", "%(num)s messages have been discarded.", done["count"])
        _tell(done["count"], said)
        return redirect(url_for("messages.index", service=service))
    require(contract.discard_parked)
    found = bus().ask(contract.of(service, contract.parked_messages), **chosen, per_page=1)
    if not found["total"]:
        _tell(0, "")
        return redirect(url_for("messages.index", service=service))
    return render_template(
        "messages/discard.html", service=service, chosen=chosen, found=found, message=_in_words(found["items"][0])
    )


def _chosen() -> dict[str, Any]:
    """Which messages are meant, from the address or from the form."""
    given = request.form if request.method == "POST" else request.args
    chosen: dict[str, Any] = {name: given[name] for name in CHOICE if given.get(name)}
    if "message_ids" in chosen:
        chosen["message_ids"] = given.getlist("message_ids")
    return chosen


def _chosen_by(group: dict[str, Any]) -> dict[str, Any]:
    """The group as it is seen now; what is parked later is none of it."""
    return {**{name: group[name] for name in GROUP}, "until": group["newest"].isoformat()}


def _in_words(about: dict[str, Any]) -> dict[str, Any]:
    """With why it was parked, and which part of the system sent it."""
    sender = about["subscription"].rpartition(".")[2]
    return {**about, "why": reason(about["reason"]), "sender": str(LABELS["service"].get(sender, sender))}


def _tell(count: int, said: str) -> None:
    if count:
        flash(said, "success")
    else:
        flash(_("These messages are not parked any more."), "notice")
