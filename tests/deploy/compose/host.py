"""A machine with Docker and Middleground's files, as an operator has it."""

import os
import shutil
import signal
import socket
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from types import SimpleNamespace

import requests
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from dotenv import dotenv_values, set_key

from deploy.local.program import ROOT
from shared.version import VERSION
from tests.gateway.visiting import PASSWORD, Program
from tests.story.mails import Mails
from tests.story.programme import Programme
from tests.waiting import eventually

UP_SECONDS = 240
Ran = subprocess.CompletedProcess[str]


@dataclass
class Host:
    """`folder`: Middleground's files on it."""

    folder: Path
    mail: Path
    smtp_port: int = 0
    cities: dict[str, "ComposedCity"] = field(default_factory=dict)

    def run(self, *command: str, check: bool = True, text: str | None = None, **environment: str) -> Ran:
        done = subprocess.run(
            command,
            cwd=self.folder,
            env={**os.environ, **environment},
            input=text,
            capture_output=True,
            text=True,
            timeout=900,
        )
        if check and done.returncode:
            raise AssertionError(
                f"{' '.join(command)}: {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-6000:]}"
            )
        return done

    def middleground(self, *arguments: str, check: bool = True, text: str | None = None) -> Ran:
        return self.run("./middleground", *arguments, check=check, text=text)

    def new(self, slug: str, *options: str) -> "ComposedCity":
        self.middleground("city", "new", slug, *options)
        city = ComposedCity(self, slug)
        set_key(city.file, "SMTP_URL", f"smtp://{self.address}:{self.smtp_port}", quote_mode="never")
        self.cities[slug] = city
        return city

    @property
    def address(self) -> str:
        """Under which containers find this machine: the first of their network (not every engine tells its gateway)."""
        inspect = ("docker", "network", "inspect", "bridge", "--format", "{{(index .IPAM.Config 0).Subnet}}")
        return str(next(ip_network(self.run(*inspect).stdout.strip()).hosts()))


@dataclass
class ComposedCity:
    host: Host
    slug: str
    files: tuple[str, ...] = ()

    @property
    def file(self) -> Path:
        return self.host.folder / f"deploy/cities/{self.slug}.env"

    @property
    def settings(self) -> Mapping[str, str]:
        return {name: value or "" for name, value in dotenv_values(self.file).items()}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.settings['PORT']}"

    def compose(self, *arguments: str, check: bool = True, **environment: str) -> Ran:
        """As the plugin or as the older program, whichever there is."""
        named = ("--env-file", f"deploy/cities/{self.slug}.env", "-p", self.slug, *self.files)
        return self.host.run(*COMPOSE, *named, *arguments, check=check, **environment)

    def middleground(self, *arguments: str, check: bool = True, text: str | None = None) -> Ran:
        return self.host.middleground("--city", self.slug, *arguments, check=check, text=text)

    def up(self) -> None:
        done = self.compose("up", "--detach", check=False)
        if done.returncode:
            logs = [self.compose("logs", "--tail=30", *only, check=False).stdout for only in ((), ("migrate",))]
            raise AssertionError("\n".join([done.stderr[-2000:], *(log[-8000:] for log in logs)]))
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        eventually(lambda: answers(f"{self.url}/health/ready"), UP_SECONDS, f"{self.slug} to be ready")

    def container(self, service: str) -> str:
        return self.compose("ps", "--quiet", service).stdout.split()[0]

    def kill(self, service: str) -> None:
        """As a crash does: Docker starts it again by itself."""
        pid = self.host.run("docker", "inspect", "--format", "{{.State.Pid}}", self.container(service)).stdout
        os.kill(int(pid), signal.SIGKILL)

    def sql(self, statement: str) -> list[list[str]]:
        command = ("psql", "--username=middleground", "--no-align", "--tuples-only", "--command", statement)
        out = self.compose("exec", "-T", "postgres", *command).stdout
        return [line.split("|") for line in out.splitlines() if line]

    def memory(self) -> dict[str, float]:
        """What the processes of each service's containers hold, in MB; what several share is counted once (PSS)."""
        shown = '{{.Label "com.docker.compose.service"}} {{.ID}}'
        ours = f"label=com.docker.compose.project={self.slug}"
        running = self.host.run("docker", "ps", "--filter", ours, "--format", shown).stdout.splitlines()
        held: dict[str, float] = defaultdict(float)
        for name, container in map(str.split, running):
            held[name] += _memory_of(self.host, container)
        return held

    def programme(self) -> Programme:
        """An operator's, who made the first account at the terminal."""
        email = f"operator@{self.slug}.example"
        person = ("--email", email, "--name", "Beheerder", "--role", "operator")
        self.middleground("person", "add", *person)
        folder = self.host.mail / self.slug
        mails = Mails(folder)
        token = mails.link(email, "/invitation/").rsplit("/", 1)[1]
        session = Program(self.url)("PUT", "/account", token=token, password=PASSWORD)
        facts = SimpleNamespace(city=self.slug, time_zone=self.settings["TIME_ZONE"])
        city = SimpleNamespace(url=self.url, settings=facts, mail_dir=folder)
        return Programme(city, Program(self.url, session["session_token"]))


