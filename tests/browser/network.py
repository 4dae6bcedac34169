"""Where the pages of the network lead in the filled city, for pages.py."""

from deploy.demo_data.filling import Filling
from shared.access import EXPERT


def places_of_the_network(filling: Filling) -> dict[str, str]:
    """Of what the expert takes part in, and of an initiative of others."""
    expert = filling.as_role[EXPERT]
    listed = expert("GET", "/network/initiatives")["items"]
    own = expert("GET", f"/network/initiatives/{_first(listed, mine=True)}")
    [meeting] = [each for each in expert("GET", "/network/meetings")["items"] if each["agenda_items"]]
    agenda = expert("GET", f"/network/meetings/{meeting['id']}")["agenda"]
    return {
        "meeting": meeting["id"],
        "agenda_item": agenda[0]["id"],
        "held_meeting": expert("GET", "/network/meetings", past=True)["items"][0]["id"],
        "initiative": own["id"],
        "initiative_of_others": _first(listed, mine=False),
        "step": own["steps"][0]["id"],
        "need": own["needs"][0]["id"],
    }


def _first(initiatives: list[dict[str, str]], *, mine: bool) -> str:
    """The one with the most steps."""
    of_that_kind = [each for each in initiatives if each["mine"] is mine]
    return max(of_that_kind, key=lambda each: each["steps"])["id"]
