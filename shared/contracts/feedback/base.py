"""What the parts of the contract share."""

from shared.contracts import base
from shared.contracts.base import contract
from shared.taxonomies import codes

SERVICE_NAME = "feedback"
feedback = contract(SERVICE_NAME)
# Before the course, after it, three and six months after its deepening half-day; the taxonomy survey_waves names them.
WAVES = ("t0", "t1", "t3", "t6")
FEWEST_ANSWERS = 5  # nothing is shown under so many
LINKS_AT_ONCE = 500


class Event(base.Event):
    owner = SERVICE_NAME


def need_kinds() -> tuple[str, ...]:
    return codes("needs")


# What a survey may ask within a kind of need: the taxonomy of its options.
NEED_CHOICES = {"training": "training_needs", "information": "information_needs", "expertise": "expertise"}


def need_choices() -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for taxonomy in NEED_CHOICES.values() for code in codes(taxonomy)))


def need_themes() -> tuple[str, ...]:
    return codes("themes")


def activity_kinds() -> tuple[str, ...]:
    return codes("activity_kinds")
