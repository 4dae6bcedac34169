from uuid import uuid4

import pytest

from tests.gateway.test_statement_counts import MOST
from tests.waiting import eventually

NOT_SHOWN = "\N{EN DASH}"

SIX = [
    {"recommend": 10, "recognise": 9, "map": 8, "needs": ["training"], "what_helped": "The role play."},
    {"recommend": 9, "recognise": 9, "map": 8, "needs": ["training"], "what_helped": "<b>The map</b>"},
    {"recommend": 9, "recognise": 9, "map": 8, "needs": ["training"], "what_helped": "First line.\n\nSecond line."},
    {"recommend": 8, "recognise": 7, "map": 7, "needs": ["information"], "what_helped": "Colleagues."},
    {"recommend": 8, "recognise": 7, "map": 7, "needs": ["training"], "what_helped": "Time."},
    {"recommend": 7, "recognise": 5},
]


@pytest.fixture(scope="module")
def shown(survey, coordinator):
    """A closed survey that six people answered, one of them briefly."""
    course = survey(SIX, invited=8, name="Group Shown")
    coordinator.api("POST", f"/surveys/{course.survey_id}/closing")
    return course


def of(course) -> str:
    return f"/surveys/{course.survey_id}"


# the list


def test_the_surveys_of_a_programme_are_listed_with_their_group_and_state(coordinator, shown, open_survey):
    page = coordinator.open(f"/programmes/{shown.programme_id}/surveys")
    assert page.title.startswith("Feedback in Rotterdam-Zuid")
    assert "Group Shown Closed 8 6" in page.main
    assert of(shown) in page.links
    page = coordinator.open(f"/programmes/{open_survey.programme_id}/surveys")
    assert "Group Open Open until" in page.main
    assert page.main.count(f"6 {NOT_SHOWN}") == 1  # six invited; how many answered is not told


def test_a_programme_without_a_survey_says_when_one_opens(coordinator):
    programme_id = coordinator.api("POST", "/programmes")["id"]
    assert "No surveys yet" in coordinator.open(f"/programmes/{programme_id}/surveys").main


def test_a_trainer_finds_the_surveys_of_their_own_groups_and_no_other(trainer, another_trainer, shown):
    assert of(shown) in trainer.open("/surveys").links
    page = another_trainer.open("/surveys")
    assert page.status == 200
    assert of(shown) not in page.links


def test_a_group_leads_to_its_survey(trainer, shown, running):
    assert trainer.open(f"/groups/{shown.group_id}/survey").path == of(shown)
    page = trainer.open(f"/groups/{running.group_id}/survey")
    assert page.path.startswith("/surveys/")


def test_a_group_that_has_not_completed_the_course_has_no_survey_yet(coordinator, running):
    page = coordinator.open(f"/groups/{running.new_group_id}/survey")
    assert page.status == 200
    assert "Feedback of Group East No survey yet" in page.main


# results


def test_nothing_is_shown_while_people_can_answer(coordinator, open_survey):
    page = coordinator.open(of(open_survey))
    assert "The survey is open Nothing is shown while people can still answer" in page.main
    assert "6 people invited" in page.main
    assert "Would recommend" not in page.main
    assert coordinator.api("GET", f"{of(open_survey)}/results")["survey"]["answers"] is None


def test_the_results_say_how_many_answered_what(coordinator, shown):
    main = coordinator.open(of(shown)).main
    assert "Answered 6 of 8 invited" in main
    assert "Would recommend the course (NPS) 50 n = 6" in main
    assert "Would you recommend this course to a colleague? 8.5 6 0 3 3" in main
    assert "Further training 4" in main
    assert "n = 5. What one or two people chose is not shown." in main


def test_what_would_point_at_one_or_two_people_is_left_out(coordinator, shown):
    main = coordinator.open(of(shown)).main
    assert f"I notice when an us-and-them story is starting. 7.7 6 {NOT_SHOWN} {NOT_SHOWN} {NOT_SHOWN}" in main
    assert "Information" not in main


def test_a_question_that_fewer_than_five_answered_is_not_shown(coordinator, shown):
    main = coordinator.open(of(shown)).main
    assert (
        f"I choose on purpose where I stand when groups are against each other. Fewer than five answers {NOT_SHOWN}"
        in main
    )
    assert "What should change about the course? Fewer than five answers" in main


def test_comments_stand_as_they_were_written(coordinator, shown):
    page = coordinator.open(of(shown))
    assert "n = 5, in random order" in page.main
    assert "First line.\n\nSecond line." in page.html
    assert "&lt;b&gt;The map&lt;/b&gt;" in page.html


