"""What partners and colleagues contribute to the handbook: the links that editors make, the page behind one, a lesson
from somebody's own practice, and what came in."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField

from services.gateway import chapter_forms, formats, handbook, lessons, printing
from services.gateway.clients import bus
from services.gateway.forms import Form, key
from services.gateway.visitor import public, require
from shared.contracts import handbook as contract
from shared.errors import Refusal

pages = Blueprint("contributions", __name__)

LINK_DAYS = (14, 30, 60, 180, 365)
ONE = "/handbook/contributions/<uuid:contribution_id>"
CLOSED = 410


class LinkForm(Form):
    call = contract.make_partner_link
    partner = StringField(_l("For which organisation?"))
    theme = SelectField(_l("Theme"), validate_choice=False)
    language = SelectField(_l("In which language will they write?"), validate_choice=False)
    days = SelectField(_l("For how long does the link work?"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.theme.choices = formats.choices("themes", blank=_("Choose"))
        self.language.choices = formats.choices("handbook_languages")
        self.days.choices = [(str(days), _("%(days)s days", days=days)) for days in LINK_DAYS]
        if not self.sent:
            self.language.data, self.days.data = formats.language(), "60"


class DeclineForm(Form):
    call = contract.decline_contribution
    reason = TextAreaField(_l("Why not?"), description=_l("Whoever sent it reads this."))


@pages.get("/handbook/contributions")
def index() -> ResponseReturnValue:
    state = request.args.get("state") or None
    found = bus().ask(contract.contributions, state=state, page=request.args.get("page", 1))
    return render_template(
        "contributions/index.html",
        contributions=found["items"],
        page=found["page"],
        pages=found["pages"],
        total=found["total"],
        state=state,
        states=[(code, formats.label(code, "contribution_state")) for code in contract.CONTRIBUTION_STATES],
        tags=handbook.KINDS_OF_CONTRIBUTION,
    )


@pages.route("/handbook/contributions/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Where the writer comes from a page that has something to learn from, what stands there comes along."""
    require(contract.contribute_lesson)
    begun = lessons.beginning()
    given = {"source": begun.source, "theme": begun.theme, **begun.parts} if begun else None
    form = chapter_forms.form_for("lesson", chapter_forms.LessonForm)(data=given if request.method == "GET" else None)
    if form.sent and (sent := form.send()):
        flash(_("Thank you. An editor reads it, and may change words."), "success")
        return redirect(url_for("contributions.outcome", contribution_id=sent["id"]))
    parts = [form[name] for name in contract.PARTS["lesson"]]
    return render_template("contributions/new.html", form=form, begun=begun, parts=parts), form.status


@pages.get(f"{ONE}/outcome")
def outcome(contribution_id: UUID) -> ResponseReturnValue:
    """For who sent it, as long as they keep the address: nobody knows who that was."""
    found = bus().ask(contract.contribution_outcome, contribution_id=contribution_id)
    kind = handbook.KINDS_OF_CONTRIBUTION[found["state"]]
    return render_template("contributions/outcome.html", sent=found, kind=kind)


@pages.route(ONE, methods=["GET", "POST"])
def show(contribution_id: UUID) -> ResponseReturnValue:
    """What is posted here declines it."""
    form = DeclineForm()
    if form.sent and form.send(contribution_id=contribution_id) is not None:
        flash(_("Declined. Whoever sent it reads your reason."), "success")
        return redirect(url_for("contributions.index"))
    found = bus().ask(contract.contribution, contribution_id=contribution_id)
    page = render_template(
        "contributions/show.html",
        form=form,
        contribution=found,
        parts=handbook.parts_of({**found, "kind": "lesson"}),
        kind=handbook.KINDS_OF_CONTRIBUTION[found["state"]],
    )
    return page, form.status


@pages.post(f"{ONE}/acceptance")
def accept(contribution_id: UUID) -> ResponseReturnValue:
    language = bus().ask(contract.contribution, contribution_id=contribution_id)["language"]
    made = bus().order(contract.accept_contribution, key(), contribution_id=contribution_id)
    flash(_("It is the draft of a lesson now. Look it through, and publish it."), "success")
    return redirect(url_for("chapters.edit", chapter_id=made["id"], language=language))


@pages.route("/handbook/partner-links", methods=["GET", "POST"])
def links() -> ResponseReturnValue:
    """A link that was made is shown this once: only its hash is kept."""
    form = LinkForm()
    made = form.send() if form.sent else None
    if made:
        address = current_app.config["CITY"].public_url + url_for("contributions.contribute", token=made["token"])
        return render_template(
            "contributions/link.html",
            address=address,
            qr_code=printing.qr_code(address),
            partner=form.partner.data,
            expires_at=made["expires_at"],
        )
    found = bus().ask(contract.partner_links)["links"]
    return render_template("contributions/links.html", form=form, links=found), form.status


@pages.post("/handbook/partner-links/<uuid:link_id>/revocation")
def revoke(link_id: UUID) -> ResponseReturnValue:
    bus().order(contract.revoke_partner_link, key(), link_id=link_id)
    flash(_("The link does not work any more. What came in by it stays."), "success")
    return redirect(url_for("contributions.links"))


@pages.route("/handbook/contribute/<token>", methods=["GET", "POST"])
@public
def contribute(token: str) -> ResponseReturnValue:
    """What was written while the link came to its end can be copied from the page."""
    form = chapter_forms.form_for("lesson", chapter_forms.ContributionForm)()
    invited = _invitation(token, form)
    if invited and invited["open"] and form.sent and form.send(token=token, language=invited["language"]) is not None:
        flash(_("Thank you. An editor reads it, and you find here what becomes of it."), "success")
        return redirect(url_for("contributions.contribute", token=token))
    if invited and not form.sent:
        form.attribution.data = invited["partner"]
    parts = [form[name] for name in contract.PARTS["lesson"]]
    page = render_template(
        "contributions/contribute.html",
        form=form,
        invited=invited,
        is_open=invited is not None and invited["open"] and form.status != CLOSED,
        parts=parts,
        unsent=[field for field in (form.title, form.summary, *parts, form.attribution) if form.sent and field.data],
        tags=handbook.KINDS_OF_CONTRIBUTION,
    )
    return page, form.status


def _invitation(token: str, form: Form) -> dict[str, Any] | None:
    """None when it was refused to who has just sent the form."""
    try:
        found = bus().ask(contract.invitation_to_contribute, token=token)
    except Refusal as refusal:
        if not form.sent:
            raise
        form.take(refusal)
        return None
    if form.sent and not found["open"]:
        form.status = CLOSED
    return found
