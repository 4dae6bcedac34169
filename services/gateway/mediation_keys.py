"""A mediator's key while it is unlocked: docs/decisions/0024-what-a-mediator-alone-reads.md.

It is in a cookie for half an hour, sealed with the gateway's secret and bound to the session: nothing of it is stored
on a server, and nobody can use the cookie without both, nor after that half hour.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from flask import Response, current_app, g, request
from flask.typing import ResponseReturnValue

from services.gateway import sealing
from services.gateway.clients import bus
from services.gateway.forms import key as form_key
from services.gateway.sealing import NotSealedByThis
from services.gateway.visitor import current
from shared import clock
from shared.contracts import mediations as contract
from shared.errors import Invalid, Refusal

UNLOCKED_SECONDS = 30 * 60


class NoMediatorKey(Refusal):
    """The first thing that a mediator makes."""

    code = "no_mediator_key"


def unlocked() -> bytes | None:
    """The key of the visitor, where they have unlocked it in this session."""
    if "mediator_key" not in g:
        g.mediator_key = _from_cookie()
    return g.mediator_key


def unlock(passphrase: str | None) -> bytes:
    """Refuses the field `passphrase` where it is still to be filled in, or not the right one."""
    there_is = unlocked()
    if there_is is not None:
        return there_is
    if not passphrase:
        raise Invalid({"passphrase": ["locked"]})
    try:
        g.mediator_key = sealing.unwrapped_by_passphrase(stored()["by_passphrase"], passphrase)
    except NotSealedByThis:
        raise Invalid({"passphrase": ["wrong_passphrase"]}) from None
    g.keep_unlocked = True
    return g.mediator_key


def unlock_if_right(passphrase: str | None) -> None:
    """With what a form carries, before its page is made. Where it is wrong, the form says so when it is sent."""
    if passphrase:
        with suppress(Refusal):
            unlock(passphrase)


def unlock_by_code(code: str) -> bytes:
    """Refuses the field `passphrase_code`."""
    try:
        return sealing.unwrapped_by_recovery(stored()["by_recovery"], code)
    except NotSealedByThis:
        raise Invalid({"passphrase_code": ["wrong_code"]}) from None


def stored() -> dict[str, Any]:
    found = bus().ask(contract.mediator_key)
    if not found["version"]:
        raise NoMediatorKey()
    return found


def keep(answer: ResponseReturnValue) -> Response:
    """So that the next pages are unlocked too, where the passphrase was given just now."""
    response = current_app.make_response(answer)
    if g.pop("keep_unlocked", False):
        _set_cookie(response, g.mediator_key)
    return response


def keep_this(answer: ResponseReturnValue, key: bytes) -> Response:
    g.mediator_key, g.keep_unlocked = key, True
    return keep(answer)


def lock(answer: ResponseReturnValue) -> Response:
    response = current_app.make_response(answer)
    response.delete_cookie(_name(), httponly=True, samesite="Strict")
    return response


def of_mediation(mediation: dict[str, Any], key: bytes) -> bytes | None:
    """The key of a mediation; None where it was made with another key, or not at all."""
    try:
        return sealing.unwrapped_for(mediation["id"], mediation["wrapped_key"] or "", key)
    except NotSealedByThis:
        return None


def make_for(mediation: dict[str, Any], key: bytes) -> None:
    """Once, and anew for who started over before anything was written with it."""
    is_written_in = bool(mediation["entries"]) or mediation["suitability"] is not None
    if not is_written_in and of_mediation(mediation, key) is None:
        wrapped = sealing.wrapped_for(mediation["id"], sealing.new_mediation_key(), key)
        bus().order(contract.keep_key, f"{form_key()}:key", mediation_id=mediation["id"], wrapped=wrapped)


def _from_cookie() -> bytes | None:
    kept = request.cookies.get(_name())
    if kept is None:
        return None
    try:
        return sealing.given_back(str(current().session_id), current_app.config["SECRET_KEY"], kept, clock.now())
    except NotSealedByThis:
        return None


def _set_cookie(response: Response, key: bytes) -> None:
    until = clock.now() + timedelta(seconds=UNLOCKED_SECONDS)
    response.set_cookie(
        _name(),
        sealing.kept_for(str(current().session_id), current_app.config["SECRET_KEY"], key, until),
        max_age=UNLOCKED_SECONDS,
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Strict",
    )


def _name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-mediations"
