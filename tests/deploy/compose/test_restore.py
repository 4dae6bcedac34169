"""A city that was destroyed comes back from its backup; what it had then takes effect once, what was lost never."""

import pytest

from tests.deploy.compose.host import Host
from tests.deploy.compose.load import everything_took_effect, going_on
from tests.story import test_story_api as story

pytestmark = pytest.mark.timeout(1800)


def test_from_a_backup_that_was_taken_while_people_worked(host: Host) -> None:
    city = host.new("rotterdam")
    city.up()
    programme = city.programme()
    story.people_with_roles_make_their_accounts(programme)
    story.a_programme_is_registered_when_it_is_complete(programme)
    with going_on(programme) as work:
        before = (set(work.added), set(work.removed))
        city.kill("relay")  # so that messages are on their way when it is taken
        city.middleground("backup")
        work.goes_on()
    refused = city.middleground("restore", "latest", check=False)
    assert refused.returncode == 1
    city.compose("down", "--volumes")
    city.middleground("restore", "latest")
    city.wait_until_ready()
    assert city.settings["EPOCH"] == "2"
    everything_took_effect(city)
    added = {email for [email] in city.sql("SELECT email FROM identity.people WHERE email LIKE '%@people.example'")}
    removed = {id_ for [id_] in city.sql("SELECT id FROM identity.people WHERE removed_at IS NOT NULL")}
    assert before[0] <= added
    assert added - set(work.added) == set() or len(added - set(work.added)) == 1  # one that is about to be removed
    assert before[1] <= removed <= set(work.removed)
    # Everybody signs in again; then the programme goes on from where it was.
    assert programme.coordinator.try_("GET", "/people").status_code == 401
    assert "held" in city.middleground("mail", "status").stdout
    city.middleground("mail", "release", "--discard-old")
