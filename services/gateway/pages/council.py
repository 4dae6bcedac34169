"""The page for the council: composed, looked at, published; and as anybody reads it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from services.gateway import council_pages, strategies
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, Form, key
from services.gateway.visitor import public
from shared.contracts import feedback
from shared.contracts import municipalities as contract
from shared.errors import ChangedMeanwhile

pages = Blueprint("council", __name__)

ADDRESS = "/programmes/<uuid:programme_id>/council-page"
NO_NAMES = _l("Anybody can read it. Write about situations, not about named people.")


class ComposeForm(Form):
    call = contract.save_council_page
    changed_practice = TextAreaField(_l("What do you do differently now?"), description=NO_NAMES)
    lessons = TextAreaField(_l("What have you learnt?"), description=NO_NAMES)
    sections = ChoicesField(
        _l("Which sections of the adopted strategy may everybody read?"),
        description=_l("They are shown as they were adopted."),
    )
    version = HiddenField()


class PublishForm(Form):
    call = contract.publish_council_page
    version = HiddenField()
    adopted_number = HiddenField()

    def order(self, key: str, **data: Any) -> dict[str, Any]:
        return council_pages.publish(key, **data)


@pages.route(ADDRESS, methods=["GET", "POST"])
def compose(programme_id: UUID) -> ResponseReturnValue:
    found = bus().ask(contract.council_page, programme_id=programme_id)
    form = ComposeForm(data=found if request.method == "GET" else None)
    form.sections.choices = [
        (each["section"], strategies.heading(each["headings"], each["section"])) for each in found["offered"]
    ]
    if form.sent and form.send(programme_id=programme_id) is not None:
        return redirect(url_for("council.preview", programme_id=programme_id))
    conflict = None
    if form.refusal and form.refusal.code == ChangedMeanwhile.code:
        form.version.data = found["version"]
        conflict = [
            {"key": field.label.text, "theirs": found[field.name] or "", "yours": field.data}
            for field in (form.changed_practice, form.lessons)
        ]
    told = bus().ask(feedback.reports_back, programme_id=programme_id)["reports"]
    if not form.sent and not found["version"] and told:
        form.changed_practice.data = told[0]["text"]
    page = render_template("council/compose.html", form=form, page=found, told=told[:3], conflict=conflict)
    return page, form.status


@pages.route(f"{ADDRESS}/preview", methods=["GET", "POST"])
def preview(programme_id: UUID) -> ResponseReturnValue:
    """As its readers will see it."""
    form = PublishForm()
    if form.sent and (published := form.send(programme_id=programme_id)):
        flash(_("It is published. Anybody can read it at the address of this page."), "success")
        return redirect(url_for("council.show", address=published["address"]))
    page = bus().ask(contract.council_page, programme_id=programme_id)
    form.version.data, form.adopted_number.data = page["version"], page["adopted_number"]
    sections = [each for each in page["offered"] if each["section"] in page["sections"]]
    people = bus().names(page["person_ids"])
    names = (people[each] for each in page["person_ids"])
    texts = [page["changed_practice"], page["lessons"], *(each["text"] for each in sections)]
    shown = council_pages.as_shown(page, council_pages.outcomes_of(programme_id), sections)
    return (
        render_template(
            "council/preview.html",
            form=form,
            page=page,
            shown=shown,
            persons=council_pages.what_looks_like_a_person(texts, names, page["looks_like_names"]),
        ),
        form.status,
    )


@pages.post(f"{ADDRESS}/withdrawal")
def withdraw(programme_id: UUID) -> ResponseReturnValue:
    bus().order(contract.withdraw_council_page, key(), programme_id=programme_id)
    flash(_("The page has been withdrawn: nobody can read it any more. Your text is still here."), "success")
    return redirect(url_for("council.compose", programme_id=programme_id))


@pages.get("/council")
@public
def index() -> ResponseReturnValue:
    return render_template("council/index.html", council_pages=bus().ask(contract.council_pages)["pages"])


@pages.get("/council/<address>")
@public
def show(address: str) -> ResponseReturnValue:
    page = bus().ask(contract.published_council_page, address=address)
    shown = council_pages.as_shown(page, page["outcomes"], page["sections"])
    return render_template("council/show.html", page=page, shown=shown)
