"""What the experts of the demonstration do together: initiatives, of which one needs something."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from deploy.demo_data.api import Api

if TYPE_CHECKING:
    from deploy.demo_data.filling import Filling


def fill(filling: "Filling", members: list[Api]) -> None:
    for number, told in enumerate(filling.data["initiatives"]):
        _start(filling, told, members[number:] + members[:number])


def _start(filling: "Filling", told: dict[str, Any], people: list[Api]) -> None:
    """The first of `people` starts it, the second joins, the third offers help."""
    first, second, third = people[:3]
    described = {name: told[name] for name in ("title", "purpose", "theme")}
    made = first("POST", "/network/initiatives", step=told["title"], **described)
    address = f"/network/initiatives/{made['id']}"
    second("PUT", f"{address}/participation", step=address)
    for days, step in enumerate(told["steps"], 1):
        due_on = filling.today + timedelta(days=7 * days)
        added = first("POST", f"{address}/steps", step=step, text=step, due_on=due_on.isoformat())
        if days == 1:
            first("PUT", f"{address}/steps/{added['id']}/done", step=f"{step} done")
    for need in told["needs"]:
        added = first("POST", f"{address}/needs", step=need["text"], kind=need["kind"], text=need["text"])
        third("POST", f"{address}/needs/{added['id']}/offers", step=need["offer"], text=need["offer"])
    for note in told["notes"]:
        second("POST", f"{address}/notes", step=note, text=note)
    if told["state"] != "idea":
        first("PUT", f"{address}/state", step=f"{address} state", state=told["state"])
