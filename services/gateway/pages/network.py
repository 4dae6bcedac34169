"""The network of internal experts: its board, its members, and how one joins and leaves."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField

from services.gateway import areas, formats, memberships, post_kinds
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, Form, key
from services.gateway.visitor import current
from shared import taxonomies
from shared.access import COORDINATOR, SUPPORT
from shared.contracts import municipalities
from shared.contracts import networks as contract
from shared.errors import Refusal

pages = Blueprint("network", __name__)

MEMBERS_PER_PAGE = 25
LAST_PAGE = 100_000
LONGEST_WORDS = 200


class ProfileForm(Form):
    call = contract.change_profile
    expertise = ChoicesField(_l("What can colleagues ask you about?"))
    area_ids = ChoicesField(_l("Which areas do you know?"))
    languages = ChoicesField(_l("Which languages do you speak with people?"))
    brings = ChoicesField(_l("What would you like to bring?"))
    seeks = ChoicesField(_l("What would you like to get out of it?"))
    interest = StringField(_l("In one sentence: what are you here for?"))

    def __init__(self, areas: list[dict[str, Any]], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.expertise.choices = formats.choices("expertise")
        self.area_ids.choices = [(str(area["id"]), area["name"]) for area in areas]
        self.languages.choices = formats.choices("languages")
        self.brings.choices = formats.choices("brings")
        self.seeks.choices = formats.choices("seeks")


class JoinForm(ProfileForm):
    call = contract.join
    months = RadioField(_l("For how long do you expect to take part?"), validate_choice=False)
    agreed = BooleanField(_l("I join the network by my own choice"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.months.choices = memberships.lengths()


memberships.tell_strangers(pages)


# the board


@pages.get("/network")
def board() -> ResponseReturnValue:
    wanted = {
        "q": (request.args.get("q") or "").strip()[:LONGEST_WORDS] or None,
        "kind": _chosen("kind", taxonomies.codes("post_kinds")),
        "theme": _chosen("theme", taxonomies.codes("themes")),
        "area_id": _chosen("area_id", list(areas.names())),
        "state": _chosen("state", contract.POST_STATES),
    }
    try:
        found = bus().ask(contract.posts, **wanted, page=_page())
    except Refusal as refusal:
        if not memberships.is_for_members(refusal):
            raise
        return redirect(url_for(_where_it_begins()))
    return render_template(
        "network/board.html",
        posts=found["items"],
        page=found["page"],
        pages=found["pages"],
        total=found["total"],
        waiting=found["waiting"],
        wanted=wanted,
        is_filtered=any(wanted.values()),
        names=bus().names(post["author_id"] for post in found["items"]),
        areas=areas.names(),
        ways=post_kinds.all_words(),
        kinds=formats.choices("post_kinds"),
        themes=formats.choices("themes"),
        states=[(state, formats.label(state, "post_state")) for state in contract.POST_STATES],
    )


def _where_it_begins() -> str:
    """For who is no member: what they may see of the network, or how to join."""
    if current().has(COORDINATOR):
        return "network.members"
    return "initiatives.index" if current().has(SUPPORT) else "network.join"


# joining and leaving


@pages.route("/network/join", methods=["GET", "POST"])
def join() -> ResponseReturnValue:
    invitation, known = bus().ask_together((contract.invitation, {}), (municipalities.areas, {}))
    if invitation["member"] and request.method == "GET":
        return redirect(url_for("network.board"))
    if invitation["state"] == "none":
        return render_template("network/not_invited.html")
    form = JoinForm(known["areas"], data={"languages": [current().language], "months": str(contract.USUAL_MONTHS)})
    if form.sent and form.send() is not None:
        flash(_("Welcome to the network. Colleagues can find you now."), "success")
        return redirect(url_for("network.board"))
    return render_template("network/join.html", form=form, declined=invitation["state"] == "declined"), form.status


@pages.post("/network/decline")
def decline() -> ResponseReturnValue:
    bus().order(contract.decline, key())
    flash(_("That is noted. Nobody will ask you again."), "success")
    return redirect(url_for("network.join"))


@pages.route("/network/leave", methods=["GET", "POST"])
def leave() -> ResponseReturnValue:
    if request.method == "GET":
        memberships.refuse_a_stranger()
        return render_template("network/leave.html")
    bus().order(contract.leave, key())
    flash(_("You have left the network. Thank you for everything you shared."), "success")
    return redirect(url_for("home.overview"))


# members


@pages.get("/network/members")
def members() -> ResponseReturnValue:
    known = bus().ask(municipalities.areas)["areas"]
    wanted = {
        "expertise": _chosen("expertise", taxonomies.codes("expertise")),
        "area_id": _chosen("area_id", [str(area["id"]) for area in known]),
        "language": _chosen("language", taxonomies.codes("languages")),
        "standing": memberships.standing_wanted(request.args),
    }
    found, invitation = bus().ask_together(
        (contract.members, {**wanted, "page": _page(), "per_page": MEMBERS_PER_PAGE}), (contract.invitation, {})
    )
    return render_template(
        "network/members.html",
        members=memberships.with_area_names(found["items"], known),
        page=found["page"],
        pages=found["pages"],
        total=found["total"],
        wanted=wanted,
        names=bus().names(member["person_id"] for member in found["items"]),
        areas=[(area["id"], area["name"]) for area in known],
        invitation=invitation,
        expertise=formats.choices("expertise"),
        spoken=formats.choices("languages"),
        standings=memberships.standings(),
    )


@pages.get("/network/members/<uuid:person_id>")
def member(person_id: UUID) -> ResponseReturnValue:
    found, known = bus().ask_together((contract.member, {"person_id": person_id}), (municipalities.areas, {}))
    return render_template(
        "network/member.html",
        member=memberships.with_area_names([found], known["areas"])[0],
        person=bus().names([person_id]).about(person_id),
        own=person_id == current().person_id,
    )


@pages.route("/network/profile", methods=["GET", "POST"])
def profile() -> ResponseReturnValue:
    own, known = bus().ask_together((contract.member, {"person_id": current().person_id}), (municipalities.areas, {}))
    form = ProfileForm(known["areas"], data=own)
    if form.sent and form.send() is not None:
        flash(_("Your profile has been changed."), "success")
        return redirect(url_for("network.member", person_id=current().person_id))
    return render_template("network/profile.html", form=form), form.status


def _chosen(name: str, among: Sequence[str]) -> str | None:
    """What a filter of the address asks for; what there is not filters nothing."""
    value = request.args.get(name)
    return value if value in among else None


def _page() -> int:
    return min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
