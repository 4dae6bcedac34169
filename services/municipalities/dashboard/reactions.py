"""What each event changes on the dashboard. Each states what is so now, so a repeat changes nothing."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, Uuid, any_, column, delete, func, literal, select, tuple_, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session as Transaction

from services.municipalities.dashboard import rules
from services.municipalities.dashboard.counts import recount, recount_funnel, recount_groups
from services.municipalities.dashboard.tables import Erased, Group, Merged, Past, Progress, Session, Survey
from shared.messaging.inbox import together

Event = dict[str, Any]
# Programme, session or group or survey (else the programme itself), person.
Place = tuple[UUID, UUID, UUID]
# A row of `Progress` that was deleted.
Ended = Row[UUID, str, UUID, UUID]

PROGRESS = (Progress.programme_id, Progress.step, Progress.source_id, Progress.person_id)

# The step that being present at a session means. Who completed the course is decided by trainings.
STEP_OF_KIND = {"introduction": "introduced", "training_day": "training_day", "deepening": "deepening"}


def session_planned(tx: Transaction, event: Event) -> None:
    plan = {name: event[name] for name in ("programme_id", "group_id", "kind", "starts_at", "ends_at", "revision")}
    tx.execute(
        insert(Session)
        .values(session_id=event["session_id"], **plan)
        .on_conflict_do_update(
            index_elements=[Session.session_id],
            set_=plan,
            where=func.coalesce(Session.revision, -1) < event["revision"],
        )
    )


def session_cancelled(tx: Transaction, event: Event) -> None:
    tx.execute(update(Session).where(Session.session_id == event["session_id"]).values(cancelled=True))


def people_invited(tx: Transaction, event: Event) -> None:
    _reach(tx, _places_of(event, event["person_ids"]), "invited")
    recount_funnel(tx, [event["programme_id"]], "invited")
    recount(tx, Session.session_id, event["session_id"], invited="invited")


def session_recorded(tx: Transaction, event: Event) -> None:
    """The attendance as it is now; one that is older than the known one is passed over."""
    record = {
        "record_version": event["record_version"],
        "present": len(event["present_ids"]),
        "absent": len(event["absent_ids"]) + len(event["excused_ids"]),
    }
    session = {name: event[name] for name in ("session_id", "programme_id", "group_id", "kind")}
    newer = tx.execute(
        insert(Session)
        .values(**session, **record)
        .on_conflict_do_update(
            index_elements=[Session.session_id],
            set_=record,
            where=func.coalesce(Session.record_version, -1) < event["record_version"],
        )
        .returning(Session.session_id)
    ).first()
    step = STEP_OF_KIND.get(event["kind"])
    if newer and step:
        present = event["present_ids"]
        tx.execute(
            delete(Progress).where(
                Progress.source_id == event["session_id"],
                Progress.step == step,
                Progress.person_id.not_in(present),
            )
        )
        _reach(tx, _places_of(event, present), step)
        recount_funnel(tx, [event["programme_id"]], step)


def group_formed(tx: Transaction, event: Event) -> None:
    group = {name: event[name] for name in ("programme_id", "places", "trainer_ids")}
    tx.execute(
        insert(Group)
        .values(group_id=event["group_id"], **group)
        .on_conflict_do_update(index_elements=[Group.group_id], set_=group)
    )
    recount_groups(tx, [event["group_id"]])


@together
def person_enrolled(tx: Transaction, events: list[Event]) -> None:
    _leave(tx, _places(events, "group_id"), "waiting", "withdrew")
    _reach(tx, _places(events, "group_id"), "enrolled")
    recount_funnel(tx, _each(events, "programme_id"), "waiting", "enrolled")
    recount_groups(tx, _each(events, "group_id"))


@together
def person_waitlisted(tx: Transaction, events: list[Event]) -> None:
    _leave(tx, _places(events, "group_id"), "enrolled")
    _reach(tx, _places(events, "group_id"), "waiting")
    recount_funnel(tx, _each(events, "programme_id"), "waiting", "enrolled")
    recount_groups(tx, _each(events, "group_id"))


@together
def person_withdrawn(tx: Transaction, events: list[Event]) -> None:
    _end(tx, _leave(tx, _places(events, "group_id"), "enrolled", "waiting"))
    recount_funnel(tx, _each(events, "programme_id"), "waiting", "enrolled")
    recount_groups(tx, _each(events, "group_id"))


@together
def course_completed(tx: Transaction, events: list[Event]) -> None:
    _reach(tx, _places(events, "group_id"), "completed")
    recount_funnel(tx, _each(events, "programme_id"), "completed")
    recount_groups(tx, _each(events, "group_id"))


@together
def course_completion_withdrawn(tx: Transaction, events: list[Event]) -> None:
    _leave(tx, _places(events, "group_id"), "completed")
    recount_funnel(tx, _each(events, "programme_id"), "completed")
    recount_groups(tx, _each(events, "group_id"))


@together
def network_invitation_made(tx: Transaction, events: list[Event]) -> None:
    _reach(tx, _places(events, "programme_id"), "invited_to_network")
    recount_funnel(tx, _each(events, "programme_id"), "invited_to_network")


@together
def network_invitation_withdrawn(tx: Transaction, events: list[Event]) -> None:
    _leave(tx, _places(events, "programme_id"), "invited_to_network")
    recount_funnel(tx, _each(events, "programme_id"), "invited_to_network")


@together
def member_joined(tx: Transaction, events: list[Event]) -> None:
    _leave(tx, _places(events, "programme_id"), "left_network")
    _reach(tx, _places(events, "programme_id"), "experts")
    recount_funnel(tx, _each(events, "programme_id"), "experts")


@together
def member_left(tx: Transaction, events: list[Event]) -> None:
    _end(tx, _leave(tx, _places(events, "programme_id"), "experts"))
    recount_funnel(tx, _each(events, "programme_id"), "experts")


@together
def feedback_requested(tx: Transaction, events: list[Event]) -> None:
    _reach(tx, _places(events, "survey_id"), "asked_for_feedback")
    for survey_id in _each(events, "survey_id"):
        recount(tx, Survey.survey_id, survey_id, invited="asked_for_feedback")


def survey_opened(tx: Transaction, event: Event) -> None:
    survey = {name: event[name] for name in ("programme_id", "group_id", "closes_on", "wave")}
    tx.execute(
        insert(Survey)
        .values(survey_id=event["survey_id"], **survey)
        .on_conflict_do_update(index_elements=[Survey.survey_id], set_=survey)
    )


def survey_closed(tx: Transaction, event: Event) -> None:
    result = {"closed": True, "invited": event["invited"], "answers": event["answers"]}
    survey = {name: event[name] for name in ("survey_id", "programme_id", "group_id", "wave")}
    tx.execute(
        insert(Survey).values(**survey, **result).on_conflict_do_update(index_elements=[Survey.survey_id], set_=result)
    )


def past_trainings_counted(tx: Transaction, event: Event) -> None:
    """The whole past as it counts now; those of one programme come in their order."""
    tx.execute(insert(Past).values(event).on_conflict_do_update(index_elements=[Past.programme_id], set_=event))


def person_erased(tx: Transaction, event: Event) -> None:
    """What is so now ends: a place, a wait, a membership. What was so stays counted, under a random id."""
    person_id = event["person_id"]
    tx.execute(insert(Erased).values(person_id=person_id).on_conflict_do_nothing())
    if tx.get(Merged, person_id) is not None:
        return  # counts as somebody else, whose own erasure is under way
    _become_one(tx, person_id)
    tx.execute(
        update(Group)
        .where(literal(person_id) == any_(Group.trainer_ids))
        .values(trainer_ids=func.array_remove(Group.trainer_ids, person_id))
    )
    ended = tx.execute(
        delete(Progress)
        .where(Progress.person_id == person_id, Progress.step.in_(rules.STEPS_THAT_END))
        .returning(*PROGRESS)
    ).all()
    _end(tx, ended)
    for programme_id, step, source_id, _ in ended:
        recount_funnel(tx, [programme_id], step)
        recount_groups(tx, [source_id])
    _will_not_come_any_more(tx, person_id)
    tx.execute(update(Progress).where(Progress.person_id == person_id).values(person_id=uuid4()))


def person_merged(tx: Transaction, event: Event) -> None:
    """Announced again when whom the record stands for was merged into somebody else."""
    known = insert(Merged).values(dropped_id=event["dropped_id"], kept_id=event["kept_id"])
    set_ = {"kept_id": event["kept_id"]}
    tx.execute(known.on_conflict_do_update(index_elements=[Merged.dropped_id], set_=set_))
    _recount_all_of(tx, event["kept_id"], event["dropped_id"])


def person_merge_undone(tx: Transaction, event: Event) -> None:
    tx.execute(delete(Merged).where(Merged.dropped_id == event["dropped_id"], Merged.kept_id == event["kept_id"]))
    _recount_all_of(tx, event["kept_id"], event["dropped_id"])


def _recount_all_of(tx: Transaction, *person_ids: UUID) -> None:
    reached = select(Progress.programme_id, Progress.step, Progress.source_id).where(Progress.person_id.in_(person_ids))
    rows = tx.execute(reached.order_by(Progress.programme_id, Progress.source_id)).all()
    for programme_id in dict.fromkeys(row.programme_id for row in rows):
        recount_funnel(tx, [programme_id], *{row.step for row in rows if row.programme_id == programme_id})
    for source_id in dict.fromkeys(row.source_id for row in rows):
        recount_groups(tx, [source_id])
        recount(tx, Session.session_id, source_id, invited="invited")


def _become_one(tx: Transaction, person_id: UUID) -> None:
    """For good: what was counted under the ids of records that were merged stands under the one that is left."""
    dropped_ids = list(tx.scalars(select(Merged.dropped_id).where(Merged.kept_id == person_id)))
    theirs = Progress.person_id.in_(dropped_ids)
    as_one = select(Progress.programme_id, Progress.step, Progress.source_id, literal(person_id)).where(theirs)
    tx.execute(insert(Progress).from_select(PROGRESS, as_one).on_conflict_do_nothing())
    tx.execute(delete(Progress).where(theirs))
    tx.execute(delete(Merged).where(Merged.kept_id == person_id))


def _places(events: list[Event], source: str) -> list[Place]:
    return [(event["programme_id"], event[source], event["person_id"]) for event in events]


def _places_of(session: Event, person_ids: Iterable[UUID]) -> list[Place]:
    return [(session["programme_id"], session["session_id"], person_id) for person_id in person_ids]


def _each(events: list[Event], name: str) -> list[UUID]:
    """Once, and always in the same order, as rows are locked in it."""
    return sorted({event[name] for event in events})


def _reach(tx: Transaction, places: list[Place], step: str) -> None:
    columns = [literal([place[n] for place in places], ARRAY(Uuid)) for n in range(3)]
    names = ("programme_id", "source_id", "person_id")
    typed = [column(name, Uuid) for name in names]
    reached = func.unnest(*columns).table_valued(*typed, name="reached").render_derived()
    newly = select(*reached.c, literal(step)).where(reached.c.person_id.not_in(select(Erased.person_id)))
    tx.execute(insert(Progress).from_select([*names, "step"], newly).on_conflict_do_nothing())


def _leave(tx: Transaction, places: list[Place], *steps: str) -> Sequence[Ended]:
    """Under whatever id they came: of a record that was merged since, too. Returns what was so until now."""
    pairs = {(source_id, person_id) for _, source_id, person_id in places}
    merged = tx.execute(
        select(Merged.dropped_id, Merged.kept_id).where(Merged.kept_id.in_({person_id for _, person_id in pairs}))
    ).all()
    pairs |= {
        (source_id, row.dropped_id) for source_id, person_id in pairs for row in merged if row.kept_id == person_id
    }
    return tx.execute(
        delete(Progress)
        .where(tuple_(Progress.source_id, Progress.person_id).in_(pairs), Progress.step.in_(steps))
        .returning(*PROGRESS)
    ).all()


def _end(tx: Transaction, left: Sequence[Ended]) -> None:
    """That there was a place or a membership stays known."""
    ended = [row._asdict() | {"step": rules.ENDED[row.step]} for row in left if row.step in rules.ENDED]
    if ended:
        tx.execute(insert(Progress).values(ended).on_conflict_do_nothing())


def _will_not_come_any_more(tx: Transaction, person_id: UUID) -> None:
    places = (Progress.programme_id, literal("gone"), Progress.programme_id, Progress.person_id)
    gone = select(*places).where(Progress.person_id == person_id).distinct()
    tx.execute(insert(Progress).from_select(PROGRESS, gone).on_conflict_do_nothing())
