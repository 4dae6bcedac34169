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
    assert "Group Shown After the course Closed 8 6" in page.main
    assert of(shown) in page.links
    page = coordinator.open(f"/programmes/{open_survey.programme_id}/surveys")
    assert "Group Open After the course Open until" in page.main
    assert page.main.count(f"6 {NOT_SHOWN}") == 1  # six invited; how many answered is not told


def test_a_programme_without_a_survey_says_when_one_opens(coordinator):
    programme_id = coordinator.api("POST", "/programmes")["id"]
    main = coordinator.open(f"/programmes/{programme_id}/surveys").main
    assert "No surveys yet Plan the training day and the deepening half-day" in main


def test_what_is_still_to_come_is_listed_with_the_day_on_which_it_opens(coordinator, shown):
    page = coordinator.open(f"/programmes/{shown.programme_id}/surveys")
    assert "A group is asked four times" in page.main
    assert "Still to come" in page.main
    planned = coordinator.api("GET", "/surveys", programme_id=str(shown.programme_id))["planned"]
    of_group = [each["wave"] for each in planned if each["group_id"] == str(shown.group_id)]
    assert of_group == ["t3", "t6"]
    assert "Group Shown Three months later" in page.main
    assert "Group Shown Six months later" in page.main


def test_a_trainer_finds_the_surveys_of_their_own_groups_and_no_other(trainer, another_trainer, shown):
    assert of(shown) in trainer.open("/surveys").links
    page = another_trainer.open("/surveys")
    assert page.status == 200
    assert of(shown) not in page.links


def test_a_group_leads_to_all_its_waves(trainer, shown):
    page = trainer.open(f"/groups/{shown.group_id}/survey")
    assert page.title.startswith("Feedback of Group Shown")
    assert of(shown) in page.links
    assert "Three months later" in page.main


def test_a_group_without_sessions_has_no_survey_yet(coordinator, running):
    page = coordinator.open(f"/groups/{running.new_group_id}/survey")
    assert page.status == 200
    assert "Feedback of Group East" in page.main


def test_the_waves_of_a_group_can_be_taken_out_as_a_file(coordinator, shown):
    page = coordinator.open(f"/groups/{shown.group_id}/survey")
    [csv] = [link for link in page.links if ".csv" in link]
    text = coordinator.open(csv).answer.content.decode("utf-8-sig")
    assert "After the course" in text
    assert "Three months later" in text
    assert "Before the course" not in text  # it is over, and nobody was asked


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
    assert "Would you recommend this course to a colleague? 8.1 or higher 6" in main
    assert "I notice when an us-and-them story is starting. 7.7 6" in main


def test_of_one_group_nothing_finer_is_shown(coordinator, shown):
    main = coordinator.open(of(shown)).main
    assert "Further training" not in main
    assert "9 or 10" not in main
    assert "Of one group nothing finer is shown than this." in main


def test_a_question_that_too_few_answered_is_not_shown(coordinator, shown):
    main = coordinator.open(of(shown)).main
    choose = "I choose on purpose where I stand when groups are against each other."
    assert f"{choose} Too few answers to show {NOT_SHOWN} {NOT_SHOWN}" in main


def test_when_only_one_can_have_left_a_question_out_it_is_not_shown(coordinator, shown):
    """Six answered, five of them this one."""
    main = coordinator.open(of(shown)).main
    assert "stays silent. Too few answers to show" in main


def test_figures_are_written_as_the_reader_writes_them(sign_in, coordinator, shown):
    reader = sign_in("coordinator", name="Dutch Reader", language="nl")
    coordinator.api("POST", f"/programmes/{shown.programme_id}/coordinators", person_id=str(reader.id))
    page = eventually(lambda: reader.open(of(shown)) if reader.open(of(shown)).status == 200 else None)
    assert "7,7" in page.main


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
    found = {each["question"]: (each["n"], each["mean"], each["mean_is"]) for each in results["figures"]}
    assert found == {"recommend": (6, 8.1, "at_least"), "recognise": (6, 7.7, "exact")}


@pytest.mark.parametrize("who", ["coordinator", "trainer"])
def test_the_results_need_at_most_ten_statements(who, request, shown, statements):
    reader = request.getfixturevalue(who)
    reader.sign_in()  # forgets what they changed just now, which services would wait for
    pages = []
    found = statements.of(lambda: pages.append(reader.open(of(shown))))
    assert "7.7" in pages[0].main
    assert len(found) <= MOST, "\n".join(map(str, found))
