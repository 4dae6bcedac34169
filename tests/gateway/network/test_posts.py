"""What one does with a post besides writing and answering it: each step on the page and by the API."""

import pytest

from shared.access import SUPPORT
from tests.gateway.network.test_board import ADVICE, written

KINDS = {
    "experience": "Share an experience",
    "advice": "Ask for advice",
    "concern": "Voice a concern",
    "question": "Ask a question",
}


@pytest.fixture(scope="module")
def helper(join):
    """Knows of what nobody else here does, so that they are asked."""
    return join(expertise=["faith"])


@pytest.fixture(scope="session")
def support(sign_in):
    return sign_in(SUPPORT, name="Sam Support")


# kinds


@pytest.mark.parametrize(("kind", "title"), KINDS.items())
def test_each_kind_has_a_form_with_words_of_its_own(member, kind, title):
    assert f"/network/posts/new?kind={kind}" in member.open("/network").links
    page = member.open(f"/network/posts/new?kind={kind}")
    assert page.title.startswith(title)
    assert ("What should somebody know about?" in page.main) is (kind == "advice")


# a gentle check


@pytest.mark.parametrize("naming", ["Call 06 12345678", "Mail a.person@school.example"])
def test_what_looks_like_a_person_is_asked_about_and_goes_through_when_sent_again(member, naming):
    page = member.submit("/network/posts/new?kind=concern", title="Somebody", text=naming)
    assert page.status == 200
    assert "Does this name somebody?" in page.main
    assert naming.split(" ", 1)[1] in page.main
    assert page.form().value("text") == naming
    again = member.send(page)
    assert "It is on the board." in again.main


def test_the_name_of_a_colleague_is_asked_about_in_an_answer_and_ones_own_is_not(member, another_member):
    address = written(member)
    page = another_member.submit(address, text=f"Ask {member.name}. Regards, {another_member.name}")
    assert "Does this name somebody?" in page.main
    found = another_member.api("POST", "/network/namings", text=f"{member.name}, {another_member.name}")["found"]
    assert [each["words"] for each in found] == [member.name]


# changing and deleting


def test_what_was_changed_says_so(member, another_member):
    address = written(member)
    page = member.submit(f"{address}/edit", text="It is about the square alone.")
    assert page.path == address
    assert "(edited)" in another_member.open(address).main
    assert another_member.open(f"{address}/edit").status == 403


def test_deleting_asks_first_and_takes_the_answers_along(member, another_member):
    address = written(member)
    another_member.submit(address, text="Begin small.")
    assert "What others answered goes with it." in member.open(f"{address}/delete").main
    assert member.submit(f"{address}/delete").path == "/network"
    assert another_member.open(address).status == 404


def test_an_answer_is_replied_to_changed_and_deleted(member, another_member):
    address = written(member, "question")
    answer = another_member.api("POST", f"{address}/answers", text="Begin small.")["id"]
    page = member.submit(f"{address}/answers/{answer}/reply", text="How small?")
    assert "Your reply has been posted." in page.main
    assert "How small?" in page.main
    page = another_member.submit(f"{address}/answers/{answer}/edit", text="Begin very small.")
    assert "Begin very small." in page.main
    assert "1 answer" in another_member.open(address).main
    another_member.submit(f"{address}/answers/{answer}/delete")
    assert "No answer yet" in member.open(address).main


# what helped, what was used, what is followed


def test_who_asked_says_which_answer_helped_and_can_take_it_back(member, another_member):
    address = written(member, "question")
    answer = another_member.api("POST", f"{address}/answers", text="Begin small.")["id"]
    assert f"{address}/accept" not in [form.action for form in another_member.open(address).forms]
    page = member.submit(address, f"{address}/accept")
    assert "This helped" in page.main
    assert member.api("GET", address)["accepted_id"] == answer
    assert address in member.open("/network?state=accepted").links
    member.submit(address, f"{address}/accept")
    assert member.api("GET", address)["accepted_id"] is None


def test_whoever_used_it_says_how_and_it_is_counted(member, another_member):
    address = written(member, "experience")
    page = another_member.submit(address, f"{address}/use", how="With two schools.")
    assert "Used 1 time With two schools." in page.main
    assert "How did you use it? Fill this in." in another_member.submit(address, f"{address}/use", how=" ").main
    another_member.submit(address, f"{address}/use/withdraw")
    assert member.api("GET", address)["reuses"] == 0
    assert "I used this" not in member.open(address).main


