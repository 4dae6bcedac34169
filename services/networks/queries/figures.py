"""The figures of the network. What counts as being active is one list: a new kind of doing is one line more."""

from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, and_, func, select, union
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.colleagues.queries import who_supports
from services.networks.errors import NotAMember
from services.networks.queries import membership
from services.networks.tables import (
    Answer,
    AtIntervision,
    Initiative,
    Intervision,
    Meeting,
    MeetingPerson,
    Member,
    OnwardTraining,
    Participation,
    Post,
    ProgressNote,
    Reuse,
)
from shared.access import SUPPORT, Actor

# Who did something, and when.
DOINGS = (
    (Post.author_id, Post.written_at),
    (Answer.author_id, Answer.written_at),
    (Initiative.author_id, Initiative.started_at),
    (Participation.person_id, Participation.joined_at),
    (ProgressNote.author_id, ProgressNote.written_at),
    (Reuse.person_id, Reuse.used_at),
    (OnwardTraining.trainer_id, OnwardTraining.held_on),
)


def network_figures(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    if not actor.has(SUPPORT) and not membership.what_they_see(tx, actor):
        raise NotAMember()
    today = membership.today(tx)
    return _members(tx, today) | _answers(tx, today) | _doing_things_together(tx) | _trainings(tx, today)


def _members(tx: Session, today: date) -> dict[str, Any]:
    since = rules.active_since(today)
    came = (
        select(AtIntervision.person_id)
        .join(Intervision)
        .where(AtIntervision.came.is_(True), Intervision.starts_at >= since)
    )
    met = (
        select(MeetingPerson.person_id).join(Meeting).where(MeetingPerson.present.is_(True), Meeting.starts_at >= since)
    )
    did_something: CompoundSelect[Any] = union(came, met, *(select(who).where(when >= since) for who, when in DOINGS))
    found = tx.execute(
        select(
            func.count().label("members"),
            func.count().filter(Member.until < today).label("dormant"),
            func.count().filter(Member.person_id.in_(did_something)).label("active"),
        ).select_from(Member)
    ).one()
    return found._asdict() | {"active": found.active if rules.a_share_may_be_told(found.members) else None}


def _answers(tx: Session, today: date) -> dict[str, Any]:
    """The median of the hours until the first answer by somebody else; what waits still has none."""
    by_another = and_(
        Answer.post_id == Post.id,
        Answer.author_id.is_distinct_from(Post.author_id),
        Answer.reply_to_id.is_(None),
        Answer.hidden_for.is_(None),
    )
    waits = (
        select((func.min(Answer.written_at) - Post.written_at).label("wait"))
        .select_from(Post)
        .outerjoin(Answer, by_another)
        .where(Post.kind == "advice", Post.written_at >= rules.months_later(today, -12))
        .group_by(Post.id, Post.written_at)
        .subquery()
    )
    hours = func.extract("epoch", waits.c.wait) / 3600
    found = tx.execute(
        select(
            func.count().label("asked"),
            func.count(waits.c.wait).label("answered"),
            func.percentile_cont(0.5).within_group(hours).label("hours_to_answer"),
        ).select_from(waits)
    ).one()
    return found._asdict()


def _doing_things_together(tx: Session) -> dict[str, Any]:
    by_support = Initiative.author_id.in_(who_supports())
    started, by_members = tx.execute(
        select(func.count(), func.count().filter(by_support.is_not(True))).select_from(Initiative)
    ).one()
    reused = tx.scalar(select(func.count()).select_from(Reuse)) or 0
    own = select(func.count()).select_from(Member).where(Member.person_id.not_in(who_supports()))
    per_member = rules.per_member(by_members, tx.scalar(own) or 0)
    return {"initiatives": started, "initiatives_per_member": per_member, "reused": reused}


def _trainings(tx: Session, today: date) -> dict[str, Any]:
    lately = OnwardTraining.held_on >= rules.months_later(today, -12)
    people = func.sum(OnwardTraining.people)
    found = tx.execute(
        select(
            func.count().label("trainings"),
            func.coalesce(people, 0).label("trained"),
            func.coalesce(people.filter(lately), 0).label("trained_lately"),
        )
    ).one()
    return found._asdict()
