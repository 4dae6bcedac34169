"""Intervisions beside those of the demo, for the pages that show a room."""

from uuid import UUID

from deploy.demo_data.filling import Filling
from shared.access import EXPERT
from tests.city import City
from tests.gateway.intervisions import begin_intervision, plan_intervision


def places_of_intervisions(city: City, filling: Filling) -> dict[str, str]:
    """Those of the demonstration, one about to begin, and two that run: led by the expert, and by somebody else."""
    expert = filling.as_role[EXPERT]
    [planned] = expert("GET", "/network/intervisions")["items"]
    [held] = expert("GET", "/network/intervisions", held="yes")["items"]
    own = UUID(filling.ids[EXPERT])
    members = [UUID(each["person_id"]) for each in expert("GET", "/network/members")["items"]]
    one, other, *_ = (person_id for person_id in members if person_id != own)
    return {
        "intervision": planned["id"],
        "held_intervision": held["id"],
        "intervision_soon": str(plan_intervision(city, [own, one, other])),
        "intervision_led": str(begin_intervision(city, [one, own, other])),
        "intervision_followed": str(begin_intervision(city, [own, one, other])),
    }
