"""A city that has outgrown one machine's one of each: it goes on when one of them is gone."""

from collections.abc import Iterator

import pytest
from dotenv import set_key

from services import SERVICES
from tests.deploy.compose.host import ComposedCity, Host
from tests.deploy.compose.load import going_on, nothing_is_lost
from tests.story import test_story_api as story
from tests.story.programme import Programme

pytestmark = pytest.mark.timeout(1800)
FILES = ("--project-directory", ".", "-f", "deploy/compose.cluster.yml")


class Cluster(ComposedCity):
    def sql(self, statement: str) -> list[list[str]]:
        command = ("psql", "--username=middleground", "--no-align", "--tuples-only", "--command", statement)
        out = self.host.run("docker", "exec", "elsewhere", *command).stdout
        return [line.split("|") for line in out.splitlines() if line]


@pytest.fixture(scope="module")
def city(host: Host) -> Iterator[Cluster]:
    made = host.new("genk")
    password = host.folder / "deploy/secrets/genk/database_owner_password"
    city = Cluster(host, "genk", FILES)
    host.cities["genk"] = city
    elsewhere = ("--detach", "--rm", "--name", "elsewhere", "--publish", f"{host.address}:15432:5432")
    owner = (
        "--env",
        "POSTGRES_USER=middleground",
        "--env",
        "POSTGRES_PASSWORD_FILE=/password",
        "--env",
        "LANG=C.UTF-8",
    )
    host.run("docker", "run", *elsewhere, *owner, "--volume", f"{password}:/password:ro", "postgres:17")
    try:
        set_key(made.file, "DATABASE_HOST", f"{host.address}:15432", quote_mode="never")
        city.up()
        yield city
        city.compose("down", "--volumes")
    finally:
        host.run("docker", "stop", "elsewhere", check=False)


@pytest.fixture(scope="module")
def programme(city: Cluster) -> Programme:
    programme = city.programme()
    story.people_with_roles_make_their_accounts(programme)
    story.a_programme_is_registered_when_it_is_complete(programme)
    return programme


def test_every_durable_queue_has_copies_on_all_nodes(city: Cluster, programme: Programme) -> None:
    listed = ("list_queues", "--vhost", "genk-1", "--quiet", "--no-table-headers", "name", "type", "members")
    queues = city.compose("exec", "-T", "rabbitmq1", "rabbitmqctl", *listed).stdout.splitlines()
    durable = {line.split("\t")[0]: line for line in queues if "\tquorum\t" in line}
    assert {f"rpc-{service}" for service in SERVICES} <= durable.keys()
    assert all(line.count("rabbit@") == 3 for line in durable.values()), durable


def test_it_goes_on_when_a_node_of_the_broker_stops_under_load(city: Cluster, programme: Programme) -> None:
    with going_on(programme) as work:
        city.compose("stop", "rabbitmq2")
        work.goes_on()
        story.a_list_is_imported_without_mistakes_and_without_doubles(programme)
    nothing_is_lost(city, work)
    city.compose("start", "rabbitmq2")


@pytest.mark.parametrize("service", ["relay", "identity", "gateway"])
def test_it_goes_on_when_one_of_two_is_gone(city: Cluster, programme: Programme, service: str) -> None:
    with going_on(programme) as work:
        city.kill(service)
        work.goes_on(50)
    nothing_is_lost(city, work)


def test_it_fits_a_machine_of_4_gb(city: Cluster, programme: Programme) -> None:
    """What this machine showed is in docs/scaling.md."""
    held = city.memory()
    print("\ncluster, MB:", {name: round(held[name]) for name in sorted(held)})  # noqa: T201  figures of docs/scaling.md
    assert sum(held.values()) < 4000, held
