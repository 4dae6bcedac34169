from uuid import uuid4

import pytest

from shared.access import COORDINATOR
from tests.gateway.visiting import add_person

ADVICE = {
    "title": "How do you begin a talk on a divided square?",
    "text": "Two groups share it.\n\nThe middle stays away.",
    "theme": "group_dynamics",
}


def written(by, kind="advice", **changes) -> str:
    """The address of a new post, made by the API."""
    post = {**ADVICE, "kind": kind, **changes}
    return f"/network/posts/{by.api('POST', '/network/posts', **post)['id']}"


def shown_on(page) -> list[str]:
    """The posts on the board, in their order."""
    return [link for link in page.links if link.startswith("/network/posts/") and "/new" not in link]


# writing


def test_asking_for_advice_puts_it_on_the_board_with_its_author(member, another_member):
    page = member.submit("/network/posts/new?kind=advice", **ADVICE)
    assert page.status == 200
    assert page.path.startswith("/network/posts/")
    assert "It is on the board." in page.main
    assert page.title.startswith(ADVICE["title"])
    assert f"The middle stays away. {member.name}" in page.main
    board = another_member.open("/network")
    assert shown_on(board)[0] == page.path
    assert f"Request for advice {ADVICE['title']} {member.name}" in board.main


def test_sharing_an_experience_needs_no_theme(member):
    page = member.submit("/network/posts/new?kind=experience", title="The square on Sunday", text="We just sat there.")
    assert page.path.startswith("/network/posts/")
    assert "Experience" in page.main
    assert member.api("GET", page.path)["theme"] is None


@pytest.mark.parametrize("address", ["/network/posts/new", "/network/posts/new?kind=gossip"])
def test_without_a_kind_it_is_an_experience(member, address):
    assert member.open(address).title.startswith("Share an experience")


def test_each_form_asks_not_to_name_people(member):
    for address in ("/network/posts/new?kind=advice", "/network/posts/new?kind=experience", written(member)):
        assert "Write about situations, not about named people." in member.open(address).main


def test_a_post_without_text_is_refused_and_what_was_typed_stays(member):
    page = member.submit("/network/posts/new?kind=advice", title="Only a title", theme="identity")
    assert page.status == 422
    assert page.errors == ["Fill this in"]
    form = page.form()
    assert (form.value("title"), form.value("theme")) == ("Only a title", "identity")


@pytest.mark.parametrize(("field", "limit"), [("title", 120), ("text", 5_000)])
def test_what_is_too_long_is_refused_and_stays(member, field, limit):
    page = member.submit("/network/posts/new?kind=advice", **{**ADVICE, field: "x" * (limit + 1)})
    assert page.status == 422
    assert page.errors == [f"Use at most {limit} characters"]
    assert page.form().value(field) == "x" * (limit + 1)


def test_a_theme_that_does_not_exist_is_refused(member):
    page = member.submit("/network/posts/new?kind=advice", **{**ADVICE, "theme": "the_weather"})
    assert page.status == 422
    assert page.errors == ["Choose one of the options"]


def test_sending_a_post_twice_posts_it_once(member):
    page = member.open("/network/posts/new?kind=advice")
    first, second = (member.send(page, **ADVICE) for _ in range(2))
    assert first.path == second.path
    assert shown_on(member.open("/network")).count(first.path) == 1


