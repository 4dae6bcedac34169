"""The tables about the members of the network that can be taken out as a file; they hold what their pages show."""

from collections.abc import Iterator
from uuid import UUID

from flask_babel import lazy_gettext as _l

from services.gateway import areas, formats, lineage, memberships
from services.gateway.clients import bus
from services.gateway.exports import Table
from services.gateway.rows import ABOUT, Args, Column, Row, given, in_pages, label, of
from shared.contracts import networks


def _members(args: Args) -> Iterator[Row]:
    named: dict[UUID, str] = {area["id"]: area["name"] for area in areas.known()}
    wanted = given(args, "expertise", "area_id", "language") | {"standing": memberships.standing_wanted(args)}
    for page in in_pages(networks.members, **wanted):
        names = bus().names(member["person_id"] for member in page)
        for member in page:
            known = [named[area_id] for area_id in member["area_ids"] or [] if area_id in named]
            yield names.about(member["person_id"]) | member | {"areas": ", ".join(known)}


def _said(name: str, taxonomy: str) -> Column:
    """What a member shows to whoever takes it out."""
    return lambda row: ", ".join(formats.terms(row[name] or [], taxonomy))


def _tree(args: Args) -> list[Row]:
    branches = bus().ask(networks.tree)["branches"]
    return lineage.who_trained(lineage.named(branches, bus().names(lineage.people_in(branches))))


TABLES = {
    "network": Table(
        _l("Members of the network"),
        {
            **ABOUT,
            _l("Expertise"): _said("expertise", "expertise"),
            _l("Areas"): of("areas"),
            _l("Languages"): _said("languages", "languages"),
            _l("Brings"): _said("brings", "brings"),
            _l("Looks for"): _said("seeks", "seeks"),
            _l("Since"): of("joined_at"),
            _l("Takes part"): label("standing", "standing_of_a_member"),
        },
        _members,
        holds_people=True,
    ),
    "tree": Table(
        _l("Who trained whom"),
        {
            _l("Name"): of("name"),
            _l("Generation"): of("generation"),
            _l("Was trained by"): of("trained_by"),
            _l("Trained"): of("direct"),
            _l("Reached"): of("reach"),
            _l("Last training"): of("last_on"),
            _l("State"): lineage.state,
        },
        _tree,
        holds_people=True,
    ),
}
