"""What the tests of the pages look for is found where it is."""

from collections.abc import Callable, Iterable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from services.gateway.app import CONTENT_SECURITY_POLICY
from tests.browser import looking
from tests.browser.browsing import NARROW, resize, watched

ADDRESS = "http://city.example/"
SOUND = "<main><h1>Groepen</h1><label for='q'>Naam</label><input id='q'><p>Zestien plaatsen.</p></main>"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with watched(chromium) as context:
        yield context.new_page()


def show(page: Page, body: str, language: str = "nl") -> None:
    page.set_content(f"<!doctype html><html lang='{language}'><title>Groepen</title><body>{body}</body></html>")


def in_the_content(page: Page) -> Iterable[str]:
    return looking.wrong_in_the_content(looking.read(page), "nl")


def test_nothing_is_wrong_with_a_sound_page(page: Page) -> None:
    show(page, SOUND)
    resize(page, NARROW)
    assert [*in_the_content(page), *looking.too_wide(page), *looking.inaccessible(page)] == []


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("<h1>Nog een</h1>", "it has 2 main headings: ['Groepen', 'Nog een']"),
        ("<p id='q'></p>", "the id q stands there 2 times"),
        ("<label for='nothing'>Naam</label>", "a label is for nothing, which is not there"),
        ("<p>in training_day</p>", "it shows 'training_day' in 'in training_day'"),
        ("<p title='%(num)s mensen'></p>", "it shows '%(num)' in '%(num)s mensen'"),
        ("<input value='None, Noord'>", "it shows nothing as 'None, Noord'"),
        ("<p>Sign out</p>", "it says in English: 'Sign out'"),
        ("<p>3 people have been invited.</p>", "it says in English: '3 people have been invited.'"),
    ],
)
def test_what_is_wrong_in_the_content_is_found(page: Page, body: str, complaint: str) -> None:
    show(page, SOUND + body)
    assert [*in_the_content(page)] == [complaint]


def test_an_id_of_ours_in_the_text_is_found(page: Page) -> None:
    shown = "01a1fb65-113a-736b-99fa-ab0157b41301"
    show(page, f"{SOUND}<p>Groep {shown}</p>")
    assert [*in_the_content(page)] == [f"it shows '{shown}' in 'Groep {shown}'"]


def test_a_wrong_language_is_found(page: Page) -> None:
    show(page, SOUND, language="en")
    assert [*in_the_content(page)] == ["it says that its language is en"]


def test_what_is_wider_than_the_window_is_found(page: Page) -> None:
    show(page, f"{SOUND}<div id='wide' style='width: 500px'>.</div>")
    resize(page, NARROW)
    [found] = looking.too_wide(page)
    assert found.startswith("500 px wide" if "500 px" in found else "508 px wide")
    assert 'id="wide"' in found


def test_what_cannot_be_perceived_is_found(page: Page) -> None:
    show(page, f"{SOUND.replace('</main>', '')}<img src='data:,'></main>")
    assert any(found.startswith("image-alt") for found in looking.inaccessible(page))


AT_390 = "<style>.narrow { display: none } @media (max-width: 400px) { .narrow { display: block } RULE }</style>"


@pytest.mark.parametrize(
    ("rule", "body", "complaint"),
    [
        (".city { color: #ccc }", "<p class='city'>Rotterdam</p>", "color-contrast"),
        ("", "<div class='narrow'><input></div>", "label"),
        (".city { display: none }", "<button><span class='city'>Rotterdam</span></button>", "button-name"),
        (".city { width: 9px; overflow: hidden }", "<button class='city'>x</button> " * 3, "target-size"),
    ],
)
def test_what_cannot_be_perceived_in_a_narrow_window_is_found_when_the_wide_one_is_sound(
    page: Page, rule: str, body: str, complaint: str
) -> None:
    show(page, AT_390.replace("RULE", rule) + SOUND.replace("</main>", f"{body}</main>"))
    assert [*looking.inaccessible(page)] == []
    resize(page, NARROW)
    assert [found.partition(":")[0] for found in looking.inaccessible(page)] == [complaint]


def answering(status: int, body: str, kind: str = "text/html") -> Callable[[Route], None]:
    headers = {"Content-Type": kind, "Content-Security-Policy": CONTENT_SECURITY_POLICY}
    return lambda route: route.fulfill(status=status, headers=headers, body=body)


@pytest.mark.parametrize(
    ("status", "body", "complaint"),
    [
        (200, "<script src='/thrown.js'></script>", "script:.*out of paper"),
        (200, "<script src='/told.js'></script>", "console: out of ink"),
        (200, "<p style='color: red'>.</p>", "Content Security Policy"),
        (200, "<script>1</script>", "Content Security Policy"),
        (200, "<img alt='' src='/missing.png'>", "404: GET"),
        (500, "Oh.", "500: GET"),
    ],
)
def test_what_goes_wrong_in_the_browser_fails_a_test(chromium: Browser, status: int, body: str, complaint: str) -> None:
    with pytest.raises(AssertionError, match=complaint):
        open_one(chromium, status, body)


def test_a_refusal_is_no_fault(chromium: Browser) -> None:
    open_one(chromium, 422, "Not right yet.")


def open_one(chromium: Browser, status: int, body: str) -> None:
    with watched(chromium) as context:
        context.route(ADDRESS, answering(status, body))
        context.route("**/missing.png", answering(404, ""))
        context.route("**/thrown.js", answering(200, "throw new Error('out of paper')", "text/javascript"))
        context.route("**/told.js", answering(200, "console.error('out of ink')", "text/javascript"))
        context.new_page().goto(ADDRESS)
