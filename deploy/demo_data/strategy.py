"""The strategy of the demonstration: written by two people, adopted once; and the page for the council."""

from datetime import timedelta
from typing import TYPE_CHECKING

from shared.access import COORDINATOR, EXPERT

if TYPE_CHECKING:
    from deploy.demo_data.filling import Filling


def fill(filling: "Filling") -> None:
    coordinator, expert = filling.as_role[COORDINATOR], filling.as_role[EXPERT]
    programme = f"/programmes/{filling.ids['programme']}"
    address, told = f"{programme}/strategy", filling.data["strategy"]
    if coordinator("GET", address)["adopted"]:
        return
    coordinator("PUT", f"{address}/writers/{filling.ids[EXPERT]}")
    for section, text in told["sections"].items():
        coordinator("PUT", f"{address}/sections/{section}", step=section, text=text, number=0)
    owners = [filling.ids[COORDINATOR], filling.ids[EXPERT], filling.level("street")[0], None]
    for action, owner_id in zip(told["actions"], owners, strict=True):
        due_on = (filling.today + timedelta(days=action["days"])).isoformat()
        planned = {"text": action["text"], "due_on": due_on, "owner_id": owner_id}
        made = coordinator("POST", f"{address}/actions", step=action["text"], **planned)
        if action["state"] != "planned":
            coordinator("PUT", f"{address}/actions/{made['id']}/state", shown="planned", state=action["state"])
    held = coordinator("GET", "/sessions", programme_id=filling.ids["programme"], state="recorded")["items"]
    came_from = [session["id"] for session in held[:2]]
    coordinator("PUT", f"{address}/sources", version=coordinator("GET", address)["version"], session_ids=came_from)
    review_on = (filling.today + timedelta(days=75)).isoformat()
    coordinator("PUT", f"{address}/review", version=coordinator("GET", address)["version"], review_on=review_on)
    coordinator("POST", f"{address}/adopted", checksum=coordinator("GET", address)["checksum"])
    for section, text in told["changed"].items():
        expert("PUT", f"{address}/sections/{section}", step="changed", text=text, number=1)
    for section, text in told["comments"]:
        expert("POST", f"{address}/sections/{section}/comments", step=text, text=text)
    _tell_the_council(filling, programme)


def _tell_the_council(filling: "Filling", programme: str) -> None:
    coordinator, told = filling.as_role[COORDINATOR], filling.data["council"]
    coordinator("PUT", f"{programme}/council-page", version=0, **told)
    coordinator("POST", f"{programme}/council-page/publication", version=1, adopted_number=1)