def test_figures_are_written_as_the_reader_writes_them(sign_in, coordinator, shown):
    reader = sign_in("coordinator", name="Dutch Reader", language="nl")
    coordinator.api("POST", f"/programmes/{shown.programme_id}/coordinators", person_id=str(reader.id))
    page = eventually(lambda: reader.open(of(shown)) if reader.open(of(shown)).status == 200 else None)
    assert "8,5" in page.main


def test_too_few_answers_show_nothing_for_good(coordinator, survey):
    few = survey([{"recommend": 9, "what_helped": "I was there."}] * 4, name="Group Few")
    coordinator.submit(f"{of(few)}/close")
    page = coordinator.open(of(few))
    assert "Too few answers Fewer than five people answered." in page.main
    assert "I was there." not in page.html
    assert "Closed, too few answers" in coordinator.open(f"/programmes/{few.programme_id}/surveys").main


# closing


def test_a_survey_is_closed_after_a_confirmation(coordinator, survey):
    course = survey([{"recommend": 9}] * 5, invited=5, name="Group Closing")
    assert f"{of(course)}/close" in coordinator.open(of(course)).links
    page = coordinator.open(f"{of(course)}/close")
    assert "Close the survey of Group Closing?" in page.main
    assert "A closed survey cannot be opened again." in page.main
    first, second = coordinator.send(page), coordinator.send(page)
    assert first.path == second.path == of(course)
    assert "The survey has been closed." in first.main
    assert "Answered 5 of 5 invited" in first.main
    assert f"{of(course)}/close" not in first.links


def test_a_survey_that_was_closed_meanwhile_is_shown(coordinator, survey):
    course = survey(name="Group Meanwhile")
    page = coordinator.open(f"{of(course)}/close")
    coordinator.api("POST", f"{of(course)}/closing")
    page = coordinator.send(page)
    assert page.path == of(course)
    assert "The survey had been closed already." in page.main
    assert coordinator.open(f"{of(course)}/close").path == of(course)
    assert coordinator.api.try_("POST", f"{of(course)}/closing").status_code == 410


# who reads what


def test_the_trainer_of_the_group_reads_the_results_and_does_not_close(trainer, shown, open_survey):
    page = trainer.open(of(shown))
    assert page.title.startswith("Feedback of Group Shown")
    assert "Answered 6 of 8 invited" in page.main
    assert "/surveys" in page.links
    page = trainer.open(of(open_survey))
    assert f"{of(open_survey)}/close" not in page.links
    assert trainer.open(f"{of(open_survey)}/close").status == 403
    assert trainer.api.try_("POST", f"{of(open_survey)}/closing").status_code == 403


def test_others_read_nothing(another_coordinator, another_trainer, expert, operator, shown):
    for visitor in (another_coordinator, another_trainer, expert, operator):
        assert visitor.open(of(shown)).status == 403
        assert visitor.open(f"{of(shown)}/close").status == 403
        assert visitor.open(f"/groups/{shown.group_id}/survey").status == 403
        assert visitor.open(f"/programmes/{shown.programme_id}/surveys").status == 403
        assert visitor.api.try_("GET", f"{of(shown)}/results").status_code == 403
        assert visitor.api.try_("POST", f"{of(shown)}/closing").status_code == 403


def test_the_results_are_for_who_has_signed_in(anybody, any_program, shown):
    for address in (of(shown), f"{of(shown)}/close", "/surveys", f"/programmes/{shown.programme_id}/surveys"):
        assert anybody.open(address).path == "/sign-in"
    assert any_program.try_("GET", f"{of(shown)}/results").status_code == 401


def test_an_unknown_survey_is_not_found(coordinator):
    for address in (f"/surveys/{uuid4()}", f"/surveys/{uuid4()}/close", f"/groups/{uuid4()}/survey"):
        assert coordinator.open(address).status == 404
    assert coordinator.api.try_("GET", f"/surveys/{uuid4()}/results").status_code == 404


def test_surveys_through_the_api(coordinator, shown):
    listed = coordinator.api("GET", "/surveys", group_id=str(shown.group_id))["surveys"]
    assert [(each["id"], each["answers"], each["state"]) for each in listed] == [(str(shown.survey_id), 6, "closed")]
    results = coordinator.api("GET", f"{of(shown)}/results")
    assert results["state"] == "shown"
    assert [each["n"] for each in results["results"]][:3] == [6, 6, 5]


@pytest.mark.parametrize("who", ["coordinator", "trainer"])
def test_the_results_need_at_most_ten_statements(who, request, shown, statements):
    reader = request.getfixturevalue(who)
    reader.sign_in()  # forgets what they changed just now, which services would wait for
    pages = []
    found = statements.of(lambda: pages.append(reader.open(of(shown))))
    assert "8.5" in pages[0].main
    assert len(found) <= MOST, "\n".join(map(str, found))
