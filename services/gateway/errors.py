"""What a code means, in the reader's language, and how it is shown: a page for people, JSON for programs."""

from datetime import timedelta
from typing import Any

import structlog
from flask import Flask, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, UnprocessableEntity

from services.gateway import formats
from services.gateway.visitor import is_api
from shared import clock, context
from shared.contracts.base import flatten
from shared.errors import Failed, Invalid, Refusal

log = structlog.get_logger()

# One sentence per code. `%(name)s` comes from the refusal's details.
SENTENCES = {
    "refused": _l("This is not possible."),
    "invalid": _l("Some of what you filled in is not right yet."),
    "sign_in_required": _l("You need to sign in first."),
    "forbidden": _l("You do not have the rights for this."),
    "not_found": _l("This does not exist, or not any more."),
    "changed_meanwhile": _l("Somebody else changed this while you were working on it."),
    "idempotency_key_reused": _l("This form was sent before with other content. Open it again and fill it in anew."),
    "too_many_attempts": _l("Too many attempts. You can try again at %(time)s."),
    "not_known_yet": _l("We do not know yet whether this worked. Send it again: it will be done only once."),
    "unavailable": _l("This is not available right now. Nothing was changed. Try again in a moment."),
    "failed": _l("Something went wrong on our side. Nothing was changed."),
    "form_expired": _l("This form was open for too long. Send it again."),
    "too_large": _l("This file or text is too large."),
    "method_not_allowed": _l("This address does not work that way."),
    "bad_request": _l("This request could not be understood."),
    # feedback
    "survey_not_yours": _l("These results are for the coordinators of the programme and the trainers of the group."),
    "link_unknown": _l("This link does not work. Copy it from your mail once more, or ask your coordinator."),
    "already_answered": _l("With this link the questions were answered already. Thank you."),
    "survey_closed": _l("This survey has closed."),
    # trainings
    "group_not_yours": _l("Another trainer gives this group."),
    "group_full": _l("All %(places)s places of this group are taken."),
    "in_another_group": _l("Somebody whom you chose is in another group of this programme already."),
    "not_in_group": _l("This person is not in the group, or not any more."),
    "too_few_places": _l("%(enrolled)s people have a place in this group. Withdraw people first, or keep more places."),
    "session_planned_already": _l("This part of the course has been planned already for this group."),
    "deepening_before_training_day": _l("The deepening half-day comes after the training day."),
    "session_cancelled": _l("This session was cancelled."),
    "session_recorded": _l("This session has been recorded already."),
    "session_open_already": _l("This session was opened already, with other ground rules."),
    "session_not_open": _l("Open the session first: agree on the ground rules together."),
    "ground_rules_needed": _l("The session opens when everybody has agreed on the ground rules"),
    "not_an_introduction": _l("People are invited to an introduction; to a course comes who is in the group."),
    "too_many_questions": _l("This group has %(most)s open questions already. Ask yours in the session."),
    # networks
    "not_invited": _l("The network is joined by invitation. It comes by mail when you have completed the course."),
    "not_a_member": _l("Only members of the network can read and write here."),
    "already_a_member": _l("You are in the network already."),
    # municipalities
    "programme_not_yours": _l("This programme is run by other coordinators."),
    "programme_incomplete": _l("The programme cannot be registered yet: not everything is filled in."),
    "programme_registered_already": _l("This programme has been registered already."),
    "area_exists": _l("This area is in the list already."),
    "last_coordinator": _l("A programme always needs a coordinator. Add another one first."),
    # identity
    "wrong_sign_in": _l("The address or the password is not right."),
    "token_not_valid": _l("This link does not work any more: it was used, it is too old, or there is a newer one."),
    "account_exists": _l("This person has an account already. They can ask for a new password on the sign-in page."),
    "no_account": _l("This person has no account yet. Invite them to make one."),
    "role_not_yours": _l("Only an operator gives and withdraws this role."),
    "person_not_yours": _l("This person is a coordinator or operator. Only an operator can do this."),
    "last_operator": _l("There must always be an operator. Give the role to somebody else first."),
    "not_yourself": _l("You cannot remove yourself. Ask another coordinator or an operator."),
    "import_has_errors": _l(
        "Nothing was imported: there are lines with errors. Correct them in the file and upload it."
    ),
}

