"""Rotterdam and Genk side by side on one machine, from nothing, as deploy/runbook.md says."""

import pytest

from tests.deploy.compose.host import ComposedCity, Host
from tests.deploy.compose.load import going_on, nothing_is_lost
from tests.gateway.visiting import Program
from tests.story import test_story_api as story
from tests.story.programme import Programme

pytestmark = pytest.mark.timeout(1800)

SLUGS = ("rotterdam", "genk")


@pytest.fixture(scope="module")
def cities(host: Host) -> dict[str, ComposedCity]:
    cities = {slug: host.new(slug) for slug in SLUGS}
    for city in cities.values():
        city.up()
    return cities


@pytest.fixture(scope="module")
def programmes(cities: dict[str, ComposedCity]) -> dict[str, Programme]:
    return {slug: city.programme() for slug, city in cities.items()}


@pytest.mark.parametrize("slug", SLUGS)
def test_the_programme_runs_while_broker_and_database_crash(
    cities: dict[str, ComposedCity], programmes: dict[str, Programme], slug: str
) -> None:
    city, programme = cities[slug], programmes[slug]
    story.people_with_roles_make_their_accounts(programme)
    story.a_programme_is_registered_when_it_is_complete(programme)
    with going_on(programme) as work:
        city.kill("rabbitmq")
        work.goes_on()
    nothing_is_lost(city, work)
    story.a_list_is_imported_without_mistakes_and_without_doubles(programme)
    story.an_introduction_is_held(programme)
    with going_on(programme) as work:
        city.kill("postgres")
        work.goes_on()
    nothing_is_lost(city, work)
    story.a_group_is_formed_and_its_waiting_list_moves_up(programme)
    story.participants_ask_and_a_session_opens_on_ground_rules(programme)
    story.a_record_that_is_sent_twice_is_kept_once(programme)
    story.both_parts_complete_the_course(programme)
    story.results_are_shown_when_the_survey_has_closed(programme)
    story.experts_join_share_and_answer(programme)
    story.the_dashboard_is_right_within_a_second(programme)


def test_a_session_of_one_city_is_nothing_in_the_other(programmes: dict[str, Programme]) -> None:
    token = programmes["rotterdam"].operator.http.headers["Authorization"].removeprefix("Bearer ")
    there = Program(programmes["genk"].city.url, token)
    assert programmes["rotterdam"].operator.try_("GET", "/people").status_code == 200
    assert there.try_("GET", "/people").status_code == 401


@pytest.mark.parametrize(("one", "port"), [("postgres", 5432), ("rabbitmq", 5672), ("rabbitmq", 15672)])
def test_no_container_of_one_city_reaches_what_belongs_to_the_other(
    cities: dict[str, ComposedCity], one: str, port: int
) -> None:
    inspect = ("docker", "inspect", "--format", "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}")
    host = cities["genk"].host
    addresses = {slug: host.run(*inspect, city.container(one)).stdout.split() for slug, city in cities.items()}
    tried = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=3)"

    def reached(address: str) -> bool:
        command = ("exec", "-T", "services", "python", "-c", tried, address, str(port))
        return cities["rotterdam"].compose(*command, check=False).returncode == 0

    assert any(reached(address) for address in addresses["rotterdam"])
    assert not any(reached(address) for address in addresses["genk"])


@pytest.mark.parametrize("slug", SLUGS)
def test_a_city_is_small(cities: dict[str, ComposedCity], slug: str) -> None:
    """The sum of its own processes; what this machine showed is in docs/scaling.md."""
    held = cities[slug].memory()
    print(f"\n{slug}, MB:", {name: round(held[name]) for name in sorted(held)})  # noqa: T201  figures of docs/scaling.md
    assert sum(held[name] for name in ("services", "relay", "gateway")) < 360, held
