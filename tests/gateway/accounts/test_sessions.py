import pytest

from tests.gateway.visiting import PASSWORD, Browser

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0"


@pytest.fixture
def member(sign_in):
    return sign_in("trainer", name="Femke Smit")


@pytest.fixture
def elsewhere(city, member):
    browser = Browser(city.url)
    browser.http.headers["User-Agent"] = FIREFOX
    browser.submit("/sign-in", email=member.email, password=PASSWORD)
    return browser


def test_everybody_sees_where_they_are_signed_in_and_ends_one_of_them(member, elsewhere):
    page = member.open("/account")
    assert "python-requests This one" in page.main
    assert "Sign out there Firefox, Windows" in page.main
    [session] = [
        one for one in member.api("GET", "/account/sessions")["sessions"] if one["device"] == "Firefox, Windows"
    ]
    after = member.send(page, f"/account/sessions/{session['id']}/end")
    assert "Signed out there." in after.main
    assert "Firefox, Windows" not in after.main
    assert elsewhere.open("/account").path == "/sign-in"


def test_all_others_end_at_once(member, elsewhere):
    page = member.submit("/account", "/account/sessions/end-others")
    assert "You are signed out everywhere else." in page.main
    assert elsewhere.open("/account").path == "/sign-in"
    assert member.open("/account").path == "/account"


def test_the_session_of_somebody_else_can_not_be_ended(member, sign_in):
    other = sign_in("trainer", name="Other Smit")
    [session] = [one for one in other.api("GET", "/account/sessions")["sessions"] if one["current"]]
    assert member.api.try_("DELETE", f"/account/sessions/{session['id']}").status_code == 404
    assert other.api("GET", "/account/sessions")["sessions"]


def test_a_language_is_saved_on_ones_page(member):
    page = member.submit("/account", "/account/language", language="nl")
    assert page.path == "/account"
    assert '<html lang="nl"' in page.html
    refused = member.send(page, "/account/language", language="xx")
    assert refused.status == 422
