"""What stands around the course: a draft, what was given before, the tiles of the map, goals and beneficiaries."""

from datetime import timedelta
from typing import TYPE_CHECKING

from shared.access import COORDINATOR

if TYPE_CHECKING:
    from deploy.demo_data.filling import Filling


def fill(filling: "Filling") -> None:
    coordinator, programme = filling.as_role[COORDINATOR], f"/programmes/{filling.ids['programme']}"
    tiles = [
        {"area_id": filling.ids[name], "column": column, "row": row}
        for name, (column, row) in filling.data["tiles"].items()
    ]
    draft = coordinator("POST", "/programmes", step="draft")["id"]
    coordinator("PUT", f"/programmes/{draft}", **filling.data["draft"])
    coordinator("PUT", "/areas/tiles", tiles=tiles)
    coordinator("PUT", programme, step="goals", sdgs=filling.data["sdgs"])
    first, last = (filling.today - timedelta(days=days) for days in (40, 20))
    for beneficiary, people in filling.data["beneficiaries"]:
        count = {"beneficiary": beneficiary, "people": people, "starts_on": f"{first}", "ends_on": f"{last}"}
        coordinator("POST", f"{programme}/beneficiaries", step=beneficiary, **count)
    past = filling.data["past"]
    lines = [{"line": line, "cells": cells} for line, cells in enumerate(past["lines"], 2)]
    file = {"source": past["source"], "heading": past["heading"], "lines": lines}
    begun = coordinator("POST", f"{programme}/past-imports", **file)["id"]
    coordinator("POST", f"/past-imports/{begun}/confirmation")
