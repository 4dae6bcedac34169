"""`python -m deploy person`: the first accounts of a city; all others are made on the pages."""

import sys
from typing import Annotated

import typer

from shared import settings
from shared.access import ROLES
from shared.contracts import identity
from shared.errors import Invalid, Refusal
from shared.messaging.call import Caller

cli = typer.Typer(no_args_is_help=True, help="People who may sign in.")


@cli.callback()
def main() -> None:
    """People who may sign in."""


@cli.command()
def add(
    email: Annotated[str, typer.Option(help="The address to sign in with.")],
    name: Annotated[str, typer.Option(help="The name that others see.")],
    role: Annotated[list[str], typer.Option(help=f"One or more of: {', '.join(sorted(ROLES))}.")],
    language: Annotated[str, typer.Option(help="Of pages and mails.")] = "nl",
    ask_password: Annotated[bool, typer.Option(help="Ask for a password instead of inviting by mail.")] = False,
) -> None:
    """Add a person with an account. Without a password, a mail invites the person to choose one."""
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True) if ask_password else None
    try:
        city = settings.load()
        caller = Caller(city.amqp_url, city.secret_key)
        caller(identity.register_account, email=email, name=name, language=language, roles=role, password=password)
        caller.close()
    except settings.SettingsError as error:
        sys.exit(str(error))
    except Refusal as refusal:
        sys.exit(sentence(refusal))
    print(f"Added {email}." if password else f"Added {email}; an invitation by mail follows.")


def sentence(refusal: Refusal) -> str:
    if isinstance(refusal, Invalid):
        wrong = "; ".join(f"{field}: {', '.join(codes)}" for field, codes in refusal.fields.items())
        return f"This was not accepted: {wrong}."
    return f"This was not done: {refusal.code.replace('_', ' ')}."
