"""`middleground parked`: messages that wait for a person. docs/operating-messages.md says what to do about them."""

import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deploy.desk import Desk, Request, desk_of
from services import SERVICES
from services.gateway.parked import reason
from shared.contracts import operation
from shared.contracts.base import Call

cli = typer.Typer(no_args_is_help=True, help="Messages that wait for a person.")

PIPE_WIDTH = 160
MOST_LISTED = 200
GROUP = ("subscription", "type", "reason")

Service = Annotated[
    list[str] | None,
    typer.Option("--service", help=f"Ask only this one; can be repeated. One of: {', '.join(SERVICES)}."),
]
Type = Annotated[str | None, typer.Option("--type", help="Only messages of this type, such as person_erased.v1.")]
Reason = Annotated[
    str | None, typer.Option("--reason", help="Only messages parked for this reason, as `list` names it.")
]
Ids = Annotated[list[UUID] | None, typer.Argument(help="The ids of single messages.", show_default=False)]
Everything = Annotated[bool, typer.Option("--all", help="Everything that is parked.")]

console = Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)


@cli.callback()
def main() -> None:
    """Messages that wait for a person."""


@cli.command("list")
def list_(
    service: Service = None,
    type_: Type = None,
    why: Reason = None,
    each: Annotated[bool, typer.Option("--each", help="List single messages with their ids, not groups.")] = False,
) -> None:
    """Show what is parked and why."""
    with desk_of(service) as desk:
        if each:
            _list_messages(desk, type_, why)
        else:
            _list_groups(desk, type_, why)


def _list_groups(desk: Desk, type_: str | None, why: str | None) -> None:
    told = desk.ask(operation.messages)
    table = _table("Service", "Message", "Why", "Parked", "Since")
    for name, messages in told.items():
        for group in _alike(messages["groups"], type_, why):
            table.add_row(
                name,
                f"{_code(group['type'])}\n{_dim('from ' + _sender(group))}",
                _why(group["reason"]),
                str(group["count"]),
                _moment(group["oldest"]),
            )
    _show(table, told, "Nothing is parked.")
    for name, messages in told.items():
        if messages["behind"]:
            console.print(f"{_count(messages['behind'], 'message waits', 'messages wait')} behind them in {name}.")


def _list_messages(desk: Desk, type_: str | None, why: str | None) -> None:
    told = desk.ask(operation.parked_messages, type=type_, reason=why, per_page=MOST_LISTED)
    table = _table("Service", "Message", "Why", "Attempts", "Since")
    for name, found in told.items():
        for message in found.get("items", []):
            table.add_row(
                name,
                f"{message['message_id']}\n{_dim(message['type'] or '')}",
                _why(message["reason"]),
                str(message["attempts"]),
                _moment(message["parked_at"]),
            )
    _show(table, told, "Nothing is parked.")
    for name, found in told.items():
        if found["total"] > MOST_LISTED:
            console.print(f"These are the first {MOST_LISTED} of {found['total']} in {name}.")


@cli.command()
def show(message_id: Annotated[UUID, typer.Argument(help="The message's id.")], service: Service = None) -> None:
    """Show all that is known of one message."""
    with desk_of(service) as desk:
        told = desk.ask(operation.parked_message, message_id=message_id)
        for name, message in told.items():
            _show_message(name, message)
        if not told and not desk.trouble:
            sys.exit("No service has set this message aside.")


def _show_message(name: str, message: dict[str, Any]) -> None:
    facts = Table.grid(padding=(0, 2))
    state = f"parked since {_moment(message['parked_at'])}" if message["parked_at"] else "is tried again"
    behind = _count(message["behind_total"], "message", "messages")
    for fact in (
        ("Message", _code(message["type"])),
        ("In", f"{name}, from {_sender(message)}"),
        ("State", state),
        ("Why", _why(message["reason"])),
        ("Failed first", _moment(message["failed_at"])),
        ("Attempts", str(message["attempts"])),
        ("Replayed", _count(message["replays"], "time", "times")),
        ("Behind it", behind if message["behind_total"] else "nothing"),
        *((_code(header), escape(value or "")) for header, value in message["headers"].items()),
    ):
        facts.add_row(*fact)
    console.print(facts)
    console.print(message["text"] or "(no content)", markup=False)
    if message["is_cut"]:
        console.print(f"... cut: the whole has {message['size']} bytes.")