def test_posts_and_themes_are_followed_and_found_together(another_member, member):
    address = written(member, title="To be followed", theme="exclusion")
    another_member.submit(address, f"{address}/follow")
    another_member.submit("/network/following", "/network/themes/exclusion/follow")
    page = another_member.open("/network/following")
    assert address in page.links
    assert address in another_member.open("/network?state=followed").links
    another_member.submit("/network/following", f"{address}/follow")
    another_member.submit(address, "/network/themes/exclusion/follow")
    assert another_member.api("GET", "/network/following") == {"themes": [], "posts": []}


# advice


def test_who_knows_of_it_is_asked_and_may_say_not_now(member, helper):
    address = written(member, expertise="faith", title="Before the feast")
    assert "colleague asks for your advice" in helper.open("/network").main.replace("colleagues ask", "colleague asks")
    page = helper.open("/network/asked")
    assert "Before the feast" in page.main
    page = helper.submit("/network/asked", f"{address}/not-now")
    assert "Somebody else is asked now." in page.main
    assert "Before the feast" not in page.main
    assert helper.api.try_("DELETE", f"/network/asked/{address.rsplit('/', 1)[1]}").ok, "twice is once"


def test_who_is_too_busy_is_asked_nothing_until_they_say_so(member, helper):
    assert "You are asked nothing new for now." in helper.submit("/network/asked", "/network/asked/rest").main
    written(member, expertise="faith", title="While they rest")
    assert "While they rest" not in helper.open("/network/asked").main
    assert "Do not ask me for now" in helper.submit("/network/asked", "/network/asked/return").main


# what is reported


def test_what_is_reported_is_hidden_with_a_reason_and_comes_back_when_it_is_changed(
    member, another_member, coordinator
):
    address = written(member, "concern", title="About one man", text="You know which one.")
    post_id = address.rsplit("/", 1)[1]
    page = another_member.submit(f"{address}/report/{post_id}", reason="names_a_person")
    assert "nobody learns that it was you" in page.main
    page = coordinator.open("/network/reports")
    assert "About one man" in page.main
    assert another_member.name not in page.main
    page = coordinator.submit(f"/network/reports/{post_id}", reason="names_a_person")
    assert "It is hidden. Its author knows why, and can correct it." in page.main
    assert another_member.open(address).status == 404
    page = member.open(address)
    assert "Others do not see this now" in page.main
    assert "It names a person" in page.main
    assert "It is shown again." in member.submit(f"{address}/edit", text="About a feeling.").main
    assert another_member.open(address).status == 200


def test_the_author_asks_for_a_second_look_by_somebody_else(member, another_member, coordinator, support):
    address = written(member, "concern", title="Worth a second look")
    post_id = address.rsplit("/", 1)[1]
    another_member.api("POST", "/network/reports", subject_id=post_id, reason="not_for_here")
    decision = {"decision": "hidden", "reason": "not_for_here"}
    coordinator.api("POST", f"/network/reports/{post_id}/decision", **decision)
    assert "Somebody else will look at it." in member.submit(address, f"{address}/second-look/{post_id}").main
    assert "Somebody else decides about this" in coordinator.open(f"/network/reports/{post_id}").main
    looking = f"/network/reports/{post_id}"
    page = support.submit(looking, f"{looking}/second-look", show="yes")
    assert "It is shown again." in page.main
    assert another_member.open(address).status == 200


def test_that_nothing_is_wrong_needs_no_reason_and_hiding_does(member, another_member, coordinator):
    address = written(member, "concern", title="Nothing wrong here")
    post_id = address.rsplit("/", 1)[1]
    another_member.api("POST", "/network/reports", subject_id=post_id, reason="not_for_here")
    page = coordinator.submit(f"/network/reports/{post_id}")
    assert page.status == 422
    page = coordinator.send(page, keep="yes")
    assert "It stays as it is." in page.main
    assert another_member.open(address).status == 200


def test_the_board_itself_stays_the_members_own(coordinator, support, member):
    address = written(member, "concern", title="Not reported")
    for visitor in (coordinator, support):
        assert visitor.open(f"/network/reports/{address.rsplit('/', 1)[1]}").status == 404
        assert visitor.open(address).status == 403
    assert member.open("/network/reports").status == 403
    assert ADVICE["title"] not in coordinator.open("/network/reports").main
