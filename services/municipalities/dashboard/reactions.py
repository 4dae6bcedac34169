"""What each event changes on the dashboard. Each states what is so now, so a repeat changes nothing."""

from collections.abc import Iterable
from itertools import product
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Uuid, any_, column, delete, distinct, func, literal, select, tuple_, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session as Transaction

from services.municipalities.dashboard import rules
from services.municipalities.dashboard.tables import Erased, Funnel, Group, Progress, Session, Survey
from shared.messaging.inbox import together

Event = dict[str, Any]
# Programme, session or group or survey (else the programme itself), person.
Place = tuple[UUID, UUID, UUID]

# The step that being present at a session means. The deepening's is `completed`, which trainings decides.
STEP_OF_KIND = {"introduction": "introduced", "training_day": "training_day"}


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
    _recount_funnel(tx, [event["programme_id"]], "invited")
    _recount(tx, Session.session_id, event["session_id"], invited="invited")


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
        _recount_funnel(tx, [event["programme_id"]], step)


def group_formed(tx: Transaction, event: Event) -> None:
    group = {name: event[name] for name in ("programme_id", "places", "trainer_ids")}
    tx.execute(
        insert(Group)
        .values(group_id=event["group_id"], **group)
        .on_conflict_do_update(index_elements=[Group.group_id], set_=group)
    )
    _recount_groups(tx, [event["group_id"]])


@together
def person_enrolled(tx: Transaction, events: list[Event]) -> None:
    _leave(tx, _places(events, "group_id"), "waiting")
    _reach(tx, _places(events, "group_id"), "enrolled")
    _recount_funnel(tx, _each(events, "programme_id"), "waiting", "enrolled")
    _recount_groups(tx, _each(events, "group_id"))


@together
def person_waitlisted(tx: Transaction, events: list[Event]) -> None:
    _leave(tx, _places(events, "group_id"), "enrolled")
    _reach(tx, _places(events, "group_id"), "waiting")
    _recount_funnel(tx, _each(events, "programme_id"), "waiting", "enrolled")
    _recount_groups(tx, _each(events, "group_id"))


@together
def person_withdrawn(tx: Transaction, events: list[Event]) -> None:
    _leave(tx, _places(events, "group_id"), "enrolled", "waiting")
    _recount_funnel(tx, _each(events, "programme_id"), "waiting", "enrolled")
    _recount_groups(tx, _each(events, "group_id"))


@together
def course_completed(tx: Transaction, events: list[Event]) -> None:
    _reach(tx, _places(events, "group_id"), "completed")
    _recount_funnel(tx, _each(events, "programme_id"), "completed")
    _recount_groups(tx, _each(events, "group_id"))


@together
def course_completion_withdrawn(tx: Transaction, events: list[Event]) -> None:
    _leave(tx, _places(events, "group_id"), "completed")
    _recount_funnel(tx, _each(events, "programme_id"), "completed")
    _recount_groups(tx, _each(events, "group_id"))


@together
def network_invitation_made(tx: Transaction, events: list[Event]) -> None:
    _reach(tx, _places(events, "programme_id"), "invited_to_network")
    _recount_funnel(tx, _each(events, "programme_id"), "invited_to_network")


@together
def network_invitation_withdrawn(tx: Transaction, events: list[Event]) -> None:
    _leave(tx, _places(events, "programme_id"), "invited_to_network")
    _recount_funnel(tx, _each(events, "programme_id"), "invited_to_network")


@together
def member_joined(tx: Transaction, events: list[Event]) -> None:
    _reach(tx, _places(events, "programme_id"), "experts")
    _recount_funnel(tx, _each(events, "programme_id"), "experts")


@together
def member_left(tx: Transaction, events: list[Event]) -> None:
    _leave(tx, _places(events, "programme_id"), "experts")
    _recount_funnel(tx, _each(events, "programme_id"), "experts")


