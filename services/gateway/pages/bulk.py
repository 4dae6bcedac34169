"""The same for many people or groups: chosen in the list, checked on a page of its own, done by one command."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from services.gateway import bulk, errors
from services.gateway.clients import bus
from services.gateway.forms import key
from services.gateway.visitor import require
from shared.errors import Invalid, NotFound, Refusal

pages = Blueprint("bulk", __name__)

NAMED = 25  # of so many the check page shows the names; of the others it says how many


@pages.post("/<any(people, groups):kind>/bulk")
def check(kind: str) -> ResponseReturnValue:
    """Who is meant is written down here, so that what is done is what was looked at."""
    of_kind = bulk.KINDS[kind]
    for action in of_kind.actions.values():
        if not action.only_coordinators or kind == "groups":
            require(action.call)
    wanted = of_kind.given(request.form)
    everybody = "everybody" in request.form
    chosen = of_kind.all_who_match(wanted) if everybody else request.form.getlist(of_kind.ids)
    name = request.form.get("action", "")
    if not chosen or name not in of_kind.actions:
        flash(_("Choose at least one line.") if not chosen else _("Choose what should happen."), "error")
        return redirect(url_for(f"{kind}.index", **wanted))
    return _page(kind, name, chosen, wanted)


@pages.post("/<any(people, groups):kind>/bulk/<action>")
def carry_out(kind: str, action: str) -> ResponseReturnValue:
    of_kind = bulk.KINDS[kind]
    chosen = request.form.get("chosen", "").split()
    wanted = of_kind.given(request.form)
    if action not in of_kind.actions:
        raise NotFound()
    what = of_kind.actions[action]
    value = {what.value_name: request.form.get("value") or None} if what.value_name else {}
    try:
        answer = bus().order(what.call, key(), **{of_kind.ids: chosen}, **(what.fixed or {}), **value)
    except Refusal as refusal:
        if refusal.status in (401, 403, 404):
            raise
        return _page(kind, action, chosen, wanted, refusal)
    flash(what.done(answer), "success")
    return redirect(url_for(f"{kind}.index", **wanted))


def _page(
    kind: str, name: str, chosen: list[str], wanted: dict[str, Any], refusal: Refusal | None = None
) -> ResponseReturnValue:
    action = bulk.KINDS[kind].actions[name]
    page = render_template(
        "bulk/check.html",
        kind=kind,
        name=name,
        action=action,
        options=action.options() if action.options else None,
        value=request.form.get("value", ""),
        chosen=chosen,
        named=bulk.KINDS[kind].named(_ids(chosen[:NAMED])),
        wanted=wanted,
        problem=_said(refusal) if refusal else None,
    )
    return page, refusal.status if refusal else 200


def _ids(chosen: list[str]) -> list[UUID]:
    try:
        return [UUID(each) for each in chosen]
    except ValueError as error:
        raise Invalid({"chosen": ["not_an_id"]}) from error


def _said(refusal: Refusal) -> str:
    if isinstance(refusal, Invalid):
        return " ".join(errors.field_sentence(code) for codes in refusal.fields.values() for code in codes)
    return errors.sentence(refusal)
