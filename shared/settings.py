"""Everything that differs between two cities or two machines, read from the environment once.

Any setting may be in a file instead, named by the same name and `_FILE`, as secrets are.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from environs import FileAwareEnv

# Passwords that come with a product or a manual. Whoever reaches the server tries them first.
GUESSED_FIRST = frozenset(
    {"admin", "changeme", "change-me", "guest", "middleground", "password", "postgres", "rabbitmq", "root", "secret"}
)
THIS_MACHINE = frozenset({None, "", "localhost", "127.0.0.1", "::1"})


class SettingsError(Exception):
    """A setting is missing or wrong; the message is one sentence for an operator."""


@dataclass(frozen=True)
class Settings:
    city: str
    epoch: int
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
    exchange_url: str | None = field(repr=False)
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
    backup_dir: Path
    backup_at: str
    backup_keep_days: int
    certificate_months: int
    mediation_keep_days: int
    digest_at: str
    reminder_days: tuple[int, ...]

    @property
    def sqlalchemy_url(self) -> str:
        return "postgresql+psycopg" + self.database_url[self.database_url.index("://") :]

    @property
    def full_name(self) -> str:
        """Gemeente Rotterdam; some cities have nothing before their name."""
        return f"{self.city_prefix} {self.city_name}".strip()

    @property
    def default_language(self) -> str:
        return self.languages[0]


def load() -> Settings:
    env = FileAwareEnv(strip_whitespace=True)
    try:
        settings = Settings(
            city=env.str("CITY"),
            epoch=env.int("EPOCH", 1),
            city_name=env.str("CITY_NAME"),
            city_prefix=env.str("CITY_PREFIX", "Gemeente"),
            country=env.str("COUNTRY", "NL"),
            theme=env.str("THEME", "neutral"),
            time_zone=env.str("TIME_ZONE", "Europe/Amsterdam"),
            languages=tuple(env.list("LANGUAGES", ["nl", "en"])),
            database_url=_with_password(env.str("DATABASE_URL"), env.str("DATABASE_PASSWORD", "")),
            migrations_database_url=_with_password(
                env.str("MIGRATIONS_DATABASE_URL", ""), env.str("DATABASE_OWNER_PASSWORD", "")
            )
            or None,
            amqp_url=_with_password(env.str("AMQP_URL"), amqp_password := env.str("AMQP_PASSWORD", "")),
            rabbitmq_api_url=_with_password(env.str("RABBITMQ_API_URL", ""), amqp_password) or None,
            exchange_url=_with_password(env.str("EXCHANGE_URL", ""), env.str("EXCHANGE_PASSWORD", "")) or None,
            secret_key=env.str("SECRET_KEY"),
            public_url=env.str("PUBLIC_URL").rstrip("/"),
            smtp_url=_with_password(env.str("SMTP_URL", ""), env.str("SMTP_PASSWORD", "")) or None,
            mail_from=env.str("MAIL_FROM", "") or f"programme@{env.str('CITY')}.example",
            mail_dir=env.path("MAIL_DIR", Path("var") / env.str("CITY") / "mail"),
            log_format=env.str("LOG_FORMAT", "json"),
            log_level=env.str("LOG_LEVEL", "INFO"),
            demo=env.bool("DEMO", False),
            health_port=env.int("HEALTH_PORT", None),
            health_host=env.str("HEALTH_HOST", "127.0.0.1"),
            proxies=env.int("PROXIES", 0),
            backup_dir=env.path("BACKUP_DIR", Path("var") / env.str("CITY") / "backups"),
            backup_at=env.str("BACKUP_AT", "02:30"),
            backup_keep_days=env.int("BACKUP_KEEP_DAYS", 30),
            certificate_months=env.int("CERTIFICATE_MONTHS", 36),
            mediation_keep_days=env.int("MEDIATION_KEEP_DAYS", 90),
            digest_at=env.str("DIGEST_AT", "07:30"),
            reminder_days=tuple(env.list("REMINDER_DAYS", [7, 1], subcast=int)),
        )
    except ValueError as error:
        raise SettingsError(f"A setting is missing or wrong: {str(error).rstrip('.')}.") from error
    _check(settings)
    return settings


def _with_password(url: str, password: str) -> str:
    """`url`, with the password where it names a user without one."""
    parts = urlsplit(url)
    if not password or not parts.username or parts.password is not None:
        return url
    user, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user}:{quote(password, safe='')}@{host}"))


def _check(settings: Settings) -> None:
    if len(settings.secret_key) < 32 or len(set(settings.secret_key)) < 10:
        raise SettingsError("SECRET_KEY must have at least 32 characters, and not the same ones over and over.")
    if not settings.database_url.startswith(("postgresql://", "postgres://")):
        raise SettingsError("DATABASE_URL must start with postgresql://.")
    if not settings.amqp_url.startswith(("amqp://", "amqps://")):
        raise SettingsError("AMQP_URL must start with amqp:// or amqps://.")
    if settings.exchange_url:
        _check_exchange(settings.exchange_url, settings.city)
    if not settings.public_url.startswith(("http://", "https://")):
        raise SettingsError("PUBLIC_URL must start with https://, or with http:// on this machine.")
    for name, value in (("BACKUP_AT", settings.backup_at), ("DIGEST_AT", settings.digest_at)):
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            raise SettingsError(f"{name} must be a time of day, as in 02:30.")
    if not 0 <= settings.certificate_months <= 600:
        raise SettingsError("CERTIFICATE_MONTHS must be from 0 to 600.")
    if not 1 <= settings.mediation_keep_days <= 730:
        raise SettingsError("MEDIATION_KEEP_DAYS must be from 1 to 730.")
    if not all(1 <= days <= 60 for days in settings.reminder_days):
        raise SettingsError("REMINDER_DAYS must be days from 1 to 60, as in 7,1.")
    if settings.epoch < 1:
        raise SettingsError("EPOCH must be 1 or more.")
    _refuse_what_is_guessed_first(
        DATABASE_URL=settings.database_url,
        MIGRATIONS_DATABASE_URL=settings.migrations_database_url,
        AMQP_URL=settings.amqp_url,
        EXCHANGE_URL=settings.exchange_url,
    )


def _check_exchange(url: str, city: str) -> None:
    if not url.startswith(("amqp://", "amqps://")):
        raise SettingsError("EXCHANGE_URL must start with amqps://, or with amqp:// on this machine.")
    # What another city receives names its sender, and the broker of the exchange vouches for the user alone.
    if urlsplit(url).username != city:
        raise SettingsError(
            f"EXCHANGE_URL must name the city as its user, as in amqps://{city}@exchange.example/exchange."
        )


def _refuse_what_is_guessed_first(**urls: str | None) -> None:
    for name, url in urls.items():
        parts = urlsplit(url or "")
        password = unquote(parts.password or "").casefold()
        guessed_first = password and password in {*GUESSED_FIRST, (parts.username or "").casefold()}
        if guessed_first and parts.hostname not in THIS_MACHINE:
            raise SettingsError(f"The password in {name} is one that everybody tries first; please make another.")