@together
def feedback_requested(tx: Transaction, events: list[Event]) -> None:
    _reach(tx, _places(events, "survey_id"), "asked_for_feedback")
    for survey_id in _each(events, "survey_id"):
        _recount(tx, Survey.survey_id, survey_id, invited="asked_for_feedback")


def survey_opened(tx: Transaction, event: Event) -> None:
    survey = {name: event[name] for name in ("programme_id", "group_id", "closes_on")}
    tx.execute(
        insert(Survey)
        .values(survey_id=event["survey_id"], **survey)
        .on_conflict_do_update(index_elements=[Survey.survey_id], set_=survey)
    )


def survey_closed(tx: Transaction, event: Event) -> None:
    result = {"closed": True, "invited": event["invited"], "answers": event["answers"]}
    survey = {name: event[name] for name in ("survey_id", "programme_id", "group_id")}
    tx.execute(
        insert(Survey).values(**survey, **result).on_conflict_do_update(index_elements=[Survey.survey_id], set_=result)
    )


def person_erased(tx: Transaction, event: Event) -> None:
    """What is so now ends: a place, a wait, a membership. What was so stays counted, under a random id."""
    person_id = event["person_id"]
    tx.execute(insert(Erased).values(person_id=person_id).on_conflict_do_nothing())
    tx.execute(
        update(Group)
        .where(literal(person_id) == any_(Group.trainer_ids))
        .values(trainer_ids=func.array_remove(Group.trainer_ids, person_id))
    )
    ended = tx.execute(
        delete(Progress)
        .where(Progress.person_id == person_id, Progress.step.in_(rules.STEPS_THAT_END))
        .returning(Progress.programme_id, Progress.step, Progress.source_id)
    ).all()
    for programme_id, step, source_id in ended:
        _recount_funnel(tx, [programme_id], step)
        _recount_groups(tx, [source_id])
    tx.execute(update(Progress).where(Progress.person_id == person_id).values(person_id=uuid4()))


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


def _leave(tx: Transaction, places: list[Place], *steps: str) -> None:
    pairs = [(source_id, person_id) for _, source_id, person_id in places]
    tx.execute(
        delete(Progress).where(tuple_(Progress.source_id, Progress.person_id).in_(pairs), Progress.step.in_(steps))
    )


def _recount_funnel(tx: Transaction, programme_ids: Iterable[UUID], *steps: str) -> None:
    parts = {part: counted for part, counted in rules.FUNNEL.items() if not set(counted).isdisjoint(steps)}
    for programme_id, (part, counted) in product(programme_ids, parts.items()):
        tx.execute(insert(Funnel).values(programme_id=programme_id, part=part).on_conflict_do_nothing())
        people = select(func.count(distinct(Progress.person_id))).where(
            Progress.programme_id == programme_id, Progress.step.in_(counted)
        )
        row = (Funnel.programme_id == programme_id) & (Funnel.part == part)
        _lock_and_set(tx, Funnel, row, {"people": people})


def _recount_groups(tx: Transaction, group_ids: Iterable[UUID]) -> None:
    for group_id in group_ids:
        _recount(tx, Group.group_id, group_id, enrolled="enrolled", waiting="waiting", completed="completed")


def _recount(tx: Transaction, key: Any, source_id: UUID, **step_of_column: str) -> None:
    people = select(func.count()).where(Progress.source_id == source_id)
    counts = {name: people.where(Progress.step == step) for name, step in step_of_column.items()}
    _lock_and_set(tx, key.class_, key == source_id, counts)


def _lock_and_set(tx: Transaction, table: Any, row: ColumnElement[bool], counts: dict[str, Any]) -> None:
    """Counts only once it holds the row: who counts at the same time, as a retry may, comes after and sees all."""
    tx.execute(select(1).select_from(table).where(row).with_for_update())
    values = {name: count.scalar_subquery() for name, count in counts.items()}
    tx.execute(update(table).where(row).values(values).execution_options(synchronize_session=False))
