from typing import Any

from sqlalchemy.orm import Session as Transaction

from services.trainings import access, rules
from services.trainings.commands import enrolments
from services.trainings.errors import TooFewPlaces
from services.trainings.tables import Group
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
    _assign(tx, group, request)
    enrolments.share_out_places(tx, group, people)
    return {"id": group.id}


def change_group(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    group = access.own_group(tx, actor, request["group_id"])
    access.lock(tx, group)
    if request["version"] != group.version:
        raise ChangedMeanwhile(current=_as_data(group))
    _refuse_many_places_without_a_reason(request)
    enrolled = enrolments.enrolled_in(tx, group)
    if request["places"] < enrolled:
        raise TooFewPlaces(enrolled=enrolled)
    group.name, group.places, group.places_reason = request["name"], request["places"], request["places_reason"]
    group.version += 1
    announce(tx, group)
    enrolments.fill_free_places(tx, group)


def set_trainers(tx: Transaction, actor: Actor, request: dict[str, Any]) -> None:
    group = access.own_group(tx, actor, request["group_id"])
    access.lock(tx, group)
    _assign(tx, group, request)


def announce(tx: Transaction, group: Group) -> None:
    publish(
        tx,
        GroupFormed,
        group_id=group.id,
        programme_id=group.programme_id,
        places=group.places,
        trainer_ids=group.trainer_ids,
    )


def _assign(tx: Transaction, group: Group, request: dict[str, Any]) -> None:
    before = set(group.trainer_ids)
    group.trainer_ids = rules.each_once(request["trainer_ids"])
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
