"""What coordinators settle about a strategy: when it is reviewed, where it came from, who writes along."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from services.gateway import formats, groups, plans, strategies
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, DateField, Form, key
from shared.contracts import identity
from shared.contracts import municipalities as contract

pages = Blueprint("strategy_settings", __name__)

ADDRESS = "/programmes/<uuid:programme_id>/strategy"
MOST_FOUND = 20


class ReviewForm(Form):
    call = contract.plan_strategy_review
    review_on = DateField(
        _l("When do you look at it again?"),
        description=_l("The coordinators get a mail two weeks before. Leave it empty for no review."),
    )
    version = HiddenField()


class SourcesForm(Form):
    call = contract.set_strategy_sources
    session_ids = ChoicesField(_l("From which sessions does the strategy come?"))
    version = HiddenField()


@pages.route(f"{ADDRESS}/review", methods=["GET", "POST"])
def review(programme_id: UUID) -> ResponseReturnValue:
    strategy = strategies.led(programme_id)
    form = ReviewForm(data=strategy if request.method == "GET" else None)
    return _page(form, strategy, _("The review has been planned.")) or _show("strategies/review.html", form, strategy)


@pages.route(f"{ADDRESS}/sources", methods=["GET", "POST"])
def sources(programme_id: UUID) -> ResponseReturnValue:
    strategy = strategies.led(programme_id)
    kept = {"version": strategy["version"], "session_ids": [str(each) for each in strategy["session_ids"]]}
    form = SourcesForm(data=kept if request.method == "GET" else None)
    form.session_ids.choices = [
        (str(session["id"]), f"{plans.name_of(session)}, {formats.short_day(session['starts_at'])}")
        for session in strategies.sessions_of(programme_id)
    ]
    return _page(form, strategy, _("The sessions have been saved.")) or _show("strategies/sources.html", form, strategy)


@pages.post(f"{ADDRESS}/map")
def choose_map(programme_id: UUID) -> ResponseReturnValue:
    """Without one: none any more."""
    map_id = request.form.get("map_id") or None
    bus().order(contract.choose_strategy_map, key(), programme_id=programme_id, map_id=map_id)
    flash(_("The map is read with the strategy.") if map_id else _("The map has been taken out."), "success")
    return redirect(url_for("strategies.show", programme_id=programme_id, _anchor="map-of-strategy"))


def _page(form: Form, strategy: dict[str, Any], said: str) -> ResponseReturnValue | None:
    """Back to the strategy once it was sent."""
    if form.sent and form.send(programme_id=strategy["programme_id"]) is not None:
        flash(said, "success")
        return redirect(url_for("strategies.show", programme_id=strategy["programme_id"]))
    return None


def _show(template: str, form: Any, strategy: dict[str, Any]) -> ResponseReturnValue:
    """After a conflict the next sending counts: whoever sees it here knows what is saved."""
    if form.refusal and form.refusal.code == "changed_meanwhile":
        form.version.data = strategy["version"]
    return render_template(template, form=form, strategy=strategy), form.status


@pages.route(f"{ADDRESS}/writers", methods=["GET", "POST"])
def writers(programme_id: UUID) -> ResponseReturnValue:
    problem = None
    if request.method == "POST":
        person_id = request.form.get("person_id")
        if person_id:
            bus().order(contract.add_strategy_writer, key(), programme_id=programme_id, person_id=person_id)
            flash(_("Saved."), "success")
            return redirect(url_for("strategy_settings.writers", programme_id=programme_id))
        problem = _("Choose a person.")
    strategy = strategies.led(programme_id)
    q = request.args.get("q", "").strip()
    people = bus().ask(identity.people, q=q, per_page=MOST_FOUND)["items"] if q else []
    page = render_template(
        "strategies/writers.html",
        strategy=strategy,
        writers=bus().names(strategy["writer_ids"]).in_order(strategy["writer_ids"]),
        people=[person | {"note": groups.about(person)} for person in people],
        q=q,
        problem=problem,
    )
    return page, 422 if problem else 200


@pages.post(f"{ADDRESS}/writers/removal")
def remove_writer(programme_id: UUID) -> ResponseReturnValue:
    person_id = request.form.get("person_id", "")
    bus().order(contract.remove_strategy_writer, key(), programme_id=programme_id, person_id=person_id)
    flash(_("This person no longer writes along. What they wrote stays."), "success")
    return redirect(url_for("strategy_settings.writers", programme_id=programme_id))