def test_what_people_write_is_shown_as_they_typed_it(member):
    page = member.open(written(member, title="<b>Bold</b>", text="1 < 2 & <script>alert(1)</script>"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.html
    assert "<b>Bold</b>" not in page.html


# answering


def test_an_answer_stands_under_the_post_and_is_counted_on_the_board(member, another_member):
    address = written(member, title="Counting answers")
    page = another_member.submit(address, text="Begin with the football club.")
    assert page.path == address
    assert "Your answer has been posted." in page.main
    assert f"1 answer Begin with the football club. {another_member.name}" in page.main
    about_the_post = member.open("/network").main.partition("Counting answers")[2].partition("Request for advice")[0]
    assert "1 answer" in about_the_post


def test_an_empty_answer_is_refused(member):
    page = member.submit(written(member), text="  ")
    assert page.status == 422
    assert page.errors == ["Fill this in"]


def test_an_answer_that_is_too_long_is_refused_and_stays(member):
    page = member.submit(written(member), text="x" * 5_001)
    assert page.status == 422
    assert page.form().value("text") == "x" * 5_001


def test_sending_an_answer_twice_posts_it_once(member, another_member):
    page = another_member.open(written(member))
    for _ in range(2):
        page_after = another_member.send(page, text="Listen first.")
    assert page_after.main.count("Listen first.") == 1


def test_an_unknown_post_is_not_found(member):
    assert member.open(f"/network/posts/{uuid4()}").status == 404
    assert member.submit(written(member)).status == 422  # an empty answer, to a post that exists
    assert member.api.try_("POST", f"/network/posts/{uuid4()}/answers", text="To nobody").status_code == 404


# finding


def test_the_board_is_filtered_by_kind_theme_and_what_nobody_has_answered(member, another_member):
    answered = written(member, theme="prejudice")
    another_member.submit(answered, text="Ask the middle.")
    open_question = written(member, theme="prejudice")
    experience = written(member, "experience", theme="prejudice")
    assert shown_on(member.open("/network?theme=prejudice"))[:3] == [experience, open_question, answered]
    assert shown_on(member.open("/network?theme=prejudice&kind=experience"))[0] == experience
    assert open_question not in shown_on(member.open("/network?theme=prejudice&kind=experience"))
    unanswered = shown_on(member.open("/network?theme=prejudice&state=unanswered"))
    assert open_question in unanswered
    assert not {answered, experience} & set(unanswered)


def test_the_filter_shows_what_was_chosen(member):
    forms = member.open("/network?kind=advice&state=unanswered").forms
    filters = next(form for form in forms if form.method == "get" and form.action != "/search")
    assert dict(filters.values) == {"q": "", "kind": "advice", "theme": "", "area_id": "", "state": "unanswered"}


def test_a_filter_that_fits_nothing_says_so(member):
    page = member.open("/network?theme=stereotype")
    assert page.status == 200
    assert "Nothing on the board fits this filter." in page.main


@pytest.mark.parametrize(
    "nonsense", ["kind=gossip", "theme=the_weather", "state=perhaps", "area_id=nowhere", "page=many", "page=-1"]
)
def test_a_filter_that_does_not_exist_filters_nothing(member, nonsense):
    newest = written(member)
    assert shown_on(member.open(f"/network?{nonsense}"))[0] == newest


def test_the_board_is_paged_and_keeps_its_filter(join):
    busy = join()
    addresses = [written(busy, "experience", theme="social_change", title=f"Part {n}") for n in range(21)]
    first = busy.open("/network?theme=social_change")
    assert shown_on(first) == addresses[:0:-1]
    assert "/network?theme=social_change&page=2" in first.links
    assert shown_on(busy.open("/network?theme=social_change&page=2")) == addresses[:1]
    assert shown_on(busy.open("/network?theme=social_change&page=999999999999")) == []


# people


def test_what_a_removed_person_wrote_stays_without_their_name(member, join, coordinator):
    leaver = join()
    address = written(leaver, "experience", title="Written by somebody who was removed")
    member.submit(address, text="Thank you.")
    leaver.submit(address, text="You are welcome.")
    coordinator.api("DELETE", f"/people/{leaver.id}")
    page = member.open(address)
    assert page.main.count("The middle stays away. removed person") == 1
    assert page.main.count("You are welcome. removed person") == 1
    assert leaver.name not in page.main
    assert "Written by somebody who was removed removed person" in member.open("/network").main


@pytest.mark.parametrize("address", ["/network/posts/new?kind=advice", "post", "/network/profile", "/network/leave"])
def test_who_is_not_a_member_is_told_where_the_network_begins(member, stranger, invited, coordinator, address):
    address = written(member) if address == "post" else address
    for visitor in (stranger, invited, coordinator):
        page = visitor.open(address)
        assert page.status == 403
        assert "Only members of the network" in page.main
        assert "/network/join" in page.links
        assert ADVICE["title"] not in page.html


def test_who_is_not_a_member_can_not_write(member, stranger, coordinator):
    address = written(member)
    post = {**ADVICE, "kind": "advice"}
    for visitor in (stranger, coordinator):
        assert visitor.api.try_("POST", "/network/posts", **post).status_code == 403
        assert visitor.api.try_("POST", f"{address}/answers", text="Hello").status_code == 403
        assert visitor.api.try_("GET", address).status_code == 403
        assert visitor.api.try_("GET", "/network/posts").status_code == 403


def test_the_board_begins_at_the_invitation_for_who_is_not_a_member(stranger, invited):
    assert stranger.open("/network").path == "/network/join"
    assert invited.open("/network").path == "/network/join"


def test_a_coordinator_is_led_to_the_members(coordinator):
    page = coordinator.open("/network")
    assert page.path == "/network/members"
    assert "The board is the members' own." in page.main


def test_a_coordinator_who_joined_reads_the_board(city, invite, operator):
    both = invite()
    operator.api("PUT", f"/people/{both.id}/roles/{COORDINATOR}")
    both.api("PUT", "/network/membership", agreed=True, expertise=["strategy"])
    assert both.open("/network").path == "/network"


def test_the_network_is_for_who_has_signed_in(anybody, any_program):
    for address in ("/network", "/network/join", "/network/members", "/network/posts/new", "/network/leave"):
        assert anybody.open(address).path == "/sign-in"
    assert any_program.try_("GET", "/network/posts").status_code == 401


def test_the_board_through_the_api(member, another_member):
    made = member.api("POST", "/network/posts", kind="advice", title="By a program", text="Does it work?")
    another_member.api("POST", f"/network/posts/{made['id']}/answers", text="It does.")
    newest = member.api("GET", "/network/posts", kind="advice")["items"][0]
    assert (newest["title"], newest["answers"], newest["author_id"]) == ("By a program", 1, str(member.id))
    post = member.api("GET", f"/network/posts/{made['id']}")
    assert [answer["text"] for answer in post["given_answers"]] == ["It does."]
    refused = member.api.try_("POST", "/network/posts", kind="gossip", title="", colour="red")
    assert refused.status_code == 422
    assert set(refused.json()["fields"]) == {"kind", "title", "text", "colour"}


def test_somebody_without_an_account_has_no_part_in_it(coordinator, member):
    person_id = add_person(coordinator, "Nina Nobody")
    assert member.open(f"/network/members/{person_id}").status == 404