def compose_program() -> tuple[str, ...]:
    plugin = subprocess.run(("docker", "compose", "version"), capture_output=True, check=False)
    return ("docker", "compose") if plugin.returncode == 0 else ("docker-compose",)


COMPOSE = compose_program() if shutil.which("docker") else ()


def why_not() -> str | None:
    """What is missing for these tests."""
    if not COMPOSE or not shutil.which(COMPOSE[0]):
        return "Docker with compose is not installed"
    running = subprocess.run(("docker", "info"), capture_output=True, check=False)
    return None if running.returncode == 0 else "no Docker engine answers"


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).ok
    except requests.RequestException:
        return False


class _Folder(Message):
    """One for each city, by the name that its mail comes from."""

    def __init__(self, folder: Path):
        super().__init__(EmailMessage)
        self.folder, self.count = folder, 0

    def handle_message(self, message: EmailMessage) -> None:
        self.count += 1
        city = self.folder / parseaddr(message["From"])[1].partition("@")[2].partition(".")[0]
        city.mkdir(exist_ok=True)
        unfinished = city / f"{self.count:05}.part"
        unfinished.write_bytes(message.as_bytes())
        unfinished.rename(unfinished.with_suffix(".eml"))


@contextmanager
def a_host(folder: Path) -> Iterator[Host]:
    """With the files of this checkout, committed or not, and a mail server."""
    listed = subprocess.run(
        ("git", "ls-files", "--cached", "--others", "--exclude-standard"), cwd=ROOT, capture_output=True, check=True
    )
    for name in listed.stdout.decode().splitlines():
        if (ROOT / name).is_file():
            (folder / "files" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / "files" / name)
    host = Host(folder / "files", folder / "mail")
    host.mail.mkdir()
    # As these files are, whatever was built of this version before.
    host.run("docker", "build", "--quiet", "--file", "deploy/Dockerfile", "--tag", f"middleground:{VERSION}", ".")
    with socket.socket() as probe:
        probe.bind((host.address, 0))
        host.smtp_port = probe.getsockname()[1]
    mail = Controller(_Folder(host.mail), hostname=host.address, port=host.smtp_port)
    mail.start()
    try:
        yield host
    finally:
        for city in host.cities.values():
            city.compose("down", "--volumes", "--remove-orphans", check=False)
        mail.stop()


def _memory_of(host: Host, container: str) -> float:
    pids = host.run("docker", "top", container, "-eo", "pid").stdout.split()[1:]
    maps = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
    return sum(int(line.split()[1]) for each in maps for line in each.splitlines() if line.startswith("Pss:")) / 1000