# What is wrong with one field. `%(limit)s` is the number behind the colon of a code.
FIELD_SENTENCES = {
    "required": _l("Fill this in"),
    "wrong": _l("This is not right"),
    "unknown_field": _l("This field is not known"),
    "not_an_object": _l("This must be an object"),
    "not_a_text": _l("This must be text"),
    "too_short": _l("Use at least %(limit)s characters"),
    "too_long": _l("Use at most %(limit)s characters"),
    "too_many": _l("Choose at most %(limit)s"),
    "too_small": _l("Enter a number of at least %(limit)s"),
    "too_large": _l("Enter a number of at most %(limit)s"),
    "not_an_email": _l("Enter an e-mail address, such as name@organisation.example"),
    "not_an_id": _l("This is not known"),
    "not_a_date": _l("Enter a real date, such as 1 12 2026"),
    "not_a_time": _l("Enter a time, such as 09:30"),
    "not_a_moment": _l("Enter a date and time with its time zone, such as 2026-12-01T09:30:00+01:00"),
    "not_a_number": _l("Enter a whole number"),
    "not_yes_or_no": _l("Choose yes or no"),
    "not_a_choice": _l("Choose one of the options"),
    "not_a_list": _l("This must be a list"),
    "not_a_link": _l("Enter an address that begins with https://"),
    "ends_before_it_starts": _l("The end must be after the start"),
    # networks
    "must_agree": _l("Tick this if you want to join"),
    # trainings
    "date_too_far": _l("Choose a date between two years ago and three years from now"),
    "reason_needed": _l("Say why the group needs more places"),
    "twice": _l("This person stands in the list twice"),
    # identity
    "email_taken": _l("Somebody else has this address"),
    "person_not_yours": _l("Only an operator changes the address of a coordinator or operator"),
    "twice_in_file": _l("This address stands in the file twice"),
    "wrong_password": _l("This is not your password"),
    "password_too_short": _l("Use at least %(limit)s characters"),
    "password_contains_address": _l("Do not use a part of your e-mail address"),
    "password_known": _l("This password is known to everybody. Choose another one"),
    # a file that is uploaded
    "no_file": _l("Choose a file"),
    "file_empty": _l("There is nothing in this file"),
    "file_not_a_spreadsheet": _l("This is not a spreadsheet. Save your list as .xlsx or .csv and upload that"),
    "file_old_or_protected": _l("This is an old Excel file or has a password. Save it as .xlsx without a password"),
    "file_damaged": _l("This file cannot be read. Open it, save it again as .xlsx and upload that"),
    "file_encoding": _l("The letters in this file cannot be read. Save it as .xlsx, or as CSV in UTF-8"),
    "file_without_heading": _l("The first line must name the columns, such as: name, e-mail, organisation"),
    "file_without_name": _l("There is no column with the names. Give it the heading “name”"),
    "file_without_email": _l("There is no column with the e-mail addresses. Give it the heading “e-mail”"),
    "file_without_people": _l("There are no people in this file, only headings"),
    "file_too_many_rows": _l("There are more than %(limit)s people in this file. Divide it into several files"),
    "file_too_large": _l("This file is too large. It can be up to %(limit)s MB"),
    "file_too_much": _l("There is too much in this file. Copy the lines with people into a new file and upload that"),
}


def sentence(refusal: Refusal) -> str:
    known = SENTENCES.get(refusal.code, SENTENCES["refused"])
    return str(known) % _details(refusal)


def _details(refusal: Refusal) -> dict[str, Any]:
    plain = {name: value for name, value in refusal.details.items() if not isinstance(value, (dict, list))}
    if "seconds" in plain:
        plain["time"] = formats.clock_time(clock.now() + timedelta(seconds=plain["seconds"] + 59))
    return plain


