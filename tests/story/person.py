"""Somebody at a browser of their own. Fields are found by their names, so that it works in every language."""

from datetime import date
from typing import Any, Protocol

from playwright.sync_api import BrowserContext, FilePayload, Locator, expect

from tests.browser.browsing import TIMEOUT
from tests.browser.pages import go, send

expect.set_options(timeout=TIMEOUT)


class Language(Protocol):
    """How our English texts are said where the story is told."""

    def say(self, text: str, **values: Any) -> str: ...

    def say_number(self, one: str, many: str, num: int) -> str: ...


class Person:
    def __init__(self, context: BrowserContext, url: str, name: str, language: Language):
        self.context, self.url, self.name, self.language = context, url, name, language
        self.page = context.new_page()
        self.main = self.page.locator("main")

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.url).partition("?")[0].partition("#")[0]

    def open(self, path: str) -> None:
        self.page.goto(path if path.startswith("http") else self.url + path)

    def follow(self, ending: str) -> None:
        """The first link of the page that leads to an address with this ending."""
        self.go(self.main.locator(f"a[href$='{ending}']").first)

    def go(self, to: Locator) -> None:
        """Clicks on a link or button, and waits for the page that comes."""
        go(self.page, to)

    def field(self, name: str) -> Locator:
        return self.main.locator(f"[name='{name}']")

    def fill_in(self, **fields: Any) -> None:
        for name, value in fields.items():
            if isinstance(value, date):
                self.fill_in_date(name, value.day, value.month, value.year)
            elif isinstance(value, list):
                for one in value:
                    self.main.locator(f"[name='{name}'][value='{one}']").check()
            elif isinstance(value, bool):
                self.field(name).set_checked(value)
            else:
                self._fill_in(self.field(name).first, str(value))

    def fill_in_date(self, name: str, day: int, month: int, year: int) -> None:
        self.fill_in(**{f"{name}-day": day, f"{name}-month": month, f"{name}-year": year})

    def _fill_in(self, field: Locator, value: str) -> None:
        kind = field.evaluate("field => field.type")
        if kind == "radio":
            self.fill_in(**{field.get_attribute("name") or "": [value]})
        elif kind == "select-one":
            field.select_option(value)
        else:
            field.fill(value)

    def pick(self, number: int = 0) -> None:
        """One of the people that were found."""
        self.main.locator("[name=person_id][type=radio]").nth(number).check()

    def upload(self, name: str, content: bytes) -> None:
        file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.main.locator("input[type=file]").set_input_files(file)

    def send(self, button: str = "", **fields: Any) -> None:
        """Fills in, and presses the main button, or the one with this name."""
        self.fill_in(**fields)
        if button:
            self.go(self.main.locator(f"button[name='{button}']").first)
        else:
            send(self.page)

    def tick(self, name: str, state: str) -> None:
        """How somebody attended, in their line of the record."""
        self.row(name).locator(f"input[value='{state}']").check()

    def press(self, action: str) -> None:
        """The button that sends its own small form to an address with this ending."""
        self.go(self.main.locator(f"form[action$='{action}'] button").first)

    def sees(self, text: str, *more: str, **values: Any) -> None:
        """Each is an English text of ours, shown in the reader's language, or something that people wrote."""
        for one in (text, *more):
            expect(self.main).to_contain_text(self.language.say(one, **values))

    def sees_number(self, one: str, many: str, num: int) -> None:
        expect(self.main).to_contain_text(self.language.say_number(one, many, num))

    def sees_not(self, text: str, **values: Any) -> None:
        expect(self.main).not_to_contain_text(self.language.say(text, **values))

    def sees_error(self, text: str, **values: Any) -> None:
        """In the summary at the top."""
        expect(self.main.locator(".govuk-error-summary")).to_contain_text(self.language.say(text, **values))

    def row(self, text: str) -> Locator:
        """The line of a table about somebody or something."""
        return self.main.locator("tr").filter(has_text=text)

    def is_at(self, ending: str) -> None:
        self.page.wait_for_url(lambda url: url.partition("?")[0].partition("#")[0].endswith(ending))

    def sign_in(self, email: str, password: str) -> None:
        self.open("/sign-in")
        self.send(email=email, password=password)
        self.sees("Welcome, %(name)s", name=self.name)
