"""Everything that differs between two cities or two machines, read from the environment once."""

from dataclasses import dataclass, field
from pathlib import Path

from environs import Env, EnvError


class SettingsError(Exception):
    """A setting is missing or wrong; the message is one sentence for an operator."""


@dataclass(frozen=True)
class Settings:
    city: str
    city_name: str
    city_prefix: str
    country: str
    theme: str
    time_zone: str
    languages: tuple[str, ...]
    database_url: str = field(repr=False)
    migrations_database_url: str | None = field(repr=False)
    amqp_url: str = field(repr=False)
    rabbitmq_api_url: str | None = field(repr=False)
    secret_key: str = field(repr=False)
    public_url: str
    smtp_url: str | None = field(repr=False)
    mail_from: str
    mail_dir: Path
    log_format: str
    log_level: str
    demo: bool
    health_port: int | None
    health_host: str
    proxies: int

    @property
    def sqlalchemy_url(self) -> str:
        return "postgresql+psycopg" + self.database_url[self.database_url.index("://") :]

    @property
    def default_language(self) -> str:
        return self.languages[0]


def load() -> Settings:
    env = Env()
    try:
        settings = Settings(
            city=env.str("CITY"),
            city_name=env.str("CITY_NAME"),
            city_prefix=env.str("CITY_PREFIX", "Gemeente"),
            country=env.str("COUNTRY", "NL"),
            theme=env.str("THEME", "neutral"),
            time_zone=env.str("TIME_ZONE", "Europe/Amsterdam"),
            languages=tuple(env.list("LANGUAGES", ["nl", "en"])),
            database_url=env.str("DATABASE_URL"),
            migrations_database_url=env.str("MIGRATIONS_DATABASE_URL", None) or None,
            amqp_url=env.str("AMQP_URL"),
            rabbitmq_api_url=env.str("RABBITMQ_API_URL", None),
            secret_key=env.str("SECRET_KEY"),
            public_url=env.str("PUBLIC_URL").rstrip("/"),
            smtp_url=env.str("SMTP_URL", None) or None,
            mail_from=env.str("MAIL_FROM", "") or f"programme@{env.str('CITY')}.example",
            mail_dir=env.path("MAIL_DIR", Path("var") / env.str("CITY") / "mail"),
            log_format=env.str("LOG_FORMAT", "json"),
            log_level=env.str("LOG_LEVEL", "INFO"),
            demo=env.bool("DEMO", False),
            health_port=env.int("HEALTH_PORT", None),
            health_host=env.str("HEALTH_HOST", "127.0.0.1"),
            proxies=env.int("PROXIES", 0),
        )
    except EnvError as error:
        raise SettingsError(f"A setting is missing or wrong: {error}.") from error
    if len(settings.secret_key) < 32:
        raise SettingsError("SECRET_KEY must have at least 32 characters.")
    if not settings.database_url.startswith(("postgresql://", "postgres://")):
        raise SettingsError("DATABASE_URL must start with postgresql://.")
    return settings
