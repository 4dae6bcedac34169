"""Composing several groups at once: a proposal, changed by hand as far as one likes, and then formed.

Until the groups are formed what is composed stands in the form alone.
"""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from services.gateway import composition
from services.gateway.clients import bus
from services.gateway.visitor import require
from shared.contracts import municipalities
from shared.contracts import trainings as contract
from shared.errors import Refusal

pages = Blueprint("composition", __name__)

MOST_SHOWN = 200  # of those in no group; the others can be added to a group later


@pages.get("/programmes/<uuid:programme_id>/composition")
def propose(programme_id: UUID) -> ResponseReturnValue:
    require(contract.form_groups)
    asked = composition.ComposeForm(formdata=request.args if "count" in request.args else None)
    found = _proposal(programme_id, asked) if "count" in request.args else None
    if found is None:
        return _empty(programme_id, asked)
    form = composition.FormGroupsForm(
        formdata=None, names=composition.proposed_names(len(found["groups"])), places=asked.places.data
    )
    return _show(programme_id, asked, form, found)


def _proposal(programme_id: UUID, asked: composition.ComposeForm) -> dict[str, Any] | None:
    try:
        return bus().ask(
            contract.compose_groups,
            programme_id=programme_id,
            seed=request.args.get("seed", 0),
            **asked.values(),
        )
    except Refusal as refusal:
        asked.take(refusal)
        return None


def _empty(programme_id: UUID, asked: composition.ComposeForm) -> ResponseReturnValue:
    """Nothing is proposed yet, or it can't be."""
    programme, candidates = bus().ask_together(
        (municipalities.programme, {"programme_id": programme_id}),
        (contract.candidates, {"programme_id": programme_id}),
    )
    people = len(candidates["person_ids"])
    if "count" not in request.args:
        asked.count.data = str(min(max(-(-people // contract.PLACES), 1), contract.MOST_COMPOSED))
        asked.places.data = str(contract.PLACES)
    page = render_template("composition/new.html", programme=programme, asked=asked, candidates=people)
    return page, asked.status


@pages.post("/programmes/<uuid:programme_id>/composition")
def change(programme_id: UUID) -> ResponseReturnValue:
    """Shows the arrangement as it was changed, or forms the groups."""
    form = composition.FormGroupsForm()
    arranged = composition.chosen(len(form.names))
    found = bus().ask(contract.weigh_groups, programme_id=programme_id, groups=arranged)
    asked = composition.ComposeForm(formdata=None, count=str(len(arranged)), places=form.places.data)
    return _show(programme_id, asked, form, found, to_form=arranged if "forming" in request.form else None)


def _show(
    programme_id: UUID,
    asked: composition.ComposeForm,
    form: composition.FormGroupsForm,
    found: dict[str, Any],
    *,
    to_form: list[list[str]] | None = None,
) -> ResponseReturnValue:
    programme, city = bus().ask_together(
        (municipalities.programme, {"programme_id": programme_id}), (municipalities.areas, {})
    )
    areas = {area["id"]: area["name"] for area in city["areas"]}
    names = bus().names(composition.everybody(found))
    people = composition.people_of(found, names, areas)
    places = int(form.places.data) if str(form.places.data).isdecimal() else contract.PLACES
    groups = composition.shown(found, people, names, places)
    warnings = sum(len(group["warnings"]) for group in groups)
    # Nobody is put with their line manager unless the page said so before.
    knows = warnings <= request.form.get("warnings", 0, type=int)
    if to_form is not None and knows:
        formed = form.send(programme_id=programme_id, groups=_as_groups(form, to_form))
        if formed:
            _tell(formed["ids"], sum(map(len, to_form)))
            return redirect(url_for("groups.of_programme", programme_id=programme_id))
    rest = composition.in_order([people[person_id] for person_id in found["rest_ids"]])
    page = render_template(
        "composition/show.html",
        programme=programme,
        asked=asked,
        form=form,
        found=found,
        groups=groups,
        places=places,
        usual_places=contract.PLACES,
        rest=rest[:MOST_SHOWN],
        rest_total=len(rest),
        fits_nowhere=composition.who_fits_nowhere(found, names),
        warnings=warnings,
        is_warned=to_form is not None and not knows,
        seed=request.args.get("seed", 0, type=int),
    )
    return page, form.status


def _as_groups(form: composition.FormGroupsForm, arranged: list[list[str]]) -> list[dict[str, Any]]:
    """As the form says, who is gone by now included: the same form sent twice asks for the same."""
    return [
        {"name": name.data or "", "person_ids": person_ids}
        for name, person_ids in zip(form.names, arranged, strict=True)
    ]


def _tell(group_ids: list[UUID], people: int) -> None:
    flash(
        " ".join(
            (
                ngettext("%(num)s group has been formed.", "%(num)s groups have been formed.", len(group_ids)),
                ngettext("%(num)s person is in it.", "%(num)s people are in them.", people),
            )
        ),
        "success",
    )
