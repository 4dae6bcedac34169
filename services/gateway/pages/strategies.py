"""The strategy of a programme as it is read and written: the list, the whole, one section with what is said of it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from services.gateway import differences, polarisation_maps, strategies
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from shared.contracts import municipalities as contract
from shared.errors import ChangedMeanwhile, NotFound

pages = Blueprint("strategies", __name__)

ADDRESS = "/programmes/<uuid:programme_id>/strategy"
SECTION = f"{ADDRESS}/sections/<section>"
ABOUT_SITUATIONS = _l("Write about situations and groups, not about named people.")


class WriteForm(Form):
    call = contract.save_section
    text = TextAreaField(_l("What do you write?"), description=ABOUT_SITUATIONS)
    number = HiddenField()


class CommentForm(Form):
    call = contract.comment_on_section
    text = TextAreaField(_l("What do you want to say about it?"), description=ABOUT_SITUATIONS)


@pages.get("/strategies")
def index() -> ResponseReturnValue:
    found = bus().ask(contract.strategies)["strategies"]
    return render_template("strategies/index.html", strategies=found, sections=len(contract.strategy_sections()))


@pages.get(ADDRESS)
def show(programme_id: UUID) -> ResponseReturnValue:
    found = strategies.found(programme_id)
    people = [section["author_id"] for section in found["sections"]]
    people += [action["owner_id"] for action in found["actions"]]
    sessions = strategies.sessions_of(programme_id) if found["leads"] and found["session_ids"] else []
    return render_template(
        "strategies/show.html",
        strategy=found,
        cards={section["section"]: strategies.card(section["section"]) for section in found["sections"]},
        kinds=strategies.KINDS_OF_STATE,
        sessions=[session for session in sessions if session["id"] in found["session_ids"]],
        names=bus().names([*people, *found["writer_ids"]]),
        map_section=contract.MAP_SECTION,
    )


@pages.route(SECTION, methods=["GET", "POST"])
def section(programme_id: UUID, section: str) -> ResponseReturnValue:
    """What is posted here is a comment."""
    of_section = _of(programme_id, section)
    form = CommentForm()
    if form.sent and form.send(**of_section) is not None:
        flash(_("Your comment stands with the section."), "success")
        return redirect(url_for("strategies.section", **of_section, _anchor="comments"))
    found = bus().ask(contract.strategy_section, **of_section)
    people = [version["author_id"] for version in found["versions"]]
    people += [comment[name] for comment in found["comments"] for name in ("author_id", "resolved_by")]
    page = render_template(
        "strategies/section.html",
        form=form,
        found=found,
        card=strategies.card(section),
        names=bus().names(people),
        map_rows=polarisation_maps.rows(found["map"]) if found["map"] and section == contract.MAP_SECTION else None,
    )
    return page, form.status


@pages.route(f"{SECTION}/write", methods=["GET", "POST"])
def write(programme_id: UUID, section: str) -> ResponseReturnValue:
    of_section = _of(programme_id, section)
    found = bus().ask(contract.strategy_section, **of_section)
    if not found["writes"]:
        raise strategies.OnlyForWriters()
    form = WriteForm(data={name: found[name] for name in ("text", "number")})
    if form.sent and form.send(**of_section) is not None:
        flash(_("The section has been saved. Earlier versions stay."), "success")
        return redirect(url_for("strategies.section", **of_section))
    conflict = None
    if form.refusal and form.refusal.code == ChangedMeanwhile.code:
        found = bus().ask(contract.strategy_section, **of_section)
        conflict = [{"key": strategies.section_name(section), "theirs": found["text"] or "", "yours": form.text.data}]
        form.number.data = found["number"]
    page = render_template(
        "strategies/write.html", form=form, found=found, card=strategies.card(section), conflict=conflict
    )
    return page, form.status


@pages.get(f"{SECTION}/differences")
def versions(programme_id: UUID, section: str) -> ResponseReturnValue:
    """Two versions; without others in the address, the last one and the one before."""
    of_section = _of(programme_id, section)
    found = bus().ask(contract.strategy_section, **of_section)
    numbers = [version["number"] for version in reversed(found["versions"])]
    if not numbers:
        return redirect(url_for("strategies.section", **of_section))
    later = request.args.get("later", max(numbers, default=0), type=int)
    before = max((number for number in numbers if number < later), default=0)
    earlier = request.args.get("earlier", before, type=int)
    texts = bus().ask(contract.section_versions, **of_section, earlier=earlier, later=later)
    return render_template(
        "strategies/versions.html",
        found=found,
        numbers=numbers,
        wanted={"earlier": str(earlier), "later": str(later)},
        parts_of=differences.between(**texts),
        names=bus().names(version["author_id"] for version in found["versions"]),
    )


@pages.post(f"{SECTION}/versions/<int:number>/removal")
def remove_version(programme_id: UUID, section: str, number: int) -> ResponseReturnValue:
    bus().order(contract.remove_section_version, key(), **_of(programme_id, section), number=number)
    flash(_("That version has been removed for good."), "success")
    return redirect(url_for("strategies.section", **_of(programme_id, section), _anchor="versions"))


@pages.post(f"{SECTION}/comments/<uuid:comment_id>/resolution")
def resolve_comment(programme_id: UUID, section: str, comment_id: UUID) -> ResponseReturnValue:
    which = {"programme_id": programme_id, "comment_id": comment_id}
    bus().order(contract.resolve_section_comment, key(), **which, resolved=request.form.get("resolved", "yes"))
    return redirect(url_for("strategies.section", **_of(programme_id, section), _anchor="comments"))


@pages.post(f"{SECTION}/comments/<uuid:comment_id>/removal")
def remove_comment(programme_id: UUID, section: str, comment_id: UUID) -> ResponseReturnValue:
    bus().order(contract.remove_section_comment, key(), programme_id=programme_id, comment_id=comment_id)
    flash(_("The comment has been removed."), "success")
    return redirect(url_for("strategies.section", **_of(programme_id, section), _anchor="comments"))


def _of(programme_id: UUID, section: str) -> dict[str, Any]:
    if section not in contract.strategy_sections():
        raise NotFound()
    return {"programme_id": programme_id, "section": section}
