"""The meetings of the demonstration: one with minutes, one that is prepared, and a lunch."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from deploy.demo_data.api import Api

if TYPE_CHECKING:
    from deploy.demo_data.filling import Filling


def fill(filling: "Filling", members: list[Api]) -> None:
    for told in filling.data["meetings"]:
        _hold(filling, told, members)


def _hold(filling: "Filling", told: dict[str, Any], members: list[Api]) -> None:
    """Planned by the second of the members; the first and the third answer before it is over."""
    first, planner, third = members[:3]
    day = filling.today + timedelta(days=told["days"])
    plan = {name: told[name] for name in ("title", "place", "informal") if name in told}
    made = planner(
        "POST", "/network/meetings", step=told["title"], **plan, date=day.isoformat(), start_time="15:30", minutes=60
    )
    address = f"/network/meetings/{made['id']}"
    for number, (text, minutes) in enumerate(told["agenda"]):
        members[number % len(members)]("POST", f"{address}/agenda", step=text, text=text, minutes=minutes)
    if told["days"] > 0:
        for member, reply in ((first, "yes"), (third, "maybe")):
            member("PUT", f"{address}/reply", step=f"{address} {reply}", reply=reply)
    else:
        _write_down(filling, told, address, planner)


def _write_down(filling: "Filling", told: dict[str, Any], address: str, writer: Api) -> None:
    draft = writer("GET", f"{address}/minutes")
    written = {"text": told["minutes"], "decisions": told["decisions"], "present_ids": draft["member_ids"][:4]}
    writer("PUT", f"{address}/minutes", step=address, version=0, **written)
    for number, text in enumerate(told["actions"], 1):
        due_on = (filling.today + timedelta(days=7 * number)).isoformat()
        owner_id = draft["member_ids"][number]
        writer("POST", f"{address}/actions", step=text, text=text, owner_id=owner_id, due_on=due_on)
