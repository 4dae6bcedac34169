"""What members report, and what is decided about it. Who reported it stands nowhere."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField

from services.gateway import formats
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from services.gateway.memberships import tell_strangers
from shared.contracts import networks as contract
from shared.errors import NotFound

pages = Blueprint("reports", __name__)
tell_strangers(pages)

POST = "/network/posts/<uuid:post_id>"
SUBJECT = "/network/reports/<uuid:subject_id>"


class ReportForm(Form):
    call = contract.report
    reason = RadioField(_l("What is wrong with it?"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.reason.choices = formats.choices("hiding_reasons")


class DecisionForm(ReportForm):
    call = contract.decide
    reason = RadioField(_l("For which reason?"), description=_l("The author reads it."), validate_choice=False)


# for members


@pages.route(f"{POST}/report/<uuid:subject_id>", methods=["GET", "POST"])
def report(post_id: UUID, subject_id: UUID) -> ResponseReturnValue:
    form = ReportForm()
    if form.sent and form.send(subject_id=subject_id) is not None:
        flash(_("Thank you. Somebody will look at it; nobody learns that it was you."), "success")
        return redirect(url_for("posts.show", post_id=post_id))
    post = bus().ask(contract.post, post_id=post_id)
    return render_template("reports/report.html", form=form, post=post, text=_text_of(post, subject_id)), form.status


def _text_of(post: dict[str, Any], subject_id: UUID) -> str:
    said = {post["id"]: post["text"]} | {each["id"]: each["text"] for each in post["given_answers"]}
    if subject_id not in said:
        raise NotFound()
    return said[subject_id]


@pages.post(f"{POST}/second-look/<uuid:subject_id>")
def ask_second_look(post_id: UUID, subject_id: UUID) -> ResponseReturnValue:
    bus().order(contract.ask_second_look, key(), subject_id=subject_id)
    flash(_("Somebody else will look at it. You hear what they find."), "success")
    return redirect(url_for("posts.show", post_id=post_id))


# for those who decide


@pages.get("/network/reports")
def index() -> ResponseReturnValue:
    found = bus().ask(contract.reports)
    people = [each[who] for each in found["second_looks"] + found["earlier"] for who in ("hidden_by", "looked_by")]
    return render_template("reports/index.html", **found, names=bus().names(people))


@pages.route(SUBJECT, methods=["GET", "POST"])
def decide(subject_id: UUID) -> ResponseReturnValue:
    """Hiding it needs a reason; that nothing is wrong with it does not."""
    form = DecisionForm()
    if form.sent:
        decision = "kept" if "keep" in request.form else "hidden"
        if form.send(subject_id=subject_id, decision=decision) is not None:
            hidden = _("It is hidden. Its author knows why, and can correct it.")
            flash(hidden if decision == "hidden" else _("It stays as it is."), "success")
            return redirect(url_for("reports.index"))
    found = bus().ask(contract.reported, subject_id=subject_id)
    return render_template(
        "reports/decide.html", form=form, found=found, names=bus().names([found["author_id"]])
    ), form.status


@pages.post(f"{SUBJECT}/second-look")
def look_again(subject_id: UUID) -> ResponseReturnValue:
    decision = "shown" if "show" in request.form else "upheld"
    bus().order(contract.look_again, key(), subject_id=subject_id, decision=decision)
    flash(_("It is shown again.") if decision == "shown" else _("It stays hidden. Its author is told."), "success")
    return redirect(url_for("reports.index"))
