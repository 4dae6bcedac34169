"""Whether everything runs, where messages wait, and which mails went out."""

from typing import Any
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from services.gateway import condition
from services.gateway.clients import Names, Question, bus
from services.gateway.formats import LABELS, label
from services.gateway.forms import key
from services.gateway.parked import reason
from services.gateway.visitor import require
from shared import clock
from shared.contracts import instance
from shared.contracts import notifications as contract
from shared.contracts import operation as messages

pages = Blueprint("operation", __name__)

PER_PAGE = 50
ANSWER_SECONDS = 1.5
MOST_LATELY = 5
# Those that tell others what happened, and hear of it. The one that is left tells how the city stands.
TALKING = [name for name in LABELS["service"] if name != instance.SERVICE_NAME]
TAGS = {"queued": "wait", "sent": "ok", "failed": "stop"}

STATES = {"queued": _l("Waiting"), "sent": _l("Sent"), "failed": _l("Not sent")}
KINDS = {
    "account_invitation": _l("Invitation to make an account"),
    "password_reset": _l("A new password"),
    "introduction_invitation": _l("Invitation to an introduction"),
    "session_changed": _l("A session has changed"),
    "session_cancelled": _l("A session is cancelled"),
    "place_in_group": _l("A place in a group"),
    "waiting_list": _l("On the waiting list"),
    "promoted": _l("A place after waiting"),
    "withdrawn": _l("Withdrawn from a group"),
    "trainer_assigned": _l("Trainer of a group"),
    "session_planned": _l("A session is planned"),
    "feedback_link": _l("Link to the feedback"),
    "feedback_reminder": _l("Reminder of the feedback"),
    "network_invitation": _l("Invitation to the expert network"),
    "advice_answered": _l("An answer to advice that was asked"),
    "membership_ending": _l("Whether a member of the network stays"),
    "trainee_named": _l("Whether somebody may be named in the tree"),
    "buddy_proposed": _l("Somebody who could be a buddy"),
    "buddies_paired": _l("Two who are buddies now"),
    "intervision_reminder": _l("Reminder of an intervision"),
    "intervision_changed": _l("An intervision has changed"),
    "intervision_cancelled": _l("An intervision is cancelled"),
    "advice_asked": _l("Advice is asked of a member"),
    "post_hidden": _l("What a member wrote was hidden"),
    "second_look_given": _l("What came of a second look"),
    "meeting_planned": _l("A meeting of the network was planned"),
    "meeting_changed": _l("A meeting of the network was changed"),
    "meeting_cancelled": _l("A meeting of the network was cancelled"),
    "minutes_missing": _l("Reminder of minutes that are missing"),
    "personal_link": _l("Link to one's own page"),
    "registration_confirmation": _l("A registration to be confirmed"),
    "nomination_request": _l("A partner may nominate"),
    "certificate_issued": _l("A certificate"),
    "certificate_renewed": _l("A certificate is renewed"),
    "certificate_revoked": _l("A certificate is revoked"),
    "thank_you": _l("A thank-you after a session"),
    "session_reminder": _l("Reminder of a session"),
    "record_missing": _l("Reminder of a record"),
    "digest": _l("Digest of the news"),
    "report_back": _l("What was changed"),
    "strategy_actions_due": _l("Actions of a strategy that come due"),
    "strategy_review_due": _l("The review of a strategy"),
    "mediations_wait": _l("A mediation waits"),
}
REASONS = {
    "no_mail_server": _l("Waits for a mail server"),
    "mail_folder_unwritable": _l("The mail folder cannot be written to"),
    "mail_server_refuses_sign_in": _l("The mail server refuses our user name or password"),
    "mail_server_certificate": _l("The certificate of the mail server is not right"),
    "mail_server_unreachable": _l("The mail server cannot be reached"),
    "mail_server_gone": _l("The mail server ended the connection"),
    "address_refused": _l("The mail server refuses the address"),
    "sender_refused": _l("The mail server refuses our address"),
    "message_refused": _l("The mail server refuses the message"),
    "out_of_date": _l("Not sent: what it was about had changed by then"),
    "discarded": _l("Not sent: discarded when mail was released"),
    "fault": _l("A fault of ours; the log has the reason"),
    "unavailable": _l("A part of the system does not answer"),
    "not_known_yet": _l("A part of the system does not answer"),
    "account_exists": _l("The person has an account by now"),
    "no_account": _l("The person has no account"),
    "survey_closed": _l("The survey has closed"),
    "not_found": _l("What the mail was about does not exist any more"),
}


