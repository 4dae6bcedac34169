"""What we changed: a programme tells everybody who was invited to a survey what came of it."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import HiddenField, TextAreaField

from services.gateway import formats
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, Form
from shared.contracts import feedback as contract
from shared.contracts import municipalities

pages = Blueprint("reports_back", __name__)

MOST_NEEDS = 200  # that a form offers
# What there is most to tell of comes first.
TOLD_FIRST = ("done", "planned", "declined", "open")


class WriteForm(Form):
    call = contract.save_report_back
    text = TextAreaField(
        _l("What did you change?"),
        description=_l("A few sentences: what you heard, what you did with it, what comes next. No names."),
    )
    need_ids = ChoicesField(
        _l("Which needs does it answer?"), description=_l("They stand under the text, in the words that you see here.")
    )


class PublishForm(Form):
    call = contract.publish_report_back
    version = HiddenField()


@pages.get("/programmes/<uuid:programme_id>/what-we-changed")
def index(programme_id: UUID) -> ResponseReturnValue:
    of_programme = {"programme_id": programme_id}
    told, draft, programme = bus().ask_together(
        (contract.reports_back, of_programme),
        (contract.report_back_draft, of_programme),
        (municipalities.programme, of_programme),
    )
    return render_template("reports_back/index.html", programme=programme, reports=told["reports"], draft=draft)


@pages.route("/programmes/<uuid:programme_id>/what-we-changed/write", methods=["GET", "POST"])
def write(programme_id: UUID) -> ResponseReturnValue:
    form = WriteForm()
    if form.sent and form.send(programme_id=programme_id) is not None:
        return redirect(url_for("reports_back.check", programme_id=programme_id))
    of_programme = {"programme_id": programme_id}
    draft, needs, programme = bus().ask_together(
        (contract.report_back_draft, of_programme),
        (contract.needs, {**of_programme, "per_page": MOST_NEEDS}),
        (municipalities.programme, of_programme),
    )
    form.need_ids.choices = _offered(needs["items"])
    if not form.sent:
        form.text.data = draft["text"] or _earlier(programme_id, request.args.get("again"))
        form.need_ids.data = [str(need["id"]) for need in draft["needs"]]
    return render_template("reports_back/write.html", form=form, programme=programme), form.status


def _offered(needs: list[dict[str, Any]]) -> list[tuple[str, str]]:
    in_order = sorted(needs, key=lambda need: TOLD_FIRST.index(need["state"]))
    return [(str(need["id"]), f"{need['text']} ({formats.label(need['state'], 'need_state')})") for need in in_order]


def _earlier(programme_id: UUID, report_back_id: str | None) -> str | None:
    """What was told before, to be corrected."""
    if report_back_id is None:
        return None
    told = bus().ask(contract.reports_back, programme_id=programme_id)["reports"]
    return next((report["text"] for report in told if str(report["id"]) == report_back_id), None)


@pages.route("/programmes/<uuid:programme_id>/what-we-changed/check", methods=["GET", "POST"])
def check(programme_id: UUID) -> ResponseReturnValue:
    """As its readers will see it, before it goes to all of them."""
    form = PublishForm()
    if form.sent and (published := form.send(programme_id=programme_id)):
        flash(_published(published["readers"]), "success")
        return redirect(url_for("reports_back.index", programme_id=programme_id))
    of_programme = {"programme_id": programme_id}
    draft, programme = bus().ask_together(
        (contract.report_back_draft, of_programme), (municipalities.programme, of_programme)
    )
    if draft["text"] is None and not form.sent:
        return redirect(url_for("reports_back.index", programme_id=programme_id))
    form.version.data = draft["version"]
    return render_template("reports_back/check.html", form=form, programme=programme, draft=draft), form.status


def _published(readers: int) -> str:
    if not readers:
        return _("It is published. Nobody has been invited to a survey yet, so no mail was sent.")
    return ngettext(
        "It is published, and goes by mail to %(num)s person.",
        "It is published, and goes by mail to %(num)s people.",
        readers,
    )
