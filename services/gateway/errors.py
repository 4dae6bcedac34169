"""What a code means, in the reader's language, and how it is shown: a page for people, JSON for programs."""

from datetime import timedelta
from typing import Any

import structlog
from flask import Flask, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, UnprocessableEntity

from services.gateway import formats, public_sentences
from services.gateway.sentences import FIELD_SENTENCES, SENTENCES
from services.gateway.visitor import is_api
from shared import clock, context
from shared.contracts.base import flatten
from shared.errors import Failed, Invalid, Refusal
from shared.languages import WHOLE

log = structlog.get_logger()


def sentence(refusal: Refusal) -> str:
    known = SENTENCES if _knows_all() else public_sentences.SENTENCES
    return str(known.get(refusal.code, known["refused"])) % _details(refusal)


def _knows_all() -> bool:
    """In the other languages a code that no public page is known to meet is said as one that nobody knows."""
    return formats.language() in WHOLE


def _details(refusal: Refusal) -> dict[str, Any]:
    plain = {name: value for name, value in refusal.details.items() if not isinstance(value, (dict, list))}
    if "seconds" in plain:
        plain["time"] = formats.clock_time(clock.now() + timedelta(seconds=plain["seconds"] + 59))
    return plain


def field_sentence(code: str) -> str:
    name, _colon, limit = code.partition(":")
    known = FIELD_SENTENCES if _knows_all() else public_sentences.FIELD_SENTENCES
    return str(known.get(name, known["wrong"])) % {"limit": limit}


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

    Not with a password among it, nor with a file, which a page can't hold. A passphrase is asked for again.
    """
    if request.method != "POST" or request.files or any("password" in name for name in request.form):
        return []
    kept = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    return [(name, value) for name, value in kept if "passphrase" not in name]


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
