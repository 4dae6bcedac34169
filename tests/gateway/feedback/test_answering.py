import re
from html import unescape

import pytest

from tests.gateway.test_statement_counts import MOST
from tests.gateway.visiting import Browser, Page

QUESTIONS = 22
COMMENT = "The role play.\n\nAnd the break."


def started(browser: Browser, link: str) -> Page:
    return browser.send(browser.open(link), go="next")


def answered(browser: Browser, link: str, **typed: object) -> Page:
    """All answers in, standing on the page where they are checked."""
    page = started(browser, link)
    for _ in range(QUESTIONS):
        name = asked_on(page)
        page = browser.send(page, go="next", **({f"a-{name}": typed[name]} if name in typed else {}))
    assert page.title.startswith("Check your answers")
    return page


def asked_on(page: Page) -> str:
    """The code of the question that this page asks."""
    found = re.search(r'<(?:input class="[^"]+" id="[^"]+"|textarea[^>]*) name="a-(\w+)"', page.html)
    assert found, page.main
    return found[1]


# the way through


def test_it_begins_by_saying_what_becomes_of_the_answers(anybody, link):
    page = anybody.open(link)
    assert page.status == 200
    assert "22 questions, about 6 minutes." in page.main
    assert "Your answers are anonymous" in page.main
    assert "only if at least five people answered. To more delicate questions it takes ten." in page.main
    assert "in random order, each answer apart" in page.main
    assert "A coordinator reads open answers before anybody else does." in page.main
    assert "only your link opens it" in page.main
    assert "You can answer until" in page.main


def test_one_question_a_page_then_a_check_then_thanks(anybody, link):
    page = started(anybody, link)
    titles = []
    for number in range(1, QUESTIONS + 1):
        assert f"Question {number} of 22" in page.main
        titles.append(page.title)
        page = anybody.send(page, go="next", **({"a-recommend": 9} if number == 1 else {}))
    assert len(set(titles)) == QUESTIONS
    assert page.title.startswith("Check your answers")
    assert "9 of 10" in page.main
    page = anybody.send(page, go="send")
    assert page.path == "/feedback/thanks"
    assert "Thank you for your feedback" in page.main


def test_answers_travel_along_to_the_check_as_they_were_given(anybody, link):
    page = answered(anybody, link, recommend=8, map=7, needs=["training", "expertise"], what_helped=COMMENT)
    assert "Would you recommend this course to a colleague? 8 of 10" in page.main
    assert "What do you still need to go on with this? Further training Expertise" in page.main
    assert "I notice when an us-and-them story is starting. No answer" in page.main
    assert COMMENT in unescape(page.html).replace("\r\n", "\n")


def test_going_back_keeps_what_was_given(anybody, link):
    page = anybody.send(started(anybody, link), go="next", **{"a-recommend": 6})
    page = anybody.send(page, go="next", **{"a-relevance": 4})
    page = anybody.send(page, go="back")
    assert asked_on(page) == "relevance"
    assert page.form().value("a-relevance") == "4"
    page = anybody.send(page, go="back")
    assert asked_on(page) == "recommend"
    assert page.form().value("a-recommend") == "6"
    assert page.form().value("a-relevance") == "4"


def test_an_answer_is_changed_from_the_check_and_leads_back_to_it(anybody, link):
    page = answered(anybody, link, recommend=8, what_helped=COMMENT)
    page = anybody.send(page, change=1)
    assert asked_on(page) == "recommend"
    assert page.form().value("a-recommend") == "8"
    page = anybody.send(page, go="next", **{"a-recommend": 10})
    assert page.title.startswith("Check your answers")
    assert "10 of 10" in page.main
    assert "The role play." in page.main


def test_what_is_required_is_asked_again_at_once(anybody, link):
    page = anybody.send(started(anybody, link), go="next")
    assert page.status == 422
    assert page.errors == ["Fill this in"]
    assert page.title.startswith("Error: Would you recommend")
    assert asked_on(anybody.send(page, go="next", **{"a-recommend": 0})) == "relevance"


