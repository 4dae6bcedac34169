"""A city of the demo: its files, its settings and the processes that run it."""

import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

from deploy.local.program import ROOT, Program, write_private
from deploy.processes import MIGRATE, PROCESSES

SECRETS = ("SECRET_KEY", "DATABASE_PASSWORD", "AMQP_PASSWORD", "EXCHANGE_PASSWORD")


@dataclass(frozen=True)
class City:
    slug: str
    port: int
    home: Path
    logs: Path

    @property
    def facts(self) -> dict[str, str]:
        """What is no secret, as a deployment would start from."""
        values = dotenv_values(ROOT / "deploy/presets" / f"{self.slug}.env")
        return {name: value for name, value in values.items() if value is not None}

    @property
    def name(self) -> str:
        return self.facts["CITY_NAME"]

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def account(self) -> str:
        """The name of its database, its vhost and its user on both."""
        return f"middleground_{self.slug}"

    @property
    def filled(self) -> Path:
        """Exists once the demo data is in."""
        return self.home / "filled"

    @property
    def settings(self) -> Path:
        """With what its processes were started last, for who looks after it at a terminal."""
        return self.home / "settings.env"

    def secrets(self) -> dict[str, str]:
        """Made once: sessions, links and accounts outlast a restart."""
        file = self.home / "secrets.env"
        known = {name: value or "" for name, value in dotenv_values(file).items()} if file.exists() else {}
        if missing := [name for name in SECRETS if name not in known]:
            self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
            known |= {name: secrets.token_hex(32) for name in missing}
            unfinished = file.with_suffix(".new")
            unfinished.touch(mode=0o600)
            unfinished.write_text("".join(f"{name}={value}\n" for name, value in known.items()))
            unfinished.rename(file)
        return known


def environment(city: City, database_url: str, amqp_url: str, api_url: str, exchange_url: str) -> dict[str, str]:
    return {
        **city.facts,
        "DATABASE_URL": database_url,
        "AMQP_URL": amqp_url,
        "RABBITMQ_API_URL": api_url,
        "EXCHANGE_URL": exchange_url,
        "SECRET_KEY": city.secrets()["SECRET_KEY"],
        "PUBLIC_URL": city.url,
        "MAIL_DIR": str(city.home / "mail"),
        "LOG_FORMAT": "console",
        "DEMO": "1",
        "PYTHONPATH": str(ROOT),
    }


def remember(city: City, settings: Mapping[str, str]) -> None:
    city.settings.unlink(missing_ok=True)
    write_private(city.settings, "".join(f"{name}={_quoted(value)}\n" for name, value in settings.items()))


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def use(slug: str) -> None:
    """Makes this process one of the demo's city, as it was started last."""
    city = home(slug, 0, ROOT / "var")
    if not city.settings.exists():
        sys.exit(f"There is no city {slug} of the demo here. `make demo` starts them.")
    os.environ.update({name: value or "" for name, value in dotenv_values(city.settings, interpolate=False).items()})


def processes(city: City, settings: Mapping[str, str], health_ports: Mapping[str, int]) -> dict[str, Program]:
    return {
        name: Program(
            name=f"{city.slug}-{name}",
            command=here(command),
            log=city.logs / f"{name}.log",
            environment={
                **settings,
                "GATEWAY_BIND": f"127.0.0.1:{city.port}",
                **({"HEALTH_PORT": str(health_ports[name])} if name in health_ports else {}),
            },
        )
        for name, command in PROCESSES.items()
    }


def migrate(city: City, settings: Mapping[str, str]) -> Program:
    return Program(f"{city.slug}-migrate", here(MIGRATE), city.logs / "migrate.log", settings)


def demo_data(city: City, settings: Mapping[str, str]) -> Program:
    command = ("python", "-m", "deploy.demo_data", "--city", city.slug, "--url", city.url)
    return Program(f"{city.slug}-demo-data", here(command), city.logs / "demo-data.log", settings)


def here(command: tuple[str, ...]) -> tuple[str, ...]:
    """The command with the programs of the environment that runs this one."""
    return (str(Path(sys.executable).parent / command[0]), *command[1:])


def health_urls(city: City, health_ports: Mapping[str, int]) -> dict[str, str]:
    urls = {name: f"http://127.0.0.1:{port}/ready" for name, port in health_ports.items()}
    return {**urls, "gateway": f"http://127.0.0.1:{city.port}/health/ready"}


def home(slug: str, port: int, var: Path) -> City:
    return City(slug, port, var / slug, var / "log" / slug)


def inherited(name: str) -> str | None:
    return os.environ.get(name) or None
