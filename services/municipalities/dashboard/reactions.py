"""What each event changes on the dashboard. Each states what is so now, so a repeat changes nothing."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Uuid, any_, delete, distinct, func, literal, select, update
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.orm import Session as Transaction

from services.municipalities.dashboard import rules
from services.municipalities.dashboard.tables import Erased, Funnel, Group, Progress, Session, Survey

# The step that being present at a session means. The deepening's is `completed`, which trainings decides.
STEP_OF_KIND = {"introduction": "introduced", "training_day": "training_day"}


def session_planned(tx: Transaction, event: dict[str, Any]) -> None:
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


def session_cancelled(tx: Transaction, event: dict[str, Any]) -> None:
    tx.execute(update(Session).where(Session.session_id == event["session_id"]).values(cancelled=True))


def people_invited(tx: Transaction, event: dict[str, Any]) -> None:
    _reach(tx, event["programme_id"], "invited", event["session_id"], event["person_ids"])
    _recount(tx, Session.session_id, event["session_id"], invited="invited")


def session_recorded(tx: Transaction, event: dict[str, Any]) -> None:
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
        _reach(tx, event["programme_id"], step, event["session_id"], present)


def group_formed(tx: Transaction, event: dict[str, Any]) -> None:
    group = {name: event[name] for name in ("programme_id", "places", "trainer_ids")}
    tx.execute(
        insert(Group)
        .values(group_id=event["group_id"], **group)
        .on_conflict_do_update(index_elements=[Group.group_id], set_=group)
    )
    _recount_group(tx, event["group_id"])


def person_enrolled(tx: Transaction, event: dict[str, Any]) -> None:
    _leave(tx, event["programme_id"], event["group_id"], event["person_id"], "waiting")
    _reach(tx, event["programme_id"], "enrolled", event["group_id"], [event["person_id"]])
    _recount_group(tx, event["group_id"])


def person_waitlisted(tx: Transaction, event: dict[str, Any]) -> None:
    _leave(tx, event["programme_id"], event["group_id"], event["person_id"], "enrolled")
    _reach(tx, event["programme_id"], "waiting", event["group_id"], [event["person_id"]])
    _recount_group(tx, event["group_id"])


def person_withdrawn(tx: Transaction, event: dict[str, Any]) -> None:
    _leave(tx, event["programme_id"], event["group_id"], event["person_id"], "enrolled", "waiting")
    _recount_group(tx, event["group_id"])


def course_completed(tx: Transaction, event: dict[str, Any]) -> None:
    _reach(tx, event["programme_id"], "completed", event["group_id"], [event["person_id"]])
    _recount_group(tx, event["group_id"])


def course_completion_withdrawn(tx: Transaction, event: dict[str, Any]) -> None:
    _leave(tx, event["programme_id"], event["group_id"], event["person_id"], "completed")
    _recount_group(tx, event["group_id"])


def network_invitation_made(tx: Transaction, event: dict[str, Any]) -> None:
    _reach(tx, event["programme_id"], "invited_to_network", event["programme_id"], [event["person_id"]])


def network_invitation_withdrawn(tx: Transaction, event: dict[str, Any]) -> None:
    _leave(tx, event["programme_id"], event["programme_id"], event["person_id"], "invited_to_network")


def member_joined(tx: Transaction, event: dict[str, Any]) -> None:
    _reach(tx, event["programme_id"], "experts", event["programme_id"], [event["person_id"]])


def member_left(tx: Transaction, event: dict[str, Any]) -> None:
    _leave(tx, event["programme_id"], event["programme_id"], event["person_id"], "experts")


def survey_opened(tx: Transaction, event: dict[str, Any]) -> None:
    survey = {name: event[name] for name in ("programme_id", "group_id", "closes_on")}
    tx.execute(
        insert(Survey)
        .values(survey_id=event["survey_id"], **survey)
        .on_conflict_do_update(index_elements=[Survey.survey_id], set_=survey)
    )


def feedback_requested(tx: Transaction, event: dict[str, Any]) -> None:
    _reach(tx, event["programme_id"], "asked_for_feedback", event["survey_id"], [event["person_id"]])
    _recount(tx, Survey.survey_id, event["survey_id"], invited="asked_for_feedback")


def survey_closed(tx: Transaction, event: dict[str, Any]) -> None:
    result = {"closed": True, "invited": event["invited"], "answers": event["answers"]}
    survey = {name: event[name] for name in ("survey_id", "programme_id", "group_id")}
    tx.execute(
        insert(Survey).values(**survey, **result).on_conflict_do_update(index_elements=[Survey.survey_id], set_=result)
    )


def person_erased(tx: Transaction, event: dict[str, Any]) -> None:
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
        _recount_funnel(tx, programme_id, step)
        _recount_group(tx, source_id)
    tx.execute(update(Progress).where(Progress.person_id == person_id).values(person_id=uuid4()))


def _reach(tx: Transaction, programme_id: UUID, step: str, source_id: UUID, person_ids: Iterable[UUID]) -> None:
    person = func.unnest(literal(list(person_ids), ARRAY(Uuid))).column_valued("person")
    newly = select(literal(programme_id), literal(step), literal(source_id), person).where(
        person.not_in(select(Erased.person_id))
    )
    tx.execute(
        insert(Progress).from_select(["programme_id", "step", "source_id", "person_id"], newly).on_conflict_do_nothing()
    )
    _recount_funnel(tx, programme_id, step)


def _leave(tx: Transaction, programme_id: UUID, source_id: UUID, person_id: UUID, *steps: str) -> None:
    for step in steps:
        tx.execute(
            delete(Progress).where(
                Progress.source_id == source_id, Progress.person_id == person_id, Progress.step == step
            )
        )
        _recount_funnel(tx, programme_id, step)


def _recount_funnel(tx: Transaction, programme_id: UUID, step: str) -> None:
    for part, steps in rules.FUNNEL.items():
        if step in steps:
            tx.execute(insert(Funnel).values(programme_id=programme_id, part=part).on_conflict_do_nothing())
            people = select(func.count(distinct(Progress.person_id))).where(
                Progress.programme_id == programme_id, Progress.step.in_(steps)
            )
            row = (Funnel.programme_id == programme_id) & (Funnel.part == part)
            _lock_and_set(tx, Funnel, row, {"people": people})


def _recount_group(tx: Transaction, group_id: UUID) -> None:
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
