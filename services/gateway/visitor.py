"""Who is looking: the session behind the cookie or the bearer token, asked of `identity` at every request.

Being asked each time is what makes a revoked session end at once. On the pages for participants a personal link that
was opened in this browser comes first; everywhere else it counts for nothing.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask, Request, Response, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from services.gateway.clients import bus
from shared.access import PARTICIPANT, Actor
from shared.contracts import identity
from shared.contracts.base import Call
from shared.errors import Forbidden, Refusal, SignInRequired

# An answer that must take the visitor's last change into account is asked for so many seconds after the change.
REMEMBER_SECONDS = 10
# So long a personal link that was opened stays open in this browser.
LINK_SECONDS = 12 * 3600
# A browser takes a backslash for a slash, and two of them for another site.
LOCAL_PATH = re.compile(r"/(?!/)[^\\]*")
API = "/api/"
GONE = 410  # a link that was ended
API_DESCRIPTION = "api_docs"  # a page for people, although it stands there

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True)
class Visitor:
    """`session_id`: none for somebody who came by a personal link."""

    person_id: UUID
    session_id: UUID | None
    name: str
    language: str
    roles: frozenset[str]

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def came_by_link(self) -> bool:
        return self.session_id is None


def public(view: F) -> F:
    """Marks a view that needs no sign-in; every other one does."""
    view.public = True  # type: ignore[attr-defined]
    return view


def for_participants(view: F) -> F:
    """Marks a view that a personal link opens, as an account does."""
    view.for_participants = True  # type: ignore[attr-defined]
    return view


def is_public(app: Flask, endpoint: str) -> bool:
    return endpoint == "static" or getattr(app.view_functions[endpoint], "public", False)


def current() -> Visitor:
    """The signed-in visitor; raises SignInRequired without one."""
    if g.visitor is None:
        raise SignInRequired()
    return g.visitor


def require(call: Call) -> None:
    """For a page that asks nothing: refuses whoever may not make the `call` that it leads to."""
    if not Actor(current().person_id, current().roles).may_call(call.who):
        raise Forbidden()


def is_signed_in() -> bool:
    return g.visitor is not None


def session_token() -> str | None:
    kind, _, value = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer" and value:
        return value.strip()
    return None if is_api(request) else session.get("token")


def is_api(asked: Request) -> bool:
    return asked.path.startswith(API) and asked.endpoint != API_DESCRIPTION


def sign_in(session_token: str, language: str | None) -> None:
    """A fresh cookie: nothing of the anonymous one is kept, its CSRF token included."""
    session.clear()
    session["token"] = session_token
    session.permanent = True
    if language:
        session["language"] = language


def sign_out() -> None:
    """Nothing stays in the cookie but the language."""
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language


def open_link(link: str, language: str) -> None:
    """In this browser, beside the account of whoever is signed in."""
    session["link"] = (link, time.time())
    session.setdefault("language", language)


def close_link() -> None:
    session.pop("link", None)


def ask_as(token: str) -> None:
    """The rest of this request asks for somebody who is not signed in, such as whose calendar it is."""
    g.token = token


def client() -> str:
    """The network address of who asks, for throttles."""
    return request.remote_addr or "unknown"


def resume() -> None:
    g.visitor = g.token = None
    if request.endpoint == "static":  # the same for everybody, so that the cookie is not looked at
        return
    g.earlier_changes = _earlier_changes()
    if _resume_link():
        return
    token = session_token()
    if token is None:
        return
    try:
        found = bus().ask(identity.resume_session, session_token=token)
    except Refusal as refusal:
        if refusal.status != SignInRequired.status:
            raise
        sign_out()
        return
    g.token = found["token"]
    g.visitor = Visitor(
        found["person_id"], found["session_id"], found["name"], found["language"], frozenset(found["roles"])
    )


def _resume_link() -> bool:
    link, opened_at = session.get("link", (None, 0))
    view = current_app.view_functions.get(request.endpoint or "")
    if link is None or not hasattr(view, "for_participants"):
        return False
    if time.time() - opened_at > LINK_SECONDS:
        close_link()
        return False
    try:
        found = bus().ask(identity.resume_link, link=link, client=client())
    except Refusal as refusal:
        if refusal.status != GONE:
            raise
        close_link()
        return False
    g.token = found["token"]
    language = session.get("language") or found["language"]
    g.visitor = Visitor(found["person_id"], None, found["name"], language, frozenset({PARTICIPANT}))
    return True


def require_sign_in(app: Flask) -> ResponseReturnValue | None:
    if g.visitor is not None or request.endpoint is None or is_public(app, request.endpoint):
        return None
    if is_api(request):
        raise SignInRequired()
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=wanted))


def _earlier_changes() -> list[tuple[str, str]]:
    """From the cookie, or from the header of a program that wants to read its own writes."""
    if is_api(request):
        header = request.headers.get("After-Change", "")
        return [(kind, key) for kind, _, key in (part.strip().partition("/") for part in header.split(",")) if key][:50]
    changed_at, changes = session.get("changes", (0, []))
    return [tuple(change) for change in changes] if time.time() - changed_at < REMEMBER_SECONDS else []


def remember_changes(response: Response) -> Response:
    changes = g.get("changes")
    if not changes:
        return response
    if is_api(request):
        response.headers["Last-Change"] = ", ".join(f"{kind}/{key}" for kind, key in changes[-20:])
    else:
        session["changes"] = (time.time(), [list(change) for change in changes[-20:]])
    return response


def local_path(target: str | None) -> str | None:
    """`target` when it leads to a page of ours, for coming back after signing in.

    Line breaks and tabs, which a browser drops from an address, are in none of ours.
    """
    return target if target and LOCAL_PATH.fullmatch(target) and target.isprintable() else None


def install(app: Flask) -> None:
    app.before_request(resume)
    app.before_request(lambda: require_sign_in(app))
    app.after_request(remember_changes)