def test_a_required_answer_can_not_be_emptied_from_the_check(anybody, link):
    page = anybody.send(answered(anybody, link, recommend=8), change=1)
    page = anybody.send(page, go="next", **{"a-recommend": None})
    assert page.status == 422
    page = anybody.send(page, go="next", **{"a-recommend": 7})
    assert page.title.startswith("Check your answers")


def test_the_questions_are_asked_in_the_readers_language(city, link):
    page = started(Browser(city.url, "nl"), link)
    assert page.title.startswith("Zou u deze ")


# bad input


def test_a_comment_that_is_too_long_comes_back_with_everything_kept(anybody, link):
    page = answered(anybody, link, recommend=8, needs=["training"], what_helped="x" * 2_001)
    page = anybody.send(page, go="send")
    assert page.status == 422
    assert page.errors == ["Use at most 2000 characters"]
    assert page.form().value("a-what_helped") == "x" * 2_001
    page = anybody.send(page, go="next", **{"a-what_helped": "Shorter."})
    assert "8 of 10" in page.main
    assert "Shorter." in page.main
    assert anybody.send(page, go="send").path == "/feedback/thanks"


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("recommend", "11", "Enter a number of at most 10"),
        ("recommend", "²", "Enter a whole number"),
        ("recommend", "9" * 5_000, "Enter a whole number"),
        ("recommend", "very", "Enter a whole number"),
        ("needs", ["money"], "Choose one of the options"),
    ],
)
def test_an_answer_that_does_not_fit_is_asked_again(anybody, link, name, typed, sentence):
    page = answered(anybody, link, **{"recommend": 8, name: typed})
    page = anybody.send(page, go="send")
    assert page.status == 422
    assert page.errors == [sentence]
    assert asked_on(page) == name


@pytest.mark.parametrize("step", ["-5", "0", "999", "many", ""])
def test_a_step_that_does_not_exist_leads_to_one_that_does(anybody, link, step):
    for go in ("next", "back", "nowhere"):
        page = anybody.send(anybody.open(link), step=step, go=go)
        assert page.status == 200
        assert page.title


def test_sending_without_having_answered_asks_what_is_required(anybody, link):
    page = anybody.send(anybody.open(link), go="send")
    assert page.status == 422
    assert asked_on(page) == "recommend"


# stopping and going on


def test_who_stopped_goes_on_with_the_same_link_in_another_browser(city, anybody, link):
    page = anybody.send(started(anybody, link), go="next", **{"a-recommend": 6})
    page = anybody.send(page, go="next", **{"a-relevance": 4})
    asked = asked_on(page)
    elsewhere = Browser(city.url)
    page = elsewhere.open(link)
    assert "You began before: go on where you stopped." in page.main
    page = elsewhere.send(page, go="resume")
    assert asked_on(page) == asked
    assert page.form().value("a-recommend") == "6"
    page = elsewhere.send(page, go="back")
    assert asked_on(page) == "relevance"
    assert page.form().value("a-relevance") == "4"


def test_who_had_answered_everything_goes_on_with_the_check(anybody, link):
    answered(anybody, link, recommend=8, needs=["training", "expertise"], what_helped=COMMENT)
    page = anybody.send(anybody.open(link), go="resume")
    assert page.title.startswith("Check your answers")
    assert "8 of 10" in page.main
    assert "Further training Expertise" in page.main
    assert anybody.send(page, go="send").path == "/feedback/thanks"


def test_who_begins_again_begins_with_nothing(anybody, link):
    answered(anybody, link, recommend=8)
    page = anybody.send(anybody.open(link), go="afresh")
    assert asked_on(page) == "recommend"
    assert page.form().value("a-recommend") != "8"
    assert "You began before" not in anybody.open(link).main


def test_going_on_without_having_begun_begins(anybody, link):
    assert asked_on(anybody.send(anybody.open(link), go="resume")) == "recommend"


def test_who_only_looks_leaves_no_draft(anybody, link):
    started(anybody, link)
    assert "You began before" not in anybody.open(link).main


def test_a_question_needs_at_most_ten_statements(anybody, link, statements):
    page = started(anybody, link)
    found = statements.of(lambda: anybody.send(page, go="next", **{"a-recommend": 6}), asks="feedback.questionnaire")
    assert len(found) <= MOST, "\n".join(map(str, found))


