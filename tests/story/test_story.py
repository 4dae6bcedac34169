"""A city's programme from an empty city to a full dashboard, as the people in it live it: nine steps of the issue."""

import pytest
from playwright.sync_api import Browser

from tests.story import course, personal, preparation, reward
from tests.story.setting import GENK, ROTTERDAM, Setting, told_in


@pytest.mark.timeout(600)
@pytest.mark.parametrize("setting", [ROTTERDAM, GENK], ids=str)
def test_a_programme_runs_from_registration_to_network(
    postgres: str, rabbitmq: dict[str, str], chromium: Browser, setting: Setting
) -> None:
    with told_in(postgres, rabbitmq, chromium, setting) as story:
        preparation.an_operator_lets_two_coordinators_in(story)
        preparation.an_official_registers_a_programme(story)
        preparation.people_are_added_and_imported(story)
        preparation.an_introduction_is_planned_and_held(story)
        course.a_group_of_sixteen_is_formed(story)
        course.the_last_place_goes_to_one_of_two(story)
        course.a_trainer_comes_in_and_participants_ask(story)
        personal.a_participant_prepares_on_their_own_page(story)
        course.the_training_day_is_recorded(story)
        course.two_people_record_at_once_and_nothing_is_lost(story)
        course.the_deepening_half_day_completes_the_course(story)
        reward.five_participants_give_feedback(story)
        reward.the_results_show_when_the_survey_closes(story)
        reward.the_invited_build_the_network(story)
        reward.the_dashboard_is_right(story)
        reward.somebody_leaves_and_is_removed_everywhere(story)
