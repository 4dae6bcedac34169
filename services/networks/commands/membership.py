from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.commands import advice, buddies, follows, initiatives, intervisions, meetings
from services.networks.errors import AlreadyAMember, NotInvited
from services.networks.queries import membership
from services.networks.tables import Member, Trainee
from shared import clock
from shared.access import Actor
from shared.contracts.networks import MemberJoined, MemberLeft, MembershipRenewed
from shared.errors import Invalid
from shared.messaging.outbox import publish

CHOICES = ("expertise", "area_ids", "languages", "brings", "seeks")


def join(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    invitation = membership.locked_invitation(tx, actor.id)
    if invitation is None or not rules.may_join(invitation.state):
        raise NotInvited()
    if tx.get(Member, actor.id) is not None:
        raise AlreadyAMember()
    if not request["agreed"]:
        raise Invalid({"agreed": ["must_agree"]})
    programme_id, months = invitation.programme_id, request["months"]
    invitation.state = "accepted"
    tx.add(
        Member(
            person_id=actor.id,
            programme_id=programme_id,
            joined_at=clock.now(),
            months=months,
            until=rules.months_later(membership.today(tx), months),
            **_profile_in(request),
            **rules.AT_FIRST,
        )
    )
    publish(tx, MemberJoined, person_id=actor.id, programme_id=programme_id)


def decline(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """No reason is asked, and joining later stays possible."""
    invitation = membership.locked_invitation(tx, actor.id)
    if invitation is None:
        raise NotInvited()
    if tx.get(Member, actor.id) is not None:
        raise AlreadyAMember()
    invitation.state = "declined"


def renew(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Before the time is over, or after it, as often as one likes: it counts from today."""
    member = membership.own(tx, actor)
    member.months = request["months"] or member.months
    member.until = rules.months_later(membership.today(tx), member.months)
    publish(tx, MembershipRenewed, person_id=actor.id, programme_id=member.programme_id, until=member.until)


def leave(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """The profile goes at once, what they agreed to and take part in too; what they wrote stays under their id."""
    member = membership.own(tx, actor)
    initiatives.leave_all_initiatives(tx, actor.id)
    intervisions.step_out(tx, actor.id)
    buddies.forget(tx, actor.id)
    tx.execute(delete(Trainee).where(Trainee.person_id == actor.id))
    meetings.forget_answers(tx, actor.id)
    tx.delete(member)
    tx.flush()
    advice.step_back(tx, actor.id)
    follows.forget(tx, actor.id)
    publish(tx, MemberLeft, person_id=actor.id, programme_id=member.programme_id)


def change_profile(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    member = membership.own(tx, actor)
    for field, value in _profile_in(request).items():
        setattr(member, field, value)


def _profile_in(request: dict[str, Any]) -> dict[str, Any]:
    """Each choice once, in the order given."""
    return {field: list(dict.fromkeys(request[field])) for field in CHOICES} | {"interest": request["interest"]}
