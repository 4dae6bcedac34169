"""Who sees what of a member."""

from typing import Any

NOBODY, MEMBERS, EVERYBODY = AUDIENCES = ("nobody", "members", "members_and_coordinators")

# What a member lets be seen or not, and what of their profile belongs to it.
PARTS = {
    "expertise": ("expertise",),
    "areas": ("area_ids",),
    "languages": ("languages",),
    "interest": ("brings", "seeks", "interest"),
    "tree": (),
}
AUDIENCE_COLUMNS = tuple(f"{part}_for" for part in PARTS)

# Of who has just joined: they were told so on the page. Their name in the tree takes a word of their own.
AT_FIRST = {"expertise_for": EVERYBODY, "areas_for": EVERYBODY, "languages_for": EVERYBODY} | {
    "interest_for": MEMBERS,
    "tree_for": NOBODY,
}


def audiences_with(*, a_member: bool, a_coordinator: bool) -> frozenset[str]:
    """A part for one of these is shown to somebody who is a member, a coordinator, both or neither."""
    of_members = {MEMBERS, EVERYBODY} if a_member else set()
    return frozenset(of_members | ({EVERYBODY} if a_coordinator else set()))


def what_is_shown(profile: dict[str, Any], audiences: frozenset[str]) -> dict[str, Any]:
    """The fields of a profile; null where they are for others."""
    return {
        field: profile[field] if profile[f"{part}_for"] in audiences else None
        for part, fields in PARTS.items()
        for field in fields
    }


def the_audience_after_agreeing(audience: str) -> str:
    """Who agrees to be named in the tree is named to members; who chose so before stays named as they chose."""
    return MEMBERS if audience == NOBODY else audience


def the_narrower_audience(one: str, other: str) -> str:
    return min(one, other, key=AUDIENCES.index)
