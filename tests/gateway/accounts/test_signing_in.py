import pytest

from tests.gateway.visiting import PASSWORD, Browser


@pytest.fixture
def member(sign_in):
    """Somebody whose account no other test touches."""
    return sign_in("coordinator", name="Sanne Bakker")


def test_a_page_asks_to_sign_in_and_then_opens(anybody, member):
    asked = anybody.open("/people?q=Sanne")
    assert asked.path == "/sign-in"
    opened = anybody.send(asked, email=member.email.upper(), password=PASSWORD)
    assert opened.path == "/people"
    assert opened.answer.url.endswith("?q=Sanne")
    assert anybody.open("/sign-in").path == "/"


@pytest.mark.parametrize("target", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"])
def test_nobody_is_led_astray_by_signing_in(anybody, member, target):
    page = anybody.open("/sign-in", next=target)
    assert anybody.send(page, email=member.email, password=PASSWORD).answer.url == f"{anybody.url}/"


def test_a_wrong_password_and_an_unknown_address_look_the_same(anybody, member):
    for email in (member.email, "nobody@rotterdam.example"):
        page = anybody.submit("/sign-in", email=email, password="a wrong password")
        assert page.status == 401
        assert page.errors == ["The address or the password is not right."]
        assert page.form().value("email") == email
        assert page.form().value("password") == ""
        assert page.title.startswith("Error: Sign in")


def test_what_is_not_filled_in_is_said_at_its_field(anybody):
    page = anybody.submit("/sign-in", email="", password="")
    assert page.status == 422
    assert page.errors == ["Fill this in", "Fill this in"]


def test_after_five_wrong_passwords_one_has_to_wait_until_a_time_that_is_said(anybody, member):
    for _ in range(5):
        anybody.submit("/sign-in", email=member.email, password="a wrong password")
    page = anybody.submit("/sign-in", email=member.email, password=PASSWORD)
    assert page.status == 429
    assert page.errors[0].startswith("Too many attempts. You can try again at ")
    assert anybody.open("/people").path == "/sign-in"


def test_the_cookie_is_for_this_city_and_out_of_reach_of_scripts(city, member):
    browser = Browser(city.url)
    page = browser.open("/sign-in")
    form = page.form().filled_in({"email": member.email, "password": PASSWORD})
    answer = browser.http.post(f"{city.url}/sign-in", data=form, allow_redirects=False)
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"middleground-{city.settings.city}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie  # this city is reached by http


def test_signing_out_ends_it(member):
    assert member.open("/people").path == "/people"
    signed_out = member.submit("/", "/sign-out")
    assert signed_out.path == "/sign-in"
    assert "You have signed out." in signed_out.main
    assert member.open("/people").path == "/sign-in"


def test_a_form_without_its_token_is_refused_in_words(anybody, member):
    answer = anybody.http.post(f"{anybody.url}/sign-in", data={"email": member.email, "password": PASSWORD})
    assert answer.status_code == 400
    assert "This form was open for too long. Send it again." in answer.text


def test_a_form_of_another_session_is_refused(member, sign_in):
    other = sign_in("coordinator", name="Another Bakker")
    page = other.open("/people/new")
    member.open("/")
    answer = member.http.post(f"{member.url}/people/new", data=page.form().filled_in({"name": "X"}))
    assert answer.status_code == 400


def test_the_language_is_chosen_for_the_browser_and_kept_for_the_account(anybody, member):
    assert anybody.open("/language/nl?next=/help").path == "/help"
    assert '<html lang="nl"' in anybody.open("/sign-in").html
    member.open("/language/nl")
    member.sign_in()
    assert '<html lang="nl"' in member.open("/account").html
    assert '<html lang="nl"' in member.open("/language/xx").html


def test_a_program_signs_in_and_out(any_program, member):
    session = any_program("POST", "/session", email=member.email, password=PASSWORD)
    any_program.http.headers["Authorization"] = f"Bearer {session['session_token']}"
    devices = [one["device"] for one in any_program("GET", "/account/sessions")["sessions"]]
    assert devices[0] == "python-requests"
    any_program("DELETE", "/session")
    refused = any_program.try_("GET", "/account/sessions")
    assert (refused.status_code, refused.json()["code"]) == (401, "sign_in_required")


def test_a_program_hears_a_wrong_password_in_its_language(city, member):
    program = Browser(city.url).http
    program.headers["Accept-Language"] = "en"
    answer = program.post(f"{city.url}/api/v1/session", json={"email": member.email, "password": "wrong"})
    assert (answer.status_code, answer.json()["code"]) == (401, "wrong_sign_in")
    assert answer.json()["message"] == "The address or the password is not right."