@cli.command()
def replay(
    ids: Ids = None, service: Service = None, type_: Type = None, why: Reason = None, all_: Everything = False
) -> None:
    """Have parked messages tried again, single ones or whole groups."""
    with desk_of(service) as desk:
        chosen = _choose(desk, ids, type_, why, all_ or bool(service))
        _carry_out(desk, operation.replay_parked, chosen, "is tried again", "are tried again")


@cli.command()
def discard(
    ids: Ids = None,
    service: Service = None,
    type_: Type = None,
    why: Reason = None,
    all_: Everything = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """End parked messages without an effect. This cannot be undone."""
    with desk_of(service) as desk:
        chosen = _choose(desk, ids, type_, why, all_ or bool(service))
        if chosen and not yes:
            typer.confirm(f"Discard {_in_words(chosen)}? They never take effect.", abort=True)
        _carry_out(desk, operation.discard_parked, chosen, "has been discarded", "have been discarded")


def _choose(desk: Desk, ids: list[UUID] | None, type_: str | None, why: str | None, everything: bool) -> list[Request]:
    """Whole groups as they are now: what is parked from here on is none of them."""
    if ids:
        return [Request(name, {"message_ids": ids, "type": type_, "reason": why}) for name in desk.services]
    if not (type_ or why or everything):
        raise typer.BadParameter("name the messages: by ids, --service, --type, --reason, or --all")
    return [
        Request(name, {**{part: group[part] for part in GROUP}, "until": group["newest"]}, group["count"])
        for name, messages in desk.ask(operation.messages).items()
        for group in _alike(messages["groups"], type_, why)
    ]


def _in_words(chosen: list[Request]) -> str:
    if chosen[0].count is None:
        return _count(len(chosen[0].data["message_ids"]), "message", "messages")
    total = sum(request.count or 0 for request in chosen)
    return f"{_count(total, 'message', 'messages')} of {', '.join(sorted({request.service for request in chosen}))}"


def _carry_out(desk: Desk, call: Call, chosen: list[Request], one: str, more: str) -> None:
    total = 0
    for request, answer in desk.send(call, chosen):
        name, count = request.service, answer["count"]
        total += count
        if count:
            about = f" ({request.data['type']}, {request.data['reason']})" if request.count else ""
            said = _count(count, f"message of {name} {one}", f"messages of {name} {more}")
            console.print(f"{said}{about}.", markup=False)
    if not total and not desk.trouble:
        sys.exit("No message like this is parked.")


def _alike(groups: list[dict[str, Any]], type_: str | None, why: str | None) -> Iterator[dict[str, Any]]:
    for group in groups:
        if type_ in (None, group["type"]) and why in (None, group["reason"]):
            yield group


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold", justify="right" if heading in ("Parked", "Attempts") else "left")
    return table


def _show(table: Table, told: dict[str, Any], otherwise: str) -> None:
    if table.row_count:
        console.print(table)
    elif told:
        console.print(otherwise)


def _sender(about: dict[str, Any]) -> str:
    return about["subscription"].rpartition(".")[2]


def _why(code: str) -> str:
    return f"{escape(reason(code))}\n{_dim(code)}"


def _code(text: str | None) -> str:
    return escape(text or "(no type)")


def _dim(text: str) -> str:
    return f"[dim]{escape(text)}[/dim]"


def _moment(value: datetime | None) -> str:
    return value.astimezone().strftime("%Y-%m-%d %H:%M:%S") if value else ""


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
