"""Certificates as a coordinator sees them: which there are, issuing those of a group, revoking and renewing one."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import RadioField

from services.gateway import certificates, formats, languages, listed_courses, own_programmes
from services.gateway.clients import bus
from services.gateway.forms import ChoicesField, Form
from shared.contracts import trainings as contract

pages = Blueprint("certificates", __name__)

PER_PAGE = 50


class IssueForm(Form):
    call = contract.issue_certificates
    person_ids = ChoicesField(_l("Who gets a certificate?"))


class RevokeForm(Form):
    call = contract.revoke_certificate
    reason = RadioField(_l("Why is it revoked?"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.reason.choices = [(code, formats.label(code, "revocation_reason")) for code in contract.REVOCATION_REASONS]


class RenewForm(Form):
    call = contract.renew_certificate


@pages.get("/certificates")
def index() -> ResponseReturnValue:
    asked = {name: request.args.get(name) or None for name in ("q", "state", "programme_id", "group_id")}
    wanted = listed_courses.certificates_wanted(request.args)
    page = bus().ask(contract.certificates, **wanted, page=request.args.get("page", 1), per_page=PER_PAGE)
    return render_template(
        "certificates/index.html",
        page=page,
        names=bus().names(certificate["person_id"] for certificate in page["items"]),
        programmes=own_programmes.names(),
        tags=certificates.TAGS,
        states=[(state, formats.label(state, "certificate_state")) for state in contract.CERTIFICATE_STATES],
        **asked,
    )


@pages.route("/groups/<uuid:group_id>/certificates", methods=["GET", "POST"])
def issue(group_id: UUID) -> ResponseReturnValue:
    """Who completed the course; the chosen are listed once more before anything is issued."""
    form = IssueForm()
    is_checked = "checked" in request.form and "change" not in request.form
    if form.sent and is_checked and (done := form.send(group_id=group_id)):
        flash(_what_was_issued(done), "success")
        return redirect(url_for("certificates.issue", group_id=group_id))
    group = bus().ask(contract.completions, group_id=group_id)
    names = bus().names(each["person_id"] for each in group["completions"])
    held = {each["person_id"]: each["certificate"] for each in group["completions"]}
    # Who was removed completed the course still, and has no name that could stand on a certificate.
    people = [person | {"certificate": held[person["id"]]} for person in names.in_order(list(held))]
    people = [person for person in people if names.people.get(person["id"], {}).get("name")]
    without = [person for person in people if not person["certificate"]]
    chosen = set(form.person_ids.data or [])
    page = {"form": form, "group": group, "group_id": group_id, "tags": certificates.TAGS}
    if form.sent and chosen and "change" not in request.form and not form.errors:
        to_check = [person for person in without if str(person["id"]) in chosen]
        return render_template("certificates/check.html", **page, people=to_check)
    if form.sent and not chosen:
        form.person_ids.errors = [_("Choose at least one person")]
        form.status = 422
    # Whoever completed the course gets one, unless the coordinator says otherwise.
    ticked = chosen if form.sent else {str(person["id"]) for person in without}
    return render_template(
        "certificates/issue.html", **page, people=people, without=without, ticked=ticked
    ), form.status


def _what_was_issued(done: dict[str, int]) -> str:
    return ngettext(
        "%(num)s certificate has been issued. Its holder gets a mail with a link to it.",
        "%(num)s certificates have been issued. Their holders get a mail with a link to it.",
        done["issued"],
    )


@pages.get("/certificates/<uuid:certificate_id>/certificate.pdf")
def paper(certificate_id: UUID) -> ResponseReturnValue:
    certificate = bus().ask(contract.certificate, certificate_id=certificate_id)
    name = bus().names([certificate["person_id"]])[certificate["person_id"]]
    return certificates.on_paper(certificate, name, formats.language())


@pages.route("/certificates/<uuid:certificate_id>/revoke", methods=["GET", "POST"])
def revoke(certificate_id: UUID) -> ResponseReturnValue:
    form = RevokeForm()
    if form.sent and form.send(certificate_id=certificate_id) is not None:
        flash(_("The certificate has been revoked. Its page says so, and its holder gets a mail."), "success")
        return redirect(url_for("certificates.index"))
    return _about_one("certificates/revoke.html", certificate_id, form)


@pages.route("/certificates/<uuid:certificate_id>/renew", methods=["GET", "POST"])
def renew(certificate_id: UUID) -> ResponseReturnValue:
    form = RenewForm()
    if form.sent and (done := form.send(certificate_id=certificate_id)):
        until = formats.day(done["expires_on"]) or _("It does not expire")
        flash(_("The certificate has been renewed. Valid until: %(day)s.", day=until), "success")
        return redirect(url_for("certificates.index"))
    return _about_one("certificates/renew.html", certificate_id, form)


def _about_one(template: str, certificate_id: UUID, form: Form) -> ResponseReturnValue:
    certificate = bus().ask(contract.certificate, certificate_id=certificate_id)
    city = current_app.config["CITY"]
    page = render_template(
        template,
        form=form,
        certificate=certificate,
        name=bus().names([certificate["person_id"]])[certificate["person_id"]],
        facts=certificates.facts(certificate),
        tags=certificates.TAGS,
        months=city.certificate_months,
        offered=languages.available(city),
    )
    return page, form.status
