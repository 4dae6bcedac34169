"""Using the pages as a browser does, without one, and the API as a program does.

page = coordinator.open("/programmes")
page = coordinator.submit(f"/programmes/{id}/vision", vision="People who disagree keep talking.")
programme = coordinator.api("GET", f"/programmes/{id}")
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from html.parser import HTMLParser
from typing import Any
from uuid import UUID, uuid4

import requests
from itsdangerous import URLSafeTimedSerializer
from requests import Response

from shared.contracts import identity
from tests.city import City

PASSWORD = "a long sentence that only tests know"
SECONDS = 15

Values = list[tuple[str, str]]


@dataclass
class Form:
    """A form as it stands in a page; `values` are what a browser would send, hidden fields included."""

    action: str | None
    method: str
    values: Values = field(default_factory=list)

    def value(self, name: str) -> str | None:
        return next((value for known, value in self.values if known == name), None)

    def filled_in(self, typed: dict[str, Any]) -> Values:
        """What `typed` leaves out stays as it is; a list ticks several, None leaves the field out."""
        kept = [(name, value) for name, value in self.values if name not in typed]
        for name, value in typed.items():
            several = value if isinstance(value, (list, tuple)) else () if value is None else (value,)
            kept += [(name, str(each)) for each in several]
        return kept


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._text: tuple[str, list[str]] | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.found.append(Form(given.get("action"), (given.get("method") or "get").lower()))
        elif tag == "textarea":
            self._text = (given["name"] or "", [])
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and "selected" in given and self._select:
            self.found[-1].values.append((self._select, given.get("value") or ""))
        elif tag == "input" and given.get("name"):
            is_choice = given.get("type") in ("checkbox", "radio")
            if given.get("type") not in ("submit", "file") and (not is_choice or "checked" in given):
                self.found[-1].values.append((given["name"] or "", given.get("value") or ""))

    def handle_data(self, data: str) -> None:
        if self._text:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text:
            # A browser drops the line break that directly follows the tag.
            self.found[-1].values.append((self._text[0], re.sub(r"\A\r?\n", "", "".join(self._text[1]))))
            self._text = None
        elif tag == "select":
            self._select = None


@dataclass(frozen=True)
class Page:
    """A page that was answered. `path` is where it was found in the end, after redirects."""

    answer: Response

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def path(self) -> str:
        return requests.utils.urlparse(self.answer.url).path

    @property
    def html(self) -> str:
        return self.answer.text

    @cached_property
    def main(self) -> str:
        """What a reader sees of the page's own part, blanks set right."""
        part = self.html.partition("<main")[2].partition("</main>")[0].partition(">")[2]
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", part)).split())

    @cached_property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.html, re.DOTALL)
        return " ".join(unescape(found[1]).split()) if found else ""

    @cached_property
    def errors(self) -> list[str]:
        """What the summary at the top complains about, without the name of the field."""
        part = self.html.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
        part = re.sub(r'<span class="app-about">.*?</span>', "", part)
        return [
            " ".join(unescape(re.sub(r"<[^>]+>", " ", each)).split()) for each in re.findall(r"<li>(.*?)</li>", part)
        ]

    @cached_property
    def links(self) -> list[str]:
        return [unescape(href) for href in re.findall(r'<a [^>]*href="([^"]+)"', self.html)]

    @cached_property
    def forms(self) -> list[Form]:
        parser = _Forms()
        parser.feed(self.html)
        return parser.found

    def form(self, action: str | None = None) -> Form:
        """The form that is posted to `action`; without one, the form that is posted to its own page."""
        found = [form for form in self.forms if form.method == "post" and form.action == action]
        assert found, f"{self.path} has no form for {action or 'itself'}: {self.main[:500]}"
        return found[0]


def http_session(language: str) -> requests.Session:
    session = requests.Session()
    session.trust_env = False  # requests would look for proxies and passwords anew for each request
    session.headers["Accept-Language"] = language
    return session


class Browser:
    """Keeps cookies, follows redirects."""

    def __init__(self, url: str, language: str = "en"):
        self.url = url
        self.http = http_session(language)

    def open(self, path: str, **query: Any) -> Page:
        return Page(self.http.get(self.url + path, params=query or None, timeout=SECONDS))

    def submit(self, path: str, action: str | None = None, /, **typed: Any) -> Page:
        """Opens the page at `path`, fills in its form and sends it."""
        return self.send(self.open(path), action, **typed)

    def send(self, page: Page, action: str | None = None, /, **typed: Any) -> Page:
        """Sends a form of a page that was opened before, as often as one likes."""
        form = page.form(action)
        target = self.url + action if action else page.answer.url
        return Page(self.http.post(target, data=form.filled_in(typed), timeout=SECONDS))


class Program:
    """Uses the API with a session token, and reads its own writes."""

    def __init__(self, url: str, session_token: str | None = None, language: str = "en"):
        self.url = f"{url}/api/v1"
        self.http = http_session(language)
        if session_token:
            self.http.headers["Authorization"] = f"Bearer {session_token}"

    def __call__(self, method: str, path: str, /, **data: Any) -> Any:
        """The answer; fails when it was refused."""
        answer = self.try_(method, path, **data)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def try_(self, method: str, path: str, /, key: str | None = None, **data: Any) -> Response:
        """The response, whatever it is. `key` is the idempotency key, a new one without."""
        sent: dict[str, Any] = {"params": data} if method == "GET" else {"json": data}
        headers = {} if method == "GET" else {"Idempotency-Key": key or str(uuid4())}
        answer = self.http.request(method, self.url + path, headers=headers, timeout=SECONDS, **sent)
        if "Last-Change" in answer.headers:
            self.http.headers["After-Change"] = answer.headers["Last-Change"]
        return answer


class Visitor(Browser):
    """Somebody with an account, signed in to the pages, and to the API by the same session."""

    def __init__(self, city: City, person_id: UUID, name: str, email: str, language: str):
        super().__init__(city.url, language)
        self.id, self.name, self.email = person_id, name, email
        self.api = Program(city.url, self.sign_in(), language)

    def sign_in(self) -> str:
        """Anew, as if in another browser. The token of the session, which opens the API too."""
        self.http.cookies.clear()
        page = self.open("/sign-in")
        filled_in = page.form().filled_in({"email": self.email, "password": PASSWORD})
        answer = self.http.post(page.answer.url, data=filled_in, timeout=SECONDS, allow_redirects=False)
        assert answer.is_redirect, Page(answer).main
        assert answer.headers["Location"] == "/"
        return session_token(self)


def session_token(browser: Browser) -> str:
    """What the cookie holds, which is signed but no secret to who has it."""
    [cookie] = browser.http.cookies
    _signed_by_us, session = URLSafeTimedSerializer("").loads_unsafe(cookie.value or "")
    return session["token"]


def sign_in(city: City, *roles: str, name: str, language: str = "en") -> Visitor:
    email = f"{name.lower().replace(' ', '.')}.{uuid4().hex[:8]}@rotterdam.example"
    account = {"name": name, "email": email, "language": language, "password": PASSWORD, "roles": list(roles)}
    made = city.caller(identity.register_account, **account)
    return Visitor(city, made.data["id"], name, email, language)


def add_person(by: Visitor, name: str, **more: Any) -> UUID:
    """Somebody without an account, by the API."""
    email = f"{name.lower().replace(' ', '.')}.{uuid4().hex[:8]}@rotterdam.example"
    return UUID(by.api("POST", "/people", name=name, email=email, **more)["id"])


def add_people(by: Visitor, names: Iterable[str], **more: Any) -> list[UUID]:
    return [add_person(by, name, **more) for name in names]
