"""Groups composed of the candidates, several at once, and the wishes that count for it."""

from shared.access import COORDINATOR
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.trainings.base import OneProgramme, trainings
from shared.contracts.trainings.groups import MOST_PLACES, PLACES

MOST_COMPOSED = 20
MOST_WISHES = 5_000
WISHES = ("with", "not_with")
FINDINGS = (
    "with_line_manager",
    "together_against_a_wish",
    "apart_from_line_manager",
    "apart_as_wished",
    "together_as_wished",
    "wished_elsewhere",
    "no_group_without",
)


class Wish(Schema):
    """The person wishes to be in a group with the other one, or is not to be."""

    person_id = fields.Id(required=True)
    other_id = fields.Id(required=True)
    kind = fields.Choice(WISHES, required=True)


class AddWish(Wish):
    """A second one about the same two takes the place of the first."""

    programme_id = fields.Id(required=True)


class RemoveWish(Schema):
    programme_id = fields.Id(required=True)
    person_id = fields.Id(required=True)
    other_id = fields.Id(required=True)


class Wishes(Schema):
    wishes = fields.Many(fields.Part(Wish), max=MOST_WISHES)


class ComposeGroups(Schema):
    """The same `seed` gives the same groups, another one others that are about as good."""

    programme_id = fields.Id(required=True)
    count = fields.Number(min=1, max=MOST_COMPOSED, load_default=1)
    places = fields.Number(min=2, max=MOST_PLACES, load_default=PLACES)
    seed = fields.Number(load_default=0)


class ComposedGroups(Schema):
    """Who would be in which group."""

    programme_id = fields.Id(required=True)
    groups = fields.Many(fields.Many(fields.Id(), max=500, required=False), required=True, max=MOST_COMPOSED)


class Finding(Schema):
    code = fields.Choice(FINDINGS)
    person_id = fields.Id()
    other_id = fields.Id()


class ArrangedGroup(Schema):
    person_ids = fields.Many(fields.Id())
    findings = fields.Many(fields.Part(Finding), max=5_000)


class ArrangedPerson(Schema):
    """What counts for composing, besides what their record in identity says to whoever may read it."""

    person_id = fields.Id()
    area_ids = fields.Many(fields.Id())
    line_manager_id = fields.Id(allow_none=True)


class Composition(Schema):
    """`people`: all candidates. `rest_ids`: those in no group, `rest_findings` which of them fit in none.

    `gone_ids`: asked about and no candidates any more. `rebuilding`: what is known of people is being gathered anew.
    """

    groups = fields.Many(fields.Part(ArrangedGroup))
    rest_ids = fields.Many(fields.Id(), max=5_000)
    rest_findings = fields.Many(fields.Part(Finding), max=5_000)
    people = fields.Many(fields.Part(ArrangedPerson), max=5_000)
    gone_ids = fields.Many(fields.Id(), max=10_000)
    rebuilding = fields.YesNo()


class ComposedGroup(Schema):
    name = fields.Text(max=80, required=True)
    person_ids = fields.Many(fields.Id(), load_default=list)


class FormGroups(Schema):
    """All of them or none. People beyond the places go to the waiting list of their group."""

    programme_id = fields.Id(required=True)
    places = fields.Number(min=2, max=MOST_PLACES, load_default=PLACES)
    places_reason = fields.Text(max=500, load_default=None, allow_none=True)
    groups = fields.Many(fields.Part(ComposedGroup), required=True, max=MOST_COMPOSED)


class GroupsFormed(Schema):
    """In the order of the request."""

    ids = fields.Many(fields.Id())


wishes = trainings.query("wishes", OneProgramme, Wishes, who=[COORDINATOR])
add_wish = trainings.command("add_wish", AddWish, who=[COORDINATOR])
remove_wish = trainings.command("remove_wish", RemoveWish, who=[COORDINATOR])
compose_groups = trainings.query("compose_groups", ComposeGroups, Composition, who=[COORDINATOR], deadline=10)
weigh_groups = trainings.query("weigh_groups", ComposedGroups, Composition, who=[COORDINATOR])
form_groups = trainings.command("form_groups", FormGroups, GroupsFormed, who=[COORDINATOR], deadline=15)
