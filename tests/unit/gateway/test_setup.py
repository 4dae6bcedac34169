from uuid import uuid4

import pytest

from services.gateway.setup import STEPS, steps

NOTHING = {"areas": 0, "people": False, "chapters": 0, "programme": None, "introduction": None, "reading": []}
REGISTERED = {"programme": {"state": "registered"}}
PLANNED = {**REGISTERED, "areas": 3, "people": True, "introduction": {}}


def states(**found) -> dict[str, str]:
    return {step["name"]: step["state"] for step in steps({**NOTHING, "invited": 0, **found})}


def test_an_empty_instance_begins_with_its_areas():
    assert states() == {"areas": "current", **dict.fromkeys(STEPS[1:], "to_do")}


def test_a_draft_is_no_programme_yet():
    assert states(areas=3, people=True, programme={"state": "draft"})["programme"] == "current"


def test_what_was_done_out_of_order_counts():
    assert states(**REGISTERED, areas=3)["people"] == "current"
    assert states(**REGISTERED, areas=3)["programme"] == "done"


@pytest.mark.parametrize(
    "more", [{"chapters": 0}, {"chapters": 2, "reading": [uuid4()]}, {"chapters": 2, "invited": 5}]
)
def test_reading_holds_nobody_up(more):
    assert states(**PLANNED, **more)["reading"] == "done"


def test_reading_is_asked_for_when_there_is_something_to_read():
    assert states(**PLANNED, chapters=2)["reading"] == "current"


def test_everything_is_done_when_people_are_invited():
    assert set(states(**PLANNED, invited=1).values()) == {"done"}