@pages.get("/operation")
def index() -> ResponseReturnValue:
    require(contract.mails)
    state = request.args.get("state", "")
    wanted = {
        "page": request.args.get("page", 1, type=int),
        "per_page": PER_PAGE,
        "state": state if state in STATES else None,
    }
    questions: list[Question] = [(messages.of(name, messages.messages), {}) for name in TALKING]
    more: list[Question] = [(instance.status, {}), (contract.mails, wanted)]
    *told, stands, mails = bus().try_together(*questions, *more, seconds=ANSWER_SECONDS)
    services = dict(zip(TALKING, told, strict=True))
    answered = {name: found for name, found in services.items() if found}
    lately = _lately(answered)
    names = bus().names(each["person_id"] for each in [*lately, *(mails or {}).get("items", [])])
    city = current_app.config["CITY"]
    return render_template(
        "operation/index.html",
        troubles=condition.troubles(city, services, stands, mails, clock.now()),
        parts=_parts(services | {instance.SERVICE_NAME: stands}),
        facts=condition.facts(stands) if stands else None,
        unsent=sum(found["unsent"] for found in answered.values()),
        unsent_since=min((found["unsent_since"] for found in answered.values() if found["unsent"]), default=None),
        messages=answered,
        rebuilds={name: _rebuilds(found) for name, found in answered.items()},
        lately=[each | {"who": names[each["person_id"]] if each["person_id"] else None} for each in lately],
        mails=_with_names(mails, names) if mails else None,
        hold=mails["hold"] if mails else None,
        states=[("", _("All")), *STATES.items()],
        state=state,
        no_mail_server=city.smtp_url is None,
    )


@pages.post("/operation/mails/release")
def release_mail() -> ResponseReturnValue:
    done = bus().order(contract.release_mail, key(), discard_old=bool(request.form.get("discard_old")))
    if not done["released"]:
        flash(_("Mail is not held any more."), "notice")
    elif request.form.get("discard_old"):
        said = ngettext(
            "Mail leaves again. %(num)s mail from before is not sent.",
            "Mail leaves again. %(num)s mails from before are not sent.",
            done["discarded"],
        )
        flash(said, "success")
    else:
        flash(_("Mail leaves again."), "success")
    return redirect(url_for("operation.index"))


@pages.get("/operation/mails/<uuid:mail_id>")
def mail(mail_id: UUID) -> ResponseReturnValue:
    found = bus().ask(contract.mail, mail_id=mail_id)
    names = bus().names([found["person_id"]])
    return render_template("operation/mail.html", mail=_shown(found, names[found["person_id"]]))


@pages.post("/operation/mails/<uuid:mail_id>/sending")
def send_again(mail_id: UUID) -> ResponseReturnValue:
    bus().order(contract.send_again, key(), mail_id=mail_id)
    flash(_("The mail is sent again in a moment."), "success")
    return redirect(url_for("operation.mail", mail_id=mail_id))


def _parts(services: dict[str, dict[str, Any] | None]) -> list[dict[str, Any]]:
    """What a city is made of. A page like this one shows that the gateway and the broker are there."""
    always = [{"name": name, "runs": True} for name in (_l("These pages"), _l("Message broker"))]
    names = LABELS["service"]
    return [*always, *({"name": names[name], "runs": told is not None} for name, told in services.items())]


def _rebuilds(told: dict[str, Any]) -> list[str]:
    return [
        ngettext(
            "The %(what)s is being rebuilt: %(num)s message so far",
            "The %(what)s is being rebuilt: %(num)s messages so far",
            rebuild["messages"],
            what=label(rebuild["read_model"], "read_model"),
        )
        for rebuild in told["rebuilds"]
    ]


def _lately(services: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """What operators did in all services, and rebuilds that ended; the latest first."""
    done = [
        {"at": each["happened_at"], "service": name, **each, "why": reason(each["reason"])}
        for name, told in services.items()
        for each in told["interventions"]
    ]
    rebuilt = [
        {"at": each["finished_at"], "service": name, "person_id": None, "action": "rebuilt", **each}
        for name, told in services.items()
        for each in told["rebuilt"]
    ]
    return sorted(done + rebuilt, key=lambda each: each["at"], reverse=True)[:MOST_LATELY]


def _with_names(mails: dict[str, Any], names: Names) -> dict[str, Any]:
    return {**mails, "items": [_shown(mail, names[mail["person_id"]]) for mail in mails.get("items", [])]}


def _shown(mail: dict[str, Any], to: str) -> dict[str, Any]:
    reason = REASONS.get(mail["reason"], _("It could not be made or sent")) if mail["reason"] else None
    return {
        **mail,
        "to": to,
        "kind": KINDS[mail["kind"]],
        "state_label": STATES[mail["state"]],
        "tag": TAGS[mail["state"]],
        "why": reason,
    }
