"""`middleground mail`: whether mail leaves. After a restore it is held, since some of it may have been sent before."""

from typing import Annotated, Any

import typer

from deploy.desk import desk_of
from shared.contracts import notifications as contract
from shared.contracts.base import Call

cli = typer.Typer(no_args_is_help=True, help="Whether mail leaves.")


@cli.callback()
def main() -> None:
    """Whether mail leaves."""


@cli.command()
def status() -> None:
    """Say whether mail is held, and how much of it waits."""
    for told in _ask(contract.mail_hold):
        _say(told["hold"])


@cli.command()
def hold() -> None:
    """Let no mail leave until it is released."""
    for told in _ask(contract.hold_mail):
        _say(told["hold"])


@cli.command()
def release(
    discard_old: Annotated[
        bool, typer.Option("--discard-old", help="What was due before mail was held is not sent.")
    ] = False,
) -> None:
    """Let mail leave again."""
    for told in _ask(contract.release_mail, discard_old=discard_old):
        if not told["released"]:
            print("Mail was not held.")
        elif discard_old:
            print(f"Mail leaves again; {told['discarded']} from before are not sent.")
        else:
            print("Mail leaves again.")


def _ask(call: Call, **data: Any) -> list[dict[str, Any]]:
    """The answer, or none when there is trouble, which is then said."""
    with desk_of([contract.SERVICE_NAME]) as desk:
        return [*desk.ask(call, **data).values()]


def _say(hold: dict[str, Any] | None) -> None:
    if hold is None:
        print("Mail leaves.")
        return
    why = " after the restore" if hold["taken_at"] else ""
    print(f"Mail is held{why} since {hold['held_at'].astimezone():%Y-%m-%d %H:%M}.")
    print(f"Due: {hold['waiting']}, {hold['old']} from before that.")
    print("`mail release` sends all of them, `mail release --discard-old` only those that are not from before.")
