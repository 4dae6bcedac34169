"""Adopting a strategy, and what was adopted: read, compared, taken out as a file."""

from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import HiddenField

from services.gateway import differences, documents, strategies
from services.gateway.clients import bus
from services.gateway.forms import Form
from shared.contracts import municipalities as contract

pages = Blueprint("adopted_strategies", __name__)

ADDRESS = "/programmes/<uuid:programme_id>/strategy"
ADOPTED = f"{ADDRESS}/adopted/<int:number>"


class AdoptForm(Form):
    call = contract.adopt_strategy
    checksum = HiddenField()


@pages.route(f"{ADDRESS}/adoption", methods=["GET", "POST"])
def adopt(programme_id: UUID) -> ResponseReturnValue:
    """The whole of it, before it is frozen."""
    form = AdoptForm()
    if form.sent and (adopted := form.send(programme_id=programme_id)):
        flash(_("The strategy has been adopted. You can go on writing: the draft is yours."), "success")
        return redirect(url_for("adopted_strategies.show", programme_id=programme_id, number=adopted["number"]))
    strategy = strategies.led(programme_id)
    form.checksum.data = strategy["checksum"]
    document = strategies.draft_document(strategy)
    return render_template("strategies/adopt.html", form=form, strategy=strategy, document=document), form.status


@pages.get(ADOPTED)
def show(programme_id: UUID, number: int) -> ResponseReturnValue:
    adopted = _adopted(programme_id, number)
    return render_template(
        "strategies/adopted.html",
        adopted=adopted,
        document=strategies.adopted_document(adopted),
        names=bus().names([adopted["adopted_by"]]),
    )


@pages.get(f"{ADOPTED}/differences")
def compare(programme_id: UUID, number: int) -> ResponseReturnValue:
    """With the draft, or with another one that was adopted."""
    adopted = _adopted(programme_id, number)
    strategy = strategies.found(programme_id)
    other = request.args.get("with", type=int)
    later = _texts(_adopted(programme_id, other)["sections"]) if other else _texts(strategy["sections"])
    earlier = _texts(adopted["sections"])
    codes = [*later, *(code for code in earlier if code not in later)]
    compared = [
        (strategies.section_name(code), parts)
        for code in codes
        if (parts := differences.between(earlier.get(code), later.get(code)))
    ]
    return render_template(
        "strategies/compare.html",
        adopted=adopted,
        others=[each["number"] for each in strategy["adopted"] if each["number"] != number],
        other=other,
        changed=[each for each in compared if any(kind != differences.SAME for kind, _text in each[1])],
        same=[name for name, parts in compared if all(kind == differences.SAME for kind, _text in parts)],
    )


@pages.get(f'{ADDRESS}.<any("pdf", "docx"):kind>')
def file_of_draft(programme_id: UUID, kind: str) -> Response:
    return documents.download(strategies.draft_document(strategies.found(programme_id)), kind)


@pages.get(f'{ADOPTED}.<any("pdf", "docx", "json"):kind>')
def file(programme_id: UUID, number: int, kind: str) -> Response:
    """As JSON it is the very text that the checksum is of."""
    adopted = _adopted(programme_id, number)
    document = strategies.adopted_document(adopted)
    if kind == "json":
        return documents.file(adopted["content"].encode(), "application/json", f"{document.file_name}.json")
    return documents.download(document, kind)


def _adopted(programme_id: UUID, number: int) -> dict[str, Any]:
    return bus().ask(contract.adopted_strategy, programme_id=programme_id, number=number)


def _texts(sections: list[dict[str, Any]]) -> dict[str, str]:
    return {each["section"]: each["text"] for each in sections if each["text"] is not None}
