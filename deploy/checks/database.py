"""The database: whether it answers, as what, to whom, and whether it is up to date."""

from datetime import timedelta

from deploy.facts import Facts
from deploy.findings import Finding, Silent, count, how_long, ok, some, unknown, wrong

# Tokens are good for two minutes and leases for seconds, by two clocks.
MOST_APART = timedelta(seconds=5)
NOT_ASKED = "The database was not asked, because it does not answer."


def database(facts: Facts) -> Finding:
    found = facts.database
    if isinstance(found, Silent):
        return wrong(found.why, "Start it, or set DATABASE_URL and its password right.")
    if not found.supported:
        return wrong(f"The database is PostgreSQL {found.version}.", "Middleground runs with 15 to 18.")
    if found.encoding != "UTF8":
        return wrong(f"The database keeps its text as {found.encoding}.", "Restore the city into one made with UTF8.")
    return ok(f"PostgreSQL {found.version} answers.")


def login(facts: Facts) -> Finding:
    if isinstance(facts.database, Silent):
        return unknown(NOT_ASKED)
    found = facts.database.login
    if found.powers:
        return wrong(
            f"The processes sign in to the database as {found.name}, who may {some(found.powers)}.",
            "Name a login without such rights in DATABASE_URL, and an administrator in MIGRATIONS_DATABASE_URL.",
        )
    if found.missing:
        return wrong(f"{found.name} may not act as {some(found.missing)}.", "Run `migrate`, which lets them.")
    if found.open_cities:
        return wrong(
            f"{found.name} can read the database of another city: {some(found.open_cities)}.",
            f"There, run: REVOKE CONNECT ON DATABASE {found.open_cities[0]} FROM PUBLIC.",
        )
    return ok(f"{found.name} may do what it must in the database, and no more.")


def migrations(facts: Facts) -> Finding:
    found = facts.database
    if isinstance(found, Silent):
        return unknown(NOT_ASKED)
    if found.newer:
        return wrong(
            f"The database is newer than this version in {some(found.newer)}.",
            "Run the version of Middleground that made it, or a later one.",
        )
    if found.behind:
        schemas = count(len(found.behind), "part", "parts")
        return wrong(f"The database lacks migrations in {schemas}: {some(found.behind)}.", "Run `migrate`.")
    return ok("The database has all migrations of this version.")


def clock(facts: Facts) -> Finding:
    found = facts.database
    if isinstance(found, Silent):
        return unknown(NOT_ASKED)
    if abs(found.ahead) > MOST_APART:
        which = "ahead of" if found.ahead > timedelta(0) else "behind"
        return wrong(
            f"The clock of the database is {how_long(abs(found.ahead))} {which} ours.",
            "Have both machines set their clocks by the network.",
        )
    return ok("The database's clock and ours agree.")