def field_sentence(code: str) -> str:
    name, _colon, limit = code.partition(":")
    known = FIELD_SENTENCES.get(name, FIELD_SENTENCES["wrong"])
    return str(known) % {"limit": limit}


def reference() -> str:
    """The correlation id, by which an operator finds the log lines of this request."""
    return context.current().correlation_id


def show(refusal: Refusal) -> ResponseReturnValue:
    if is_api(request):
        return as_json(refusal)
    return (
        render_template(
            "error.html",
            status=refusal.status,
            title=_title(refusal.status),
            sentence=sentence(refusal),
            what_to_do=_what_to_do(refusal.status),
            retry_href=request.full_path.rstrip("?") if request.method == "GET" and refusal.status >= 500 else None,
            kept=_kept() if refusal.status >= 500 else [],
            reference=reference(),
        ),
        refusal.status,
    )


def _kept() -> list[tuple[str, str]]:
    """What was filled in, for sending it again from the error page; its key sees to it that it counts once.

    Not with a password among it, nor with a file, which a page can't hold.
    """
    if request.method != "POST" or request.files or any("password" in name for name in request.form):
        return []
    return [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]


def as_json(refusal: Refusal) -> ResponseReturnValue:
    body: dict[str, Any] = {
        "code": refusal.code,
        "message": sentence(refusal),
        "reference": reference(),
        "details": {name: value for name, value in refusal.details.items() if name != "fields"},
    }
    if isinstance(refusal, Invalid):
        body["fields"] = {
            path: [{"code": code, "message": field_sentence(code)} for code in codes]
            for path, codes in refusal.fields.items()
        }
    return jsonify(body), refusal.status


def _title(status: int) -> str:
    return {
        403: _("You cannot open this"),
        404: _("Page not found"),
        409: _("This is not possible now"),
        410: _("Not any more"),
        413: _("Too large"),
        422: _("Not right yet"),
        429: _("Too many attempts"),
        503: _("Not available right now"),
        504: _("Not known yet"),
    }.get(status, _("Something went wrong") if status >= 500 else _("This did not work"))


def _what_to_do(status: int) -> str | None:
    if status == 404:
        return _("If you typed the address, check it. If you followed a link, it may be too old.")
    if status == 413:
        return _("Nothing was saved. Go back and try it with less.")
    if status >= 500:
        return _("If it keeps happening, tell your operator the reference below.")
    return None


def of_http(error: HTTPException) -> Refusal:
    """Flask's and werkzeug's own complaints as one of ours."""
    code = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}.get(error.code or 500, "bad_request")
    if isinstance(error, CSRFError):
        code = "form_expired"
    status = error.code or 500
    return type("HttpRefusal", (Refusal,), {"code": code, "status": status})()


def install(app: Flask) -> None:
    @app.errorhandler(Refusal)
    def refused(refusal: Refusal) -> ResponseReturnValue:
        return show(refusal)

    @app.errorhandler(UnprocessableEntity)
    def not_by_its_schema(error: UnprocessableEntity) -> ResponseReturnValue:
        """webargs found that a request to the API does not fit; the complaints come by place: json, query."""
        messages = getattr(error, "data", {}).get("messages", {})
        found = messages.get("json") or messages.get("query") or messages.get("form") or {"_": ["wrong"]}
        return show(Invalid(flatten(found)))

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> ResponseReturnValue:
        if error.code and error.code < 400:
            return error
        return show(of_http(error))

    @app.errorhandler(RequestEntityTooLarge)
    def too_large(error: RequestEntityTooLarge) -> ResponseReturnValue:
        return show(of_http(error))

    @app.errorhandler(Exception)
    def fault(error: Exception) -> ResponseReturnValue:
        log.exception("page_failed", endpoint=request.endpoint)
        if "visitor" not in g:
            g.visitor = None
        return show(Failed())
