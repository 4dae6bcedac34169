"""Fills a city with fictional people and a programme that is well under way, through the public commands.

Only the first account is made over the bus, as an operator makes it; everything else goes through the API. Each
command has a key of its own, so that a run that broke off can simply be repeated. People are named by their function.
"""

from collections.abc import Iterator

from shared import demo


def sign_ins(city: str) -> Iterator[tuple[str, str, str]]:
    """One person per role: role, address, password."""
    for role, password in demo.PASSWORDS.items():
        yield role, f"{role}@{city}.example", password
