"""When two records of one person are merged, every service knows of each place where it holds people."""

from importlib import import_module

import pytest

from services import SERVICES
from shared.database.merging import names_of, people_columns

# Where a person's id stands, and why it stays.
STAYS = {
    "municipalities": {
        "dashboard_progress.person_id": "counted as one by dashboard_merged, so that events come in any order",
        "dashboard_groups.trainer_ids": "told anew by trainings",
        "dashboard_erased.person_id": "who is gone",
    },
    "notifications": {
        "holds.held_by": "who did it then",
        "holds.released_by": "who did it then",
    },
}
KNOWN = {
    "municipalities": "services.municipalities.reactions",
    "trainings": "services.trainings.commands.merges",
    "networks": "services.networks.reactions",
    "feedback": "services.feedback.reactions",
    "mediations": "services.mediations.reactions",
    "notifications": "services.notifications.reactions",
}


@pytest.mark.parametrize("service", sorted(KNOWN))
def test_no_place_with_people_is_forgotten(service: str):
    import_module(f"services.{service}.service")
    places = names_of(import_module(KNOWN[service]).PLACES)
    held = people_columns(import_module(f"services.{service}.tables").Base.metadata)
    assert held - set(STAYS.get(service, {})) == places


def test_the_other_services_hold_no_people_of_others():
    """identity owns them, and moves its own; handbook and instance know nobody."""
    assert set(SERVICES) - set(KNOWN) == {"identity", "handbook", "instance"}
