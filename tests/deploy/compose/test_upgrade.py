"""A city is upgraded while people work in it."""

import subprocess

import pytest

from deploy.local.program import ROOT
from shared.version import VERSION
from tests.deploy.compose.host import Host
from tests.deploy.compose.load import going_on, nothing_is_lost
from tests.story import test_story_api as story

pytestmark = pytest.mark.timeout(1800)
BEFORE = "0.0.1"


def build_the_version_before(host: Host) -> None:
    """As the commit before the last one had it."""
    earlier = subprocess.run(("git", "archive", "HEAD~1"), cwd=ROOT, capture_output=True, check=True).stdout
    command = ("docker", "build", "--quiet", "--file", "deploy/Dockerfile", "--tag", f"middleground:{BEFORE}", "-")
    subprocess.run(command, input=earlier, capture_output=True, check=True, timeout=900)


def test_nothing_is_lost_and_everything_runs_afterwards(host: Host) -> None:
    build_the_version_before(host)
    city = host.new("rotterdam")
    city.file.write_text(city.file.read_text().replace(f"VERSION={VERSION}", f"VERSION={BEFORE}"))
    city.up()
    programme = city.programme()
    story.people_with_roles_make_their_accounts(programme)
    with going_on(programme) as work:
        upgraded = city.middleground("upgrade")
        work.goes_on()
    assert f"rotterdam runs {VERSION}." in upgraded.stdout
    assert city.settings["VERSION"] == VERSION
    assert work.accepted > 50
    nothing_is_lost(city, work)
    story.a_programme_is_registered_when_it_is_complete(programme)
    again = city.middleground("upgrade", check=False)
    assert again.returncode == 1
    assert "these files are of the same version" in again.stderr
