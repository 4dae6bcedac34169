"""From both parts of the course to its completion."""

from shared.contracts import trainings as contract
from tests.integration.trainings.conftest import people


def completed(programme, group_id):
    return {member["person_id"] for member in programme.read_group(group_id)["members"] if member["completed"]}


def test_the_course_is_completed_by_who_was_present_at_both_parts(programme, announced):
    both, only_day, only_deepening = people(3)
    group_id = programme.group([both, only_day, only_deepening])
    programme.hold(group_id, "training_day", {both: "present", only_day: "present", only_deepening: "absent"})
    assert announced(contract.CourseCompleted) == []
    programme.hold(group_id, "deepening", {both: "present", only_day: "excused", only_deepening: "present"}, days=28)
    [event] = announced(contract.CourseCompleted)
    assert event == {"group_id": group_id, "programme_id": programme.id, "person_id": both}
    assert completed(programme, group_id) == {both}
