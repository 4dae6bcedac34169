"""Composed groups on a form, and what is said about them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import FieldList, HiddenField, StringField, TextAreaField

from services.gateway import errors, groups
from services.gateway.clients import Names
from services.gateway.forms import Form
from shared.contracts import trainings as contract
from shared.errors import Invalid

# Before the person's id: the number of the group into which they go, from 1; empty for none.
TO = "to-"

Finding = dict[str, Any]


class ComposeForm(Form):
    """How many groups of which size: asked by the address, so that a proposal can be opened again."""

    call = contract.compose_groups
    count = StringField(_l("How many groups?"))
    places = StringField(_l("Places in each group"))


class FormGroupsForm(Form):
    call = contract.form_groups
    names = FieldList(StringField(_l("Name of the group")))
    places = HiddenField()
    places_reason = TextAreaField(
        _l("Why more than %(places)s?", places=contract.PLACES),
        description=_l("In a larger group not everybody gets to speak."),
    )

    def values(self) -> dict[str, Any]:
        return {"places": self.places.data, "places_reason": self.places_reason.data or None}

    def _to_fields(self, complaints: dict[str, list[str]]) -> list[str]:
        """What is wrong with the name of a group goes to that name."""
        left = dict(complaints)
        for number, field in enumerate(self.names):
            codes = left.pop(f"groups.{number}.name", [])
            field.errors = [*field.errors, *(errors.field_sentence(code) for code in codes)]
            self.names.errors = [*self.names.errors, *field.errors]
        return super()._to_fields(left)


def proposed_names(count: int) -> list[str]:
    return [_("Group %(number)s", number=number) for number in range(1, count + 1)]


def chosen(count: int) -> list[list[str]]:
    """Who goes into which group, as the form says. Who does not exist is for the service to refuse."""
    arranged: list[list[str]] = [[] for _number in range(count)]
    for name, number in request.form.items():
        if name.startswith(TO) and number:
            if not (number.isdecimal() and 1 <= int(number) <= count):
                raise Invalid({"groups": ["not_a_choice"]})
            arranged[int(number) - 1].append(name.removeprefix(TO))
    return arranged


def everybody(composition: dict[str, Any]) -> set[UUID]:
    """Whose names are needed to show it."""
    found = [finding for group in composition["groups"] for finding in group["findings"]]
    found += composition["rest_findings"]
    people = {person["person_id"] for person in composition["people"]}
    managers = {person["line_manager_id"] for person in composition["people"]} - {None}
    return people | managers | {finding[who] for finding in found for who in ("person_id", "other_id")}


def people_of(composition: dict[str, Any], names: Names, areas: Mapping[UUID, str]) -> dict[UUID, dict[str, Any]]:
    """All candidates as a table shows them."""
    return {
        person["person_id"]: {
            **names.about(person["person_id"]),
            "areas": sorted(areas[area_id] for area_id in person["area_ids"] if area_id in areas),
            "line_manager": names[person["line_manager_id"]] if person["line_manager_id"] else None,
        }
        for person in composition["people"]
    }


def shown(
    composition: dict[str, Any], people: Mapping[UUID, dict[str, Any]], names: Names, places: int
) -> list[dict[str, Any]]:
    """The groups: who is in each by name, how they are balanced, what is to be said of them."""
    arranged = []
    for group in composition["groups"]:
        members = in_order([people[person_id] for person_id in group["person_ids"]])
        beyond = len(members) - places
        arranged.append(
            {
                "people": members,
                "levels": groups.balance(members, "level", "levels"),
                "sectors": groups.balance(members, "sector", "sectors"),
                "areas": _of_areas(members),
                "warnings": ([_too_many(beyond)] if beyond > 0 else []) + _sentences(group["findings"], BROKEN, names),
                "kept": _counted(group["findings"], names),
                "not_met": _sentences(group["findings"], NOT_MET, names),
            }
        )
    return arranged


def in_order(people: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(people, key=lambda person: person["name"].casefold())


def who_fits_nowhere(composition: dict[str, Any], names: Names) -> list[str]:
    """One sentence for each of them."""
    by_person = groupby(composition["rest_findings"], key=itemgetter("person_id"))
    return [
        _(
            "%(name)s is in no group: in each is somebody with whom they are not to be (%(others)s).",
            name=names[person_id],
            others=", ".join(names[finding["other_id"]] for finding in findings),
        )
        for person_id, findings in by_person
    ]


BROKEN = {
    "with_line_manager": _l("%(person)s is with their line manager, %(other)s."),
    "together_against_a_wish": _l("%(person)s is together with %(other)s, and is not to be."),
}
NOT_MET = {"wished_elsewhere": _l("%(person)s wishes to be with %(other)s, who is not in this group.")}


def _sentences(findings: list[Finding], about: Mapping[str, Any], names: Names) -> list[str]:
    return [
        str(about[finding["code"]]) % {"person": names[finding["person_id"]], "other": names[finding["other_id"]]}
        for finding in findings
        if finding["code"] in about
    ]


def _counted(findings: list[Finding], names: Names) -> list[dict[str, Any]]:
    """What a group keeps to, with the people whom it is about."""
    found = Counter(finding["code"] for finding in findings)
    pairs = {code: [_pair(finding, names) for finding in findings if finding["code"] == code] for code in found}
    sentences = {
        "apart_from_line_manager": ngettext(
            "%(num)s person is not with their line manager",
            "%(num)s people are not with their line manager",
            found["apart_from_line_manager"],
        ),
        "apart_as_wished": ngettext(
            "%(num)s pair is kept apart as asked", "%(num)s pairs are kept apart as asked", found["apart_as_wished"]
        ),
        "together_as_wished": ngettext(
            "%(num)s wish to be together is met",
            "%(num)s wishes to be together are met",
            found["together_as_wished"],
        ),
    }
    return [{"text": text, "pairs": pairs[code]} for code, text in sentences.items() if found[code]]


def _pair(finding: Finding, names: Names) -> str:
    return _("%(person)s and %(other)s", person=names[finding["person_id"]], other=names[finding["other_id"]])


def _of_areas(people: list[dict[str, Any]]) -> list[str]:
    """How many work in each area, the most first; one person may work in several."""
    counts = Counter(area for person in people for area in person["areas"])
    return [_("%(what)s: %(number)s", what=area, number=number) for area, number in counts.most_common()]


def _too_many(number: int) -> str:
    return ngettext(
        "%(num)s person too many: the last one goes to the waiting list.",
        "%(num)s people too many: the last ones go to the waiting list.",
        number,
    )