# links that lead no further


def test_a_link_is_good_once(anybody, link):
    page = answered(anybody, link, recommend=8)
    assert anybody.send(page, go="send").path == "/feedback/thanks"
    for again in (anybody.open(link), anybody.send(page, go="send")):
        assert again.status == 409
        assert "With this link the questions were answered before. Thank you." in again.main


@pytest.mark.parametrize("token", ["nothing", "A" * 64, "a" * 2_000, "%00", "é"])
def test_an_unknown_link_says_so(anybody, token):
    page = anybody.open(f"/feedback/{token}")
    assert page.status == 404
    assert "This link does not work" in page.main


def test_a_link_of_a_closed_survey_says_so_also_to_who_is_half_way(anybody, short_survey):
    half_way = anybody.send(started(anybody, short_survey.link), go="next", **{"a-recommend": 8})
    short_survey.close()
    for page in (anybody.open(short_survey.link), anybody.send(half_way, go="next")):
        assert page.status == 410
        assert "This survey has closed Thank you for wanting to answer." in page.main


def test_when_the_services_do_not_answer_the_answers_stay_in_the_form(anybody, link, city):
    page = answered(anybody, link, recommend=8, needs=["training", "expertise"], what_helped=COMMENT)
    city.services.freeze()
    try:
        page = anybody.send(page, go="send")
    finally:
        city.services.thaw()
    assert page.status in (503, 504)
    assert "Your answers are kept on this page." in page.main
    kept = page.form().values
    assert ("a-needs", "expertise") in kept
    assert page.form().value("a-recommend") == "8"
    assert anybody.send(page).path == "/feedback/thanks"


# privacy


def test_no_cookie_is_set_and_nothing_is_told_to_others(anybody, link):
    page = answered(anybody, link, recommend=8)
    thanks = anybody.send(page, go="send")
    assert not anybody.http.cookies
    for page in (thanks, anybody.open(link), anybody.open("/feedback/nothing")):
        assert page.answer.headers["Referrer-Policy"] == "no-referrer"
        assert page.answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in page.answer.headers


def test_the_token_stands_in_no_link_but_that_of_the_language(anybody, link):
    token = link.rpartition("/")[2]
    for page in (anybody.open(link), started(anybody, link)):
        others = [href for href in page.links if token in href and not href.startswith("/language/")]
        assert others == []
        assert re.search(rf'(src|action|content)="[^"]*{re.escape(token)}', page.html) is None


def test_choosing_a_language_comes_back_to_the_questions(anybody, link):
    to_dutch = next(href for href in anybody.open(link).links if href.startswith("/language/nl"))
    page = anybody.open(to_dutch)
    assert page.path == link
    assert 'lang="nl"' in page.html


def test_the_answers_do_not_name_who_is_signed_in(link, sign_in):
    somebody = sign_in("trainer", name="Signed In")
    assert somebody.send(answered(somebody, link, recommend=8), go="send").path == "/feedback/thanks"


# the same through the API


def test_answering_through_the_api(any_program, link):
    token = link.rpartition("/")[2]
    asked = any_program("POST", "/feedback/questions", token=token)
    assert [question["code"] for question in asked["questions"]][:2] == ["recommend", "relevance"]
    refused = any_program.try_("POST", "/feedback/answers", token=token, answers={"recommend": 11})
    assert refused.status_code == 422
    assert refused.json()["fields"]["recommend"][0]["code"] == "too_large:10"
    assert asked["draft"] is None
    any_program("PUT", "/feedback/draft", token=token, answers={"recommend": 9}, at=2)
    assert any_program("POST", "/feedback/questions", token=token)["draft"] == {"answers": {"recommend": 9}, "at": 2}
    any_program("POST", "/feedback/answers", token=token, answers={"recommend": 10, "needs": ["training"]})
    again = any_program.try_("POST", "/feedback/answers", token=token, answers={"recommend": 10})
    assert (again.status_code, again.json()["code"]) == (409, "already_answered")
    assert any_program.try_("POST", "/feedback/questions", token="nothing").status_code == 404
