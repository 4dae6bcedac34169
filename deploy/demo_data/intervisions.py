"""The intervisions of the demonstration: one that was held, with what was learnt, and one that is to come."""

from datetime import timedelta
from typing import TYPE_CHECKING

from deploy.demo_data.api import Api
from shared import clock
from shared.contracts.fields import local

if TYPE_CHECKING:
    from deploy.demo_data.filling import Filling

ALL = "/network/intervisions"


def fill(filling: "Filling", members: list[Api]) -> None:
    """The expert of the demonstration brought the case of the first, and takes part in the second."""
    _held(filling, members[:4])
    place = filling.data["intervision"]["place"]
    planned = members[1]("POST", ALL, step="planned", method="gossip", place=place, **filling.at(9, "15:00"))
    for number in (2, 0):
        members[number]("PUT", f"{ALL}/{planned['id']}/seat", step=f"{number}")


def _held(filling: "Filling", members: list[Api]) -> None:
    soon = local(clock.now() + timedelta(minutes=20), filling.city.time_zone)
    when = {"date": soon.date().isoformat(), "start_time": f"{soon:%H:%M}"}
    first, second, *others = members
    told = filling.data["intervision"]
    held = first("POST", ALL, step="held", method="rounds", place=told["place"], **when)
    address = f"{ALL}/{held['id']}"
    for number, member in enumerate([second, *others]):
        member("PUT", f"{address}/seat", step=f"{number}")
    for member, role in ((first, "case_bringer"), (second, "facilitator")):
        member("PUT", f"{address}/role", role=role)
    here = [seat["person_id"] for seat in first("GET", address)["at"]]
    first("PUT", f"{address}/room/beginning", person_ids=here)
    first("PUT", f"{address}/lesson", learning_question=told["learning_question"], lesson=told["lesson"])
    second("PUT", f"{address}/room/end")
