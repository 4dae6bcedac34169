"""The settings of a city: whole, well meant, and its secrets secret."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from deploy.facts import Facts
from deploy.findings import Finding, ok, some, wrong
from shared.languages import LANGUAGES, WHOLE
from shared.settings import GUESSED_FIRST, THIS_MACHINE, SettingsError, load

ROOT = Path(__file__).parents[2]
CITIES = ROOT / "deploy/cities"
LINE = re.compile(r"(?:# )?([A-Z][A-Z_]+)=")
A_SETTING = re.compile(r"[A-Z][A-Z0-9_]*=(?:[^'\"]*|'[^']*'|\"[^\"]*\")\s*")
# Settings of the system that resemble ours.
NOT_OURS = {"LANGUAGE"}
# Where containers find their secrets: who can look in there is in the container already.
IN_A_CONTAINER = Path("/run/secrets")

LEAST = {"SECRET_KEY": 32, "DATABASE_PASSWORD": 16, "DATABASE_OWNER_PASSWORD": 16, "AMQP_PASSWORD": 16}
SIGNS = 10
# Which address names the user of a password.
URLS = {
    "DATABASE_PASSWORD": "DATABASE_URL",
    "DATABASE_OWNER_PASSWORD": "MIGRATIONS_DATABASE_URL",
    "AMQP_PASSWORD": "AMQP_URL",
    "SMTP_PASSWORD": "SMTP_URL",
}


def settings(environment: Mapping[str, str]) -> Finding:
    """Of the city's file where it can be seen, else of the environment alone."""
    slug = environment.get("CITY", "")
    file = CITIES / f"{slug}.env"
    known, needed = names_of((CITIES / "template.env").read_text(encoding="utf-8"))
    try:
        complaints = [*wrong_in_the_file(file.read_text(encoding="utf-8"), known, needed)] if slug else []
        where = f"deploy/cities/{file.name}: "
    except OSError:
        complaints, where = [*misspelt(environment, known)], ""
    try:
        load()
    except SettingsError as error:
        complaints.append(str(error).rstrip("."))
    if complaints:
        return wrong(f"{where}{'; '.join(complaints)}.", "deploy/cities/template.env shows what belongs there.")
    return ok("The settings are whole.")


def names_of(template: str) -> tuple[set[str], set[str]]:
    """All settings that there are, and those that a city's file has to have."""
    lines = template.splitlines()
    known = {found[1] for line in lines if (found := LINE.match(line))}
    return known, {line.partition("=")[0] for line in lines if LINE.match(line) and not line.startswith("#")}


def wrong_in_the_file(text: str, known: set[str], needed: set[str]) -> Iterator[str]:
    found: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not A_SETTING.fullmatch(line):
            yield f"line {number} is no whole setting"
        found.append(line.partition("=")[0])
    names = [name.removesuffix("_FILE") for name in found]
    yield from (
        _no_setting(name, known) for name in names if name not in known and re.fullmatch(r"[A-Z][A-Z0-9_]*", name)
    )
    yield from (f"{name} stands there twice" for name in sorted({name for name in found if found.count(name) > 1}))
    if missing := sorted(needed - set(names)):
        yield f"{some(missing)} {'is' if len(missing) == 1 else 'are'} missing"


def misspelt(environment: Mapping[str, str], known: set[str]) -> Iterator[str]:
    """An environment holds much that is not ours; what is nearly a setting was meant to be one."""
    for name in sorted(environment):
        plain = name.removesuffix("_FILE")
        if plain not in known | NOT_OURS and difflib.get_close_matches(plain, known, cutoff=0.85):
            yield _no_setting(plain, known)


