"""What the training provider brings the network of the demonstration."""

from typing import TYPE_CHECKING

from shared.access import COORDINATOR, TRAINER

if TYPE_CHECKING:
    from deploy.demo_data.filling import Filling


def fill(filling: "Filling") -> None:
    coordinator, trainer = filling.as_role[COORDINATOR], filling.as_role[TRAINER]
    if coordinator("GET", "/network/provider")["contact"] is not None:
        return
    coordinator("PUT", "/network/provider", version=0, **filling.data["provider"])
    for each in filling.data["material"]:
        trainer("POST", "/network/provider/material", step=each["title"], **each)
    for each in filling.data["provider_dates"]:
        where = {name: each[name] for name in ("title", "place", "link")}
        when = filling.at(each["days"], each["start_time"])
        trainer("POST", "/network/provider/dates", step=each["title"], **where, **when)
