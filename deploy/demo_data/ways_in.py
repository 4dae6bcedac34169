"""Doors that the demonstration leaves open: an open call, and partners that may nominate."""

from typing import Any

from deploy.demo_data.api import Api

ABOUT = "Voor iedereen die op straat of op kantoor merkt dat groepen tegenover elkaar komen te staan."
WILLING_AND_ABLE, NOT_ABLE_YET = "Woningcorporatie", "Scholengemeenschap"


def open_doors(coordinator: Api, programme_id: str, group_id: str, contact_id: str) -> dict[str, str]:
    """The code of the open call and the id of the partner."""
    call: dict[str, Any] = {"way": "open_call", "open": True, "language": "nl", "about": ABOUT}
    coordinator("PUT", f"/editions/{group_id}/registration", **call)
    path = f"/programmes/{programme_id}/partners"
    coordinator("POST", path, step=NOT_ABLE_YET, name=NOT_ABLE_YET, able=False)
    partner = {"name": WILLING_AND_ABLE, "contact_id": contact_id}
    return {
        "partner": coordinator("POST", path, step=WILLING_AND_ABLE, **partner)["id"],
        "open_code": coordinator("GET", f"/editions/{group_id}/ways-in")["edition"]["code"],
    }
