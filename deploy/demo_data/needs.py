"""What the people of the demonstration need, what is planned for it, and what was told of it."""

from datetime import timedelta
from typing import TYPE_CHECKING

from shared.access import COORDINATOR

if TYPE_CHECKING:
    from deploy.demo_data.filling import Filling


def fill(filling: "Filling") -> None:
    coordinator, programme = filling.as_role[COORDINATOR], f"/programmes/{filling.ids['programme']}"
    told = coordinator("GET", f"{programme}/needs/told")["told"]
    needs = {}
    for each in filling.data["needs"]:
        heard = next((line for line in told if each.get("told") and line["kind"] == each["kind"]), None)
        source = {name: heard[name] for name in ("wave", "choice")} if heard else {}
        noted = {name: each[name] for name in ("kind", "theme", "text")} | source
        needs[each["text"]] = coordinator("POST", f"{programme}/needs", step=each["text"], **noted)["id"]
        if "declined" in each:
            address = f"/needs/{needs[each['text']]}/decision"
            coordinator("PUT", address, decision="declined", reason=each["declined"])
    for each in filling.data["activities"]:
        day = (filling.today + timedelta(days=each["days"])).isoformat()
        answered = [needs[text] for text in each["needs"]]
        planned = {"title": each["title"], "kind": each["kind"], "planned_on": day, "need_ids": answered}
        activity = coordinator("POST", f"{programme}/activities", step=each["title"], **planned)["id"]
        if each["days"] < 0:
            coordinator("PUT", f"/activities/{activity}/state", state="done")
    if not coordinator("GET", f"{programme}/reports-back")["reports"]:
        text = {"text": filling.data["what_changed"], "need_ids": [needs[filling.data["activities"][0]["needs"][0]]]}
        coordinator("PUT", f"{programme}/reports-back/draft", step="first", **text)
        version = coordinator("GET", f"{programme}/reports-back/draft")["version"]
        coordinator("POST", f"{programme}/reports-back", step="first", version=version)
