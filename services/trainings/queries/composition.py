from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session as Transaction

from services.trainings import access, rules
from services.trainings.people import queries as people_queries
from services.trainings.queries.introductions import candidates_of
from services.trainings.tables import Wish
from shared.access import Actor
from shared.contracts.trainings import MOST_WISHES


def wishes(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme = access.own_programme(tx, actor, request["programme_id"])
    return {"wishes": _wishes(tx, programme.id)}


def compose_groups(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """A proposal: nothing is kept of it."""
    material = _Material(tx, actor, request["programme_id"])
    groups = rules.compose(
        material.candidates, material.wishes, count=request["count"], places=request["places"], seed=request["seed"]
    )
    return material.told_of(groups)


def weigh_groups(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """What is to be said of groups that somebody composed. Who stands in it twice counts where they come first."""
    return _Material(tx, actor, request["programme_id"]).told_of(request["groups"])


class _Material:
    """What groups of a programme are composed of."""

    def __init__(self, tx: Transaction, actor: Actor, programme_id: UUID):
        programme = access.own_programme(tx, actor, programme_id)
        self.candidates, self.rebuilding = people_queries.as_candidates(tx, candidates_of(tx, programme.id))
        self.wishes = [
            rules.Wish(wish["person_id"], wish["other_id"], wish["kind"] == "with")
            for wish in _wishes(tx, programme.id)
        ]

    def told_of(self, groups: Sequence[Sequence[UUID]]) -> dict[str, Any]:
        asked = rules.each_once(person_id for group in groups for person_id in group)
        waiting = {one.id for one in self.candidates}
        gone = [person_id for person_id in asked if person_id not in waiting]
        arranged = []
        for group in groups:
            arranged.append([person_id for person_id in rules.each_once(group) if person_id in waiting])
            waiting -= set(group)
        found = rules.what_is_found_in_each_group(arranged, self.candidates, self.wishes)
        return {
            "groups": [
                {"person_ids": person_ids, "findings": [asdict(finding) for finding in findings]}
                for person_ids, findings in zip(arranged, found, strict=True)
            ],
            "rest_ids": [one.id for one in self.candidates if one.id in waiting],
            "rest_findings": [
                asdict(finding) for finding in rules.who_fits_in_no_group(arranged, self.candidates, self.wishes)
            ],
            "people": [
                {"person_id": one.id, "area_ids": one.area_ids, "line_manager_id": one.line_manager_id}
                for one in self.candidates
            ],
            "gone_ids": gone,
            "rebuilding": self.rebuilding,
        }


def _wishes(tx: Transaction, programme_id: UUID) -> list[dict[str, Any]]:
    rows = tx.execute(
        select(Wish.person_id, Wish.other_id, Wish.kind)
        .where(Wish.programme_id == programme_id)
        .order_by(Wish.person_id, Wish.other_id)
        .limit(MOST_WISHES)
    )
    return [row._asdict() for row in rows]
