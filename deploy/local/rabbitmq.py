"""Finds a RabbitMQ for this machine: one that is given, a node of our own, or a container."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from deploy.broker import Broker
from deploy.local.program import (
    CannotRunError,
    Program,
    apt_install,
    free_ports,
    running,
    short_name,
    wait_until,
    write_private,
)

USER = "middleground"
# On Debian, `rabbitmq-server` on the path only serves the system's broker; the real one stands here.
SERVER_PLACES = ("/usr/lib/rabbitmq/bin", "/usr/local/sbin", "/usr/sbin", "/opt/rabbitmq/sbin")
IMAGE = "rabbitmq:4-management"
START_SECONDS = 90

CONFIGURATION = """\
listeners.tcp.1 = 127.0.0.1:{amqp}
management.tcp.ip = 127.0.0.1
management.tcp.port = {api}
default_user = {user}
default_pass = {password}
loopback_users.{user} = true
log.file = false
log.console = true
log.console.level = warning
vm_memory_high_watermark.absolute = 512MB
disk_free_limit.absolute = 50MB
# the default of 512 MB per node is more than a demo or a test ever writes
raft.wal_max_size_bytes = 16777216
"""

# Few schedulers that sleep when idle: the node shares the machine with everything else.
ERLANG = "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none -kernel inet_dist_use_interface {127,0,0,1}"


@dataclass(frozen=True)
class Found:
    broker: Broker
    what: str
    programs: tuple[Program, ...] = ()  # what has to run for it, in this order


def find(directory: Path, logs: Path) -> Found:
    """`directory` keeps the data of a broker of our own, `logs` what it says."""
    ways: tuple[Callable[[Path, Path], Found | None], ...] = (given, private_node, container, installed_node)
    for way in ways:
        if found := way(directory.resolve(), logs):
            return found
    raise CannotRunError(
        "Middleground needs RabbitMQ: please install the package rabbitmq-server, or start Docker, "
        "or set AMQP_URL and RABBITMQ_API_URL to a broker that runs elsewhere."
    )


@contextmanager
def start(directory: Path, durable: bool = True) -> Iterator[Broker]:
    """A broker for as long as the block, with data in `directory` unless it is a given one."""
    log = directory.with_name(f"{directory.name}.log")
    found = find(directory, log.parent)
    programs = found.programs if durable else [replace(each, stop_signal="KILL") for each in found.programs]
    with ExitStack() as stack:
        processes = [stack.enter_context(running(program)) for program in programs]
        wait_until(
            found.broker.answers,
            START_SECONDS,
            "RabbitMQ",
            found.programs[-1].log if found.programs else log,
            lambda: all(process.poll() is None for process in processes),
        )
        yield found.broker


def given(directory: Path, logs: Path) -> Found | None:
    amqp_url, api_url = os.environ.get("AMQP_URL"), os.environ.get("RABBITMQ_API_URL")
    if not amqp_url:
        return None
    if not api_url:
        raise CannotRunError("AMQP_URL is set but RABBITMQ_API_URL, through which vhosts and users are made, is not.")
    broker = Broker(amqp_url, api_url)
    if not broker.answers():
        raise CannotRunError("The broker that AMQP_URL and RABBITMQ_API_URL name does not answer.")
    return Found(broker, "the RabbitMQ that AMQP_URL names")


def private_node(directory: Path, logs: Path) -> Found | None:
    server, epmd = server_command(), shutil.which("epmd")
    if not server or not epmd:
        return None
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    amqp, api, distribution, mapper = free_ports(4)
    password = _password(directory)
    settings = CONFIGURATION.format(amqp=amqp, api=api, user=USER, password=password)
    write_private(directory / "rabbitmq.conf", settings)
    write_private(directory / "enabled_plugins", "[rabbitmq_management].\n")
    write_private(directory / "rabbitmq-env.conf", "")
    environment = {
        # The Erlang cookie stands in the home directory and the port mapper has a port of its own,
        # so this node and the system's broker never meet.
        "HOME": str(directory),
        "ERL_EPMD_PORT": str(mapper),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODENAME": "middleground@localhost",
        "RABBITMQ_DIST_PORT": str(distribution),
        "RABBITMQ_MNESIA_BASE": str(directory / "data"),
        "RABBITMQ_LOG_BASE": str(directory),
        "RABBITMQ_CONF_ENV_FILE": str(directory / "rabbitmq-env.conf"),
        "RABBITMQ_CONFIG_FILE": str(directory / "rabbitmq.conf"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(directory / "advanced.config"),
        "RABBITMQ_CONFIG_FILES": str(directory / "conf.d"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(directory / "enabled_plugins"),
        "RABBITMQ_GENERATED_CONFIG_DIR": str(directory / "generated"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": ERLANG,
        # Makes the script become the server instead of waiting for it as its parent.
        "RUNNING_UNDER_SYSTEMD": "true",
    }
    names = Program("epmd", (epmd, "-port", str(mapper)), logs / "epmd.log", environment)
    node = Program("rabbitmq", (server,), logs / "rabbitmq.log", environment)
    return Found(_broker(amqp, api, password), "a RabbitMQ node of its own", (names, node))


def container(directory: Path, logs: Path) -> Found | None:
    if not docker_answers() or not _image_is_here():
        return None
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    amqp, api = free_ports(2)
    password = _password(directory)
    name = container_name(directory)
    # A container outlives a command line that was killed, and its name would be taken.
    subprocess.run(["docker", "rm", "--force", name], capture_output=True, check=False)
    command = ["docker", "run", "--rm", f"--name={name}", f"--volume={name}:/var/lib/rabbitmq"]
    # The node finds its data again by its host's name.
    command += ["--hostname=middleground"]
    command += [f"--publish=127.0.0.1:{amqp}:5672", f"--publish=127.0.0.1:{api}:15672"]
    command += ["--env=RABBITMQ_DEFAULT_USER", "--env=RABBITMQ_DEFAULT_PASS", IMAGE]
    environment = {"RABBITMQ_DEFAULT_USER": USER, "RABBITMQ_DEFAULT_PASS": password}
    node = Program("rabbitmq", tuple(command), logs / "rabbitmq.log", environment)
    return Found(_broker(amqp, api, password), f"a container of {IMAGE}", (node,))


def installed_node(directory: Path, logs: Path) -> Found | None:
    return private_node(directory, logs) if apt_install("The message broker", "rabbitmq-server") else None


def remove(directory: Path) -> None:
    """Deletes the data of a node or container that does not run."""
    shutil.rmtree(directory, ignore_errors=True)
    if docker_answers():
        name = container_name(directory.resolve())
        subprocess.run(["docker", "volume", "rm", "--force", name], capture_output=True, check=False)


def server_command() -> str | None:
    return shutil.which("rabbitmq-server", path=os.pathsep.join((*SERVER_PLACES, os.environ.get("PATH", ""))))


def docker_answers() -> bool:
    if not shutil.which("docker"):
        return False
    asked = subprocess.run(["docker", "version"], capture_output=True, check=False, timeout=20)
    return asked.returncode == 0


def _image_is_here() -> bool:
    if subprocess.run(["docker", "image", "inspect", IMAGE], capture_output=True, check=False).returncode == 0:
        return True
    print(f"Fetching the image {IMAGE}", flush=True)
    return subprocess.run(["docker", "pull", "--quiet", IMAGE], check=False).returncode == 0


def container_name(directory: Path) -> str:
    return f"middleground-{short_name(directory)}"


def _broker(amqp: int, api: int, password: str) -> Broker:
    return Broker(f"amqp://{USER}:{password}@127.0.0.1:{amqp}/", f"http://{USER}:{password}@127.0.0.1:{api}")


def _password(directory: Path) -> str:
    """The node keeps its first password in its data, so it is made once."""
    kept = directory / "password"
    if not kept.exists():
        write_private(kept, secrets.token_hex(16))
    return kept.read_text()
