"""The network of internal experts: its board, its members, and how one joins and leaves."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from services.gateway import errors, formats
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, Form, key
from services.gateway.visitor import current
from shared import taxonomies
from shared.access import COORDINATOR
from shared.contracts import municipalities
from shared.contracts import networks as contract
from shared.errors import Refusal

pages = Blueprint("network", __name__)

MEMBERS_PER_PAGE = 25
LAST_PAGE = 100_000

ABOUT_SITUATIONS = _l("Write about situations, not about named people.")


class ProfileForm(Form):
    call = contract.change_profile
    expertise = ChoicesField(_l("What can colleagues ask you about?"))
    area_ids = ChoicesField(_l("Which areas do you know?"))
    languages = ChoicesField(_l("Which languages do you speak with people?"))

    def __init__(self, areas: list[dict[str, Any]], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.expertise.choices = formats.choices("expertise")
        self.area_ids.choices = [(str(area["id"]), area["name"]) for area in areas]
        self.languages.choices = formats.choices("languages")


class JoinForm(ProfileForm):
    call = contract.join
    agreed = BooleanField(_l("I join the network by my own choice"))


class PostForm(Form):
    call = contract.write_post
    title = StringField(_l("Title"))
    text = TextAreaField(_l("What happened, and what did you learn?"), description=ABOUT_SITUATIONS)
    theme = SelectField(_l("Theme"), validate_choice=False)

    def __init__(self, kind: str, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.theme.choices = formats.choices("themes", blank=_("No theme"))
        if kind == "advice":
            self.text.label.text = _("What is the situation, and what do you want to know?")


class AnswerForm(Form):
    call = contract.write_answer
    text = TextAreaField(_l("Your answer"), description=ABOUT_SITUATIONS)


@pages.errorhandler(Refusal)
def refused(refusal: Refusal) -> ResponseReturnValue:
    """Who is not a member is told where the network begins for them."""
    if _is_for_members(refusal):
        return render_template("network/outside.html", sentence=errors.sentence(refusal)), refusal.status
    return errors.show(refusal)


def _is_for_members(refusal: Refusal) -> bool:
    return refusal.code == "not_a_member"


# the board


@pages.get("/network")
def board() -> ResponseReturnValue:
    wanted = {
        "kind": _chosen("kind", taxonomies.codes("post_kinds")),
        "theme": _chosen("theme", taxonomies.codes("themes")),
        "unanswered": request.args.get("unanswered") == "yes",
    }
    try:
        found = bus().ask(contract.posts, **wanted, page=_page())
    except Refusal as refusal:
        if not _is_for_members(refusal):
            raise
        return redirect(url_for("network.members" if current().has(COORDINATOR) else "network.join"))
    names = bus().names(post["author_id"] for post in found["items"])
    return render_template(
        "network/board.html",
        posts=found["items"],
        page=found["page"],
        pages=found["pages"],
        total=found["total"],
        wanted=wanted,
        names=names,
        kinds=formats.choices("post_kinds"),
        themes=formats.choices("themes"),
    )


@pages.route("/network/posts/new", methods=["GET", "POST"])
def write_post() -> ResponseReturnValue:
    kinds = taxonomies.codes("post_kinds")
    kind = _chosen("kind", kinds) or kinds[0]
    form = PostForm(kind)
    if form.sent:
        written = form.send(kind=kind)
        if written:
            flash(_("It is on the board. Everybody in the network can read it now."), "success")
            return redirect(url_for("network.post", post_id=written["id"]))
    else:
        _refuse_a_stranger()
    return render_template("network/write.html", form=form, kind=kind), form.status


def _refuse_a_stranger() -> None:
    """Before somebody fills in a form for nothing: their own profile is what every member may read."""
    bus().ask(contract.member, person_id=current().person_id)


@pages.route("/network/posts/<uuid:post_id>", methods=["GET", "POST"])
def post(post_id: UUID) -> ResponseReturnValue:
    form = AnswerForm()
    if form.sent and form.send(post_id=post_id) is not None:
        flash(_("Your answer has been posted."), "success")
        return redirect(url_for("network.post", post_id=post_id))
    found = bus().ask(contract.post, post_id=post_id)
    names = bus().names([found["author_id"], *(answer["author_id"] for answer in found["given_answers"])])
    return render_template("network/post.html", post=found, names=names, form=form), form.status


# joining and leaving


@pages.route("/network/join", methods=["GET", "POST"])
def join() -> ResponseReturnValue:
    invitation, areas = bus().ask_together((contract.invitation, {}), (municipalities.areas, {}))
    if invitation["member"] and request.method == "GET":
        return redirect(url_for("network.board"))
    if invitation["state"] == "none":
        return render_template("network/not_invited.html")
    form = JoinForm(areas["areas"], data={"languages": [current().language]})
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
        _refuse_a_stranger()
        return render_template("network/leave.html")
    bus().order(contract.leave, key())
    flash(_("You have left the network. Thank you for everything you shared."), "success")
    return redirect(url_for("home.overview"))


# members


@pages.get("/network/members")
def members() -> ResponseReturnValue:
    areas = bus().ask(municipalities.areas)["areas"]
    wanted = {
        "expertise": _chosen("expertise", taxonomies.codes("expertise")),
        "area_id": _chosen("area_id", [str(area["id"]) for area in areas]),
        "language": _chosen("language", taxonomies.codes("languages")),
    }
    found, invitation = bus().ask_together(
        (contract.members, {**wanted, "page": _page(), "per_page": MEMBERS_PER_PAGE}), (contract.invitation, {})
    )
    return render_template(
        "network/members.html",
        members=_with_area_names(found["items"], areas),
        page=found["page"],
        pages=found["pages"],
        total=found["total"],
        wanted=wanted,
        names=bus().names(member["person_id"] for member in found["items"]),
        areas=[(area["id"], area["name"]) for area in areas],
        invitation=invitation,
        expertise=formats.choices("expertise"),
        spoken=formats.choices("languages"),
    )


@pages.get("/network/members/<uuid:person_id>")
def member(person_id: UUID) -> ResponseReturnValue:
    found, areas = bus().ask_together((contract.member, {"person_id": person_id}), (municipalities.areas, {}))
    return render_template(
        "network/member.html",
        member=_with_area_names([found], areas["areas"])[0],
        person=bus().names([person_id]).about(person_id),
        own=person_id == current().person_id,
    )


@pages.route("/network/profile", methods=["GET", "POST"])
def profile() -> ResponseReturnValue:
    own, areas = bus().ask_together((contract.member, {"person_id": current().person_id}), (municipalities.areas, {}))
    form = ProfileForm(areas["areas"], data={name: own[name] for name in ("expertise", "area_ids", "languages")})
    if form.sent and form.send() is not None:
        flash(_("Your profile has been changed."), "success")
        return redirect(url_for("network.member", person_id=current().person_id))
    return render_template("network/profile.html", form=form), form.status


def _with_area_names(members: list[dict[str, Any]], areas: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {**member, "areas": [area["name"] for area in areas if area["id"] in member["area_ids"]]} for member in members
    ]


def _chosen(name: str, among: Sequence[str]) -> str | None:
    """What a filter of the address asks for; what there is not filters nothing."""
    value = request.args.get(name)
    return value if value in among else None


def _page() -> int:
    return min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
