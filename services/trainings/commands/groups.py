from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session as Transaction

from services.trainings import access, editions, rules
from services.trainings.commands import enrolments
from services.trainings.commands.trainers import put_on_the_path
from services.trainings.errors import NotCandidates, TooFewPlaces
from services.trainings.queries.introductions import candidates_of
from services.trainings.tables import Group, Programme
from shared.access import Actor
from shared.contracts.trainings import PLACES, GroupFormed, TrainerAssigned
from shared.errors import ChangedMeanwhile, Invalid
from shared.ids import new_id
from shared.messaging.outbox import publish


def form_group(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme = access.own_programme(tx, actor, request["programme_id"])
    access.lock(tx, programme)
    _refuse_many_places_without_a_reason(request)
    people = rules.each_once(request["person_ids"])
    enrolments.refuse_who_is_in_another_group(tx, programme.id, people)
    return {"id": _form(tx, programme, people, request)}


def form_groups(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Who teaches them is said later, group by group."""
    programme = access.own_programme(tx, actor, request["programme_id"])
    access.lock(tx, programme)
    _refuse_many_places_without_a_reason(request)
    people = [person_id for group in request["groups"] for person_id in group["person_ids"]]
    if len(set(people)) < len(people):
        raise Invalid({"groups": ["twice"]})
    enrolments.refuse_who_is_in_another_group(tx, programme.id, people)
    if strangers := set(people) - set(candidates_of(tx, programme.id)):
        raise NotCandidates(person_ids=sorted(map(str, strangers)))
    about_all = {"places": request["places"], "places_reason": request["places_reason"], "trainer_ids": []}
    return {"ids": [_form(tx, programme, each["person_ids"], about_all | each) for each in request["groups"]]}


def _form(tx: Transaction, programme: Programme, people: Sequence[UUID], request: dict[str, Any]) -> UUID:
    group = Group(
        id=new_id(),
        programme_id=programme.id,
        name=request["name"],
        places=request["places"],
        places_reason=request["places_reason"],
        trainer_ids=[],
        question_code=rules.a_new_code(),
    )
    tx.add(group)
    tx.flush()
    assign(tx, group, request["trainer_ids"])
    enrolments.share_out_places(tx, group, people)
    return group.id


def change_group(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    group = access.own_group(tx, actor, request["group_id"])
    access.lock(tx, group)
    if request["version"] != group.version:
        raise ChangedMeanwhile(current=_as_data(group))
    _refuse_many_places_without_a_reason(request)
    enrolled = enrolments.enrolled_in(tx, group) + editions.held(tx, group.id)
    if request["places"] < enrolled:
        raise TooFewPlaces(enrolled=enrolled)
    group.name, group.places, group.places_reason = request["name"], request["places"], request["places_reason"]
    group.version += 1
    announce(tx, group)
    enrolments.fill_free_places(tx, group)


def set_trainers(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    group = access.own_group(tx, actor, request["group_id"])
    access.lock(tx, group)
    assign(tx, group, request["trainer_ids"])


def add_trainer(tx: Transaction, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """One trainer more in each of the groups: all of them or none."""
    group_ids = sorted(rules.each_once(request["group_ids"]))  # locked in the order in which everybody locks them
    changed = 0
    for group_id in group_ids:
        group = access.own_group(tx, actor, group_id)
        access.lock(tx, group)
        if request["trainer_id"] not in group.trainer_ids:
            assign(tx, group, [*group.trainer_ids, request["trainer_id"]])
            changed += 1
    return {"changed": changed}


def announce(tx: Transaction, group: Group) -> None:
    publish(
        tx,
        GroupFormed,
        group_id=group.id,
        programme_id=group.programme_id,
        places=group.places,
        trainer_ids=group.trainer_ids,
    )


def assign(tx: Transaction, group: Group, trainer_ids: list[UUID]) -> None:
    before = set(group.trainer_ids)
    group.trainer_ids = rules.each_once(trainer_ids)
    put_on_the_path(tx, group.trainer_ids)
    announce(tx, group)
    for trainer_id in group.trainer_ids:
        if trainer_id not in before:
            publish(tx, TrainerAssigned, group_id=group.id, programme_id=group.programme_id, person_id=trainer_id)


def _refuse_many_places_without_a_reason(request: dict[str, Any]) -> None:
    if rules.so_many_places_need_a_reason(request["places"], PLACES, request["places_reason"]):
        raise Invalid({"places_reason": ["reason_needed"]})


def _as_data(group: Group) -> dict[str, Any]:
    return {
        "name": group.name,
        "places": group.places,
        "places_reason": group.places_reason,
        "version": group.version,
    }
