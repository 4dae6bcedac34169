"""What can be done with many people or groups at once: what is asked, and the one command that does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from services.gateway import formats, groups, listed, people_filters, plans
from services.gateway.clients import Names, bus
from services.gateway.visitor import current
from shared.access import COORDINATOR, TRAINER
from shared.contracts import identity, trainings
from shared.contracts.base import Call

MOST_CHOICES = 200
Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Action:
    """`call` takes the ids of the `Kind`, the `fixed` part and, as `value_name`, what is filled in.

    `label` is that of the field; `options` None: a text. `done` says what came of it.
    """

    title: Any
    call: Call
    done: Callable[[dict[str, Any]], str]
    label: Any = None
    value_name: str | None = None
    options: Callable[[], Options] | None = None
    fixed: dict[str, Any] | None = None
    only_coordinators: bool = False


def _changed(answer: dict[str, Any]) -> str:
    return ngettext(
        "%(num)s person has been changed. Who is not counted had it already.",
        "%(num)s people have been changed. Who is not counted had it already.",
        answer["changed"],
    )


def _given(answer: dict[str, Any]) -> str:
    return ngettext(
        "%(num)s person has the role now and did not before.",
        "%(num)s people have the role now and did not before.",
        answer["changed"],
    )


def _invited(answer: dict[str, Any]) -> str:
    return _("Invited: %(invited)s. Invited before: %(already)s.", invited=answer["invited"], already=answer["already"])


def _enrolled(answer: dict[str, Any]) -> str:
    return _(
        "In the group: %(enrolled)s. On the waiting list: %(waiting)s. There before: %(already)s.",
        enrolled=answer["enrolled"],
        waiting=answer["waiting"],
        already=answer["already"],
    )


def _introductions() -> Options:
    asked = {"kind": "introduction", "closed": False, "per_page": MOST_CHOICES}
    found = bus().ask(trainings.sessions, **asked)["items"]
    return [(str(each["id"]), f"{plans.name_of(each)}, {formats.short_moment(each['starts_at'])}") for each in found]


def _groups() -> Options:
    found = bus().ask(trainings.groups, per_page=MOST_CHOICES)["items"]
    return [
        (
            str(group["id"]),
            _(
                "%(group)s (%(taken)s of %(places)s)",
                group=group["name"],
                taken=group["enrolled"],
                places=group["places"],
            ),
        )
        for group in found
        if group["state"] in ("forming", "planned")
    ]


def _with_nothing(taxonomy: str) -> Options:
    return formats.choices(taxonomy, blank=_("Not known"))


def _trainer_added(answer: dict[str, Any]) -> str:
    return ngettext(
        "%(num)s group has this trainer now and did not before.",
        "%(num)s groups have this trainer now and did not before.",
        answer["changed"],
    )


ACTIONS_WITH_PEOPLE = {
    "organisation": Action(
        _l("Change the organisation"),
        identity.change_people,
        _changed,
        _l("Organisation"),
        "value",
        fixed={"field": "organisation"},
    ),
    "sector": Action(
        _l("Change the sector"),
        identity.change_people,
        _changed,
        _l("Sector"),
        "value",
        lambda: _with_nothing("sectors"),
        fixed={"field": "sector"},
    ),
    "level": Action(
        _l("Change the level"),
        identity.change_people,
        _changed,
        _l("Level"),
        "value",
        lambda: _with_nothing("levels"),
        fixed={"field": "level"},
    ),
    "trainer": Action(_l("Give the role of trainer"), identity.give_role_to_people, _given, fixed={"role": TRAINER}),
    "introduction": Action(
        _l("Invite to an introduction"),
        trainings.invite_people,
        _invited,
        _l("Introduction"),
        "session_id",
        _introductions,
        only_coordinators=True,
    ),
    "group": Action(
        _l("Put in a group"),
        trainings.enrol,
        _enrolled,
        _l("Group"),
        "group_id",
        _groups,
        only_coordinators=True,
    ),
}


ACTIONS_WITH_GROUPS = {
    "add_trainer": Action(
        _l("Add a trainer"),
        trainings.add_trainer,
        _trainer_added,
        _l("Trainer"),
        "trainer_id",
        lambda: groups.trainers_to_choose(Names({})),
        only_coordinators=True,
    )
}


@dataclass(frozen=True)
class Kind:
    """`ids`: what the calls and the checkboxes name them. `given`: the filters of the list; `all_who_match` them: ids.
    `named`: name and what tells two of one name apart, of those with these ids."""

    ids: str
    actions: Mapping[str, Action]
    given: Callable[[Mapping[str, str]], dict[str, Any]]
    all_who_match: Callable[[Mapping[str, str]], list[str]]
    named: Callable[[list[UUID]], list[tuple[str, str | None]]]


def _all_people(wanted: Mapping[str, str]) -> list[str]:
    return [str(person["id"]) for person in people_filters.all_pages(people_filters.request_of(wanted))]


def _people_named(person_ids: list[UUID]) -> list[tuple[str, str | None]]:
    return [(person["name"], person["organisation"]) for person in bus().names(person_ids).in_order(person_ids)]


def _groups_given(args: Mapping[str, str]) -> dict[str, Any]:
    return {name: value for name in GROUP_FILTERS if (value := (args.get(name) or "").strip())}


def _all_groups(wanted: Mapping[str, str]) -> list[str]:
    found = bus().ask(trainings.groups, **listed.groups_wanted(wanted), per_page=MOST_CHOICES)["items"]
    return [str(group["id"]) for group in found]


def _groups_named(group_ids: list[UUID]) -> list[tuple[str, str | None]]:
    found = bus().ask(trainings.groups, per_page=MOST_CHOICES)["items"]
    return [(group["name"], None) for group in found if group["id"] in group_ids]


GROUP_FILTERS = ("q", "programme_id", "state", "trainer_id", "not_full", "mine")
KINDS = {
    "people": Kind("person_ids", ACTIONS_WITH_PEOPLE, people_filters.given, _all_people, _people_named),
    "groups": Kind("group_ids", ACTIONS_WITH_GROUPS, _groups_given, _all_groups, _groups_named),
}


def offered(kind: str) -> Options:
    """What the visitor may do; the services have the last word."""
    return [
        (name, action.title)
        for name, action in KINDS[kind].actions.items()
        if current().has(COORDINATOR) or not action.only_coordinators
    ]