def _no_setting(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"{name} is no setting{f', {near[0]} is' if near else ''}"


def secrets(environment: Mapping[str, str]) -> Finding:
    complaints = [*_wrong_secrets(environment), *_open_files(environment)]
    if complaints:
        return wrong(f"{some(complaints)}.", "Make new ones, and keep their files to who runs the city.")
    return ok("The secrets are there, long enough, and not to be guessed.")


def _wrong_secrets(environment: Mapping[str, str]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for name in (*LEAST, "SMTP_PASSWORD"):
        user, secret, is_near = _secret(name, environment)
        if secret is None:
            yield f"the file that {name}_FILE names can't be read"
        elif not secret:
            if name == "SECRET_KEY" or (user and not is_near):
                yield f"{name} is not there"
        elif not is_near:
            if why := why_it_is_weak(secret, user, LEAST.get(name, 1)):
                yield f"{name} {why}"
            if secret in seen:
                yield f"{name} and {seen[secret]} are the same"
            seen.setdefault(secret, name)


def _secret(name: str, environment: Mapping[str, str]) -> tuple[str, str | None, bool]:
    """Who signs in with it, the secret, and whether it is for a server of this machine alone."""
    try:
        url = urlsplit(_read(URLS.get(name, ""), environment))
        user, host = unquote(url.username or ""), url.hostname
    except (OSError, ValueError):
        return "", "", True  # what is wrong with an address is said of the settings
    try:
        secret = unquote(url.password or "") or _read(name, environment)
    except OSError:
        secret = None
    return user, secret, name in URLS and host in THIS_MACHINE


def _read(name: str, environment: Mapping[str, str]) -> str:
    file = environment.get(f"{name}_FILE")
    return Path(file).read_text(encoding="utf-8").strip() if file else environment.get(name, "")


def why_it_is_weak(secret: str, user: str, least: int) -> str | None:
    if secret.casefold() in {*GUESSED_FIRST, user.casefold()}:
        return "is one that everybody tries first"
    if len(secret) < least:
        return f"has {len(secret)} characters, and should have {least} or more"
    if len(set(secret)) < min(SIGNS, least):
        return "has the same characters over and over"
    return None


def _open_files(environment: Mapping[str, str]) -> Iterator[str]:
    files = {name: Path(environment.get(f"{name}_FILE", "")) for name in (*LEAST, "SMTP_PASSWORD")}
    for name, file in files.items():
        if file.is_file() and IN_A_CONTAINER not in file.parents and everybody_can_read(file):
            yield f"everybody on this machine can read the file of {name}"


def everybody_can_read(file: Path) -> bool:
    """The folders above have to let them through, too."""
    return bool(file.stat().st_mode & 0o004) and all(folder.stat().st_mode & 0o001 for folder in file.resolve().parents)


def address(facts: Facts) -> Finding:
    profiles = facts.environment.get("COMPOSE_PROFILES", "").split(",")
    found = wrong_with_the_address(facts.city.public_url, facts.city.proxies, "tls" in profiles)
    return wrong(*found) if found else ok(f"The pages are at {facts.city.public_url}.")


def wrong_with_the_address(url: str, proxies: int, tls: bool) -> tuple[str, str] | None:
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.path.strip("/") or parts.query or parts.username:
        return f"PUBLIC_URL is {url}, which is no address of pages.", "It is https:// and a host name, nothing more."
    if parts.scheme == "https" and not proxies:
        return (
            "PUBLIC_URL is https://, but no proxy stands before the pages.",
            "Set PROXIES=1, with COMPOSE_PROFILES=tls or behind a proxy of yours.",
        )
    if parts.scheme == "http" and tls:
        return (
            "Caddy is to get a certificate, but PUBLIC_URL is http://.",
            "Make PUBLIC_URL https://, or leave tls out.",
        )
    if parts.scheme == "http" and host not in THIS_MACHINE:
        return (
            f"Passwords travel to {host} for everybody to read.",
            "Make PUBLIC_URL https://, behind a proxy with TLS.",
        )
    if parts.scheme == "http" and proxies:
        return "PROXIES says that a proxy stands before the pages, but PUBLIC_URL is http://.", "Set PROXIES=0."
    return None


def languages(facts: Facts) -> Finding:
    city = facts.city
    try:
        ZoneInfo(city.time_zone)
    except (KeyError, ValueError, OSError):
        return wrong(f"There is no time zone {city.time_zone}.", "TIME_ZONE is one like Europe/Amsterdam.")
    if unknown_ones := [language for language in city.languages if language not in LANGUAGES]:
        return wrong(f"There are no pages in {some(unknown_ones)}.", f"LANGUAGES may be some of {some(LANGUAGES)}.")
    if not city.languages:
        return wrong("LANGUAGES names no language.", f"It may be some of {some(LANGUAGES)}.")
    in_part = f" (in {some(partly)} those for the public)" if (partly := _in_part(city.languages)) else ""
    return ok(f"Pages are in {some(city.languages)}{in_part}, with the time of {city.time_zone}.")


def _in_part(languages: Sequence[str]) -> list[str]:
    return [language for language in languages if language not in WHOLE]


def theme(facts: Facts) -> Finding:
    themes = sorted(file.stem for file in (ROOT / "services/gateway/static/themes").glob("*.css"))
    if facts.city.theme not in themes:
        return wrong(f"There is no theme {facts.city.theme}.", f"THEME is one of {some(themes, most=20)}.")
    return ok(f"The pages look like {facts.city.theme}.")
