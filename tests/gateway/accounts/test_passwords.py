import pytest

from shared.contracts import identity
from tests.gateway.visiting import PASSWORD, Browser, add_person

NEW = "another sentence, just as long"


@pytest.fixture
def member(sign_in):
    return sign_in("trainer", name="Daan Visser")


@pytest.fixture
def link(city):
    """The address that stands in the mail."""

    def made(person_id, purpose="password_reset"):
        token = city.caller(identity.issue_token, person_id=person_id, purpose=purpose).data["token"]
        return f"/{'reset' if purpose == 'password_reset' else 'invitation'}/{token}"

    return made


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(anybody, member):
    for email in (member.email, "nobody@rotterdam.example"):
        page = anybody.submit("/reset", email=email)
        assert page.status == 200
        assert f"If {email} is known here, a link is on its way." in page.main


def test_a_reset_link_sets_a_password_signs_in_and_ends_all_other_sessions(anybody, member, link):
    path = link(member.id)
    page = anybody.open(path)
    assert member.email in page.main
    assert anybody.send(page, password=NEW).path == "/"
    assert anybody.open("/account").status == 200
    assert member.open("/account").path == "/sign-in"
    again = Browser(anybody.url).open(path)
    assert again.status == 410
    assert "This link does not work any more" in again.main
    assert "/reset" in again.links


@pytest.mark.parametrize("path", ["/reset/no-such-token", "/invitation/no-such-token"])
def test_a_link_that_was_never_given_out_is_a_friendly_page(anybody, path):
    page = anybody.open(path)
    assert page.status == 410
    assert "Ask your coordinator to invite you again." in page.main


def test_a_newer_link_replaces_the_one_before(anybody, member, link):
    first, second = link(member.id), link(member.id)
    assert anybody.open(first).status == 410
    assert anybody.open(second).status == 200


def test_a_weak_password_is_refused_with_the_reason(anybody, member, link):
    page = anybody.submit(link(member.id), password="short")
    assert page.status == 422
    assert page.errors == ["Use at least 12 characters"]
    assert anybody.send(page, password=f"{member.email.split('@')[0]} is me").errors == [
        "Do not use a part of your e-mail address"
    ]
    assert anybody.send(page, password="demo-trainer-1234").errors == [
        "This password is known to everybody. Choose another one"
    ]


def test_an_invitation_makes_an_account_in_the_language_of_the_invited(city, coordinator, link):
    person_id = add_person(coordinator, "Nieuwe Collega", language="nl")
    browser = Browser(city.url, language="en")
    page = browser.open(link(person_id, "invitation") + "?next=/account")
    assert '<html lang="nl"' in page.html
    assert "Nieuwe Collega" in page.main
    assert browser.send(page, password=NEW).path == "/account"


def test_the_password_is_changed_by_who_knows_it(member, city):
    elsewhere = Browser(city.url)
    elsewhere.submit("/sign-in", email=member.email, password=PASSWORD)
    wrong = member.submit("/account/password", current="not this one", new=NEW)
    assert wrong.status == 422
    assert wrong.errors == ["This is not your password"]
    changed = member.send(wrong, current=PASSWORD, new=NEW)
    assert changed.path == "/account"
    assert "Your password has been changed." in changed.main
    assert elsewhere.open("/account").path == "/sign-in"
    assert Browser(city.url).submit("/sign-in", email=member.email, password=PASSWORD).status == 401
    assert Browser(city.url).submit("/sign-in", email=member.email, password=NEW).path == "/"
