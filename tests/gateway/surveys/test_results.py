"""Results of a group, a programme and the city: how many, how much, and why something can't be shown yet."""

import pytest
from werkzeug.http import parse_options_header

from tests.gateway.test_statement_counts import MOST

MIXED = [
    {"recommend": figure, "recognise": 7, "recognise_before": 4, "needs": ["training"] if figure > 6 else None}
    for figure in (4, 5, 6, 7, 7, 8, 9, 9, 10)
]


@pytest.fixture(scope="module")
def closed(survey, coordinator):
    """A closed survey that nine answered, the only one of its programme."""
    course = survey(MIXED, invited=10, name="Group Mixed")
    coordinator.api("POST", f"/surveys/{course.survey_id}/closing")
    return course


def test_a_programme_says_how_many_answered_and_compares_before_and_after(coordinator, closed):
    page = coordinator.open(f"/programmes/{closed.programme_id}/results")
    assert page.title.startswith("Results of the feedback")
    assert "After the course 1 0 0 10 9 of 10" in page.main
    assert "I notice when an us-and-them story is starting. 4.0 7.0 9 / 9" in page.main
    assert "Would you recommend this course to a colleague? After the course 7.2 9" in page.main


def test_what_can_not_be_shown_yet_says_when_it_will_be(coordinator, closed):
    main = coordinator.open(f"/programmes/{closed.programme_id}/results").main
    assert "Nothing can be shown yet. It is shown once at least five people of the same group" in main
    assert "Who gave which points Nothing can be shown yet. A question stands here once each of the three" in main


def test_a_group_shows_its_means_and_nothing_finer(trainer, closed):
    page = trainer.open(f"/groups/{closed.group_id}/results")
    assert "Group Mixed" in page.main
    assert "7.2" in page.main
    assert "Who gave which points" not in page.main
    assert f"/groups/{closed.group_id}/results.pdf" in page.links


def test_the_whole_city_is_for_coordinators(coordinator, another_coordinator, closed):
    for official in (coordinator, another_coordinator):
        assert "The whole city" in official.open("/results").main
    assert "/results" in coordinator.open("/surveys").links


@pytest.mark.parametrize("kind", ["pdf", "csv", "xlsx"])
def test_results_are_taken_out_as_a_file(coordinator, closed, kind):
    page = coordinator.open(f"/programmes/{closed.programme_id}/results.{kind}")
    assert page.status == 200
    assert page.answer.headers["Content-Disposition"].endswith(f".{kind}")


def test_a_file_is_named_after_a_group_of_any_name(survey, coordinator):
    course = survey(MIXED[:5], invited=5, name='Group “Łódź” "West"')
    coordinator.api("POST", f"/surveys/{course.survey_id}/closing")
    answer = coordinator.open(f"/groups/{course.group_id}/results.csv").answer
    assert answer.status_code == 200
    _, options = parse_options_header(answer.headers["Content-Disposition"])
    assert options["filename"].endswith('Group-“Łódź”-"West".csv')


def test_a_file_holds_what_the_page_shows(coordinator, closed):
    text = coordinator.open(f"/programmes/{closed.programme_id}/results.csv").answer.content.decode("utf-8-sig")
    assert "I notice when an us-and-them story is starting.,4.0,7.0,9 / 9,1" in text


def test_results_through_the_api(coordinator, closed):
    shown = coordinator.api("GET", f"/programmes/{closed.programme_id}/results")
    figures = {each["question"]: (each["n"], each["mean"]) for each in shown["figures"]}
    assert figures["recommend"] == (9, 7.2)
    assert shown["tables"] == []
    assert coordinator.api("GET", f"/groups/{closed.group_id}/results")["waves"][0]["answered"] == 9
    assert coordinator.api("GET", "/results")["questions"]


def test_others_read_nothing(another_coordinator, another_trainer, trainer, expert, closed):
    for visitor in (another_coordinator, another_trainer, expert):
        assert visitor.open(f"/groups/{closed.group_id}/results").status in (403, 404)
        assert visitor.open(f"/programmes/{closed.programme_id}/results").status == 403
    assert trainer.open(f"/programmes/{closed.programme_id}/results").status == 403
    assert trainer.open("/results").status == 403


@pytest.mark.parametrize("address", ["/results", "/programmes/{}/results"])
def test_results_need_at_most_ten_statements(coordinator, closed, statements, address):
    pages = []
    found = statements.of(lambda: pages.append(coordinator.open(address.format(closed.programme_id))))
    assert pages[0].title.startswith("Results of the feedback")
    assert len(found) <= MOST, "\n".join(map(str, found))


# comments

SAID = ["The role play.", "<b>The map</b>", "First line.\nSecond line."]


@pytest.fixture
def commented(survey, coordinator):
    answers = [{"recommend": 8, "what_helped": SAID[place] if place < len(SAID) else None} for place in range(5)]
    course = survey(answers, invited=5, name="Group Commenting")
    coordinator.api("POST", f"/surveys/{course.survey_id}/closing")
    return f"/surveys/{course.survey_id}"


def test_comments_are_read_by_a_coordinator_and_released_in_one_go(coordinator, trainer, commented):
    assert "A coordinator of the programme reads the comments first" in trainer.open(commented).main
    assert "The role play." not in trainer.open(commented).main
    assert f"{commented}/comments" in coordinator.open(commented).links
    page = coordinator.open(f"{commented}/comments")
    assert "First line.\nSecond line." in page.html
    assert "&lt;b&gt;The map&lt;/b&gt;" in page.html
    refused = coordinator.send(page)
    assert refused.status == 422
    assert refused.errors == ["Say what is to become of each comment"]
    found = coordinator.api("GET", f"{commented}/comments")["comments"]
    judged = {f"comment-{each['id']}": "hurtful" if "role" in each["text"] else "release" for each in found}
    page = coordinator.send(refused, **judged)
    assert "The comments have been released." in page.main
    for reader in (trainer, coordinator):
        main = reader.open(commented).main
        assert "The role play." not in main
        assert "<b>The map</b>" in main
    assert "Withheld" in coordinator.open(f"{commented}/comments").main
    again = coordinator.api.try_("POST", f"{commented}/comments/release", withheld=[])
    assert (again.status_code, again.json()["code"]) == (409, "comments_were_read")


def test_only_coordinators_read_what_is_not_released(trainer, another_coordinator, open_survey, coordinator):
    address = f"/surveys/{open_survey.survey_id}/comments"
    for visitor in (trainer, another_coordinator):
        assert visitor.open(address).status == 403
    assert "No comments" in coordinator.open(address).main
    assert coordinator.api.try_("POST", f"{address}/release").status_code == 409
