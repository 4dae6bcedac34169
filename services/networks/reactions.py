from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.networks import rules
from services.networks.commands import advice, buddies, follows, initiatives, intervisions, reuses
from services.networks.queries import membership
from services.networks.tables import (
    AgendaItem,
    Answer,
    Asked,
    AtIntervision,
    BuddyPair,
    BuddySearch,
    Completion,
    FollowedPost,
    FollowedTheme,
    Hiding,
    Initiative,
    InitiativeStep,
    Intervision,
    Invitation,
    Meeting,
    MeetingAction,
    MeetingPerson,
    Member,
    Merge,
    Offer,
    OnwardTraining,
    Participation,
    Post,
    ProgressNote,
    Report,
    Resting,
    Reuse,
    Trainee,
)
from shared.contracts.networks import NetworkInvitationMade, NetworkInvitationWithdrawn
from shared.database import merging
from shared.database.merging import Held, Listed
from shared.messaging.outbox import publish

# Everything that names a person here; a test sees that nothing is left out.
PLACES = (
    Held(Completion, apart=("group_id",)),
    Listed(Completion, "trainer_ids"),
    Held(Invitation, apart=(), better=rules.the_better_invitation),
    Held(Member, apart=(), better=rules.both_profiles),
    Held(Post, "author_id"),
    Held(Answer, "author_id"),
    Held(Initiative, "author_id"),
    Held(Participation, apart=("initiative_id",), better=rules.the_longer_participation),
    Held(InitiativeStep, "owner_id"),
    Held(Offer, "author_id"),
    Held(ProgressNote, "author_id"),
    Held(AtIntervision, apart=("intervision_id",), better=rules.the_seat_that_counts),
    Held(Intervision, "planned_by"),
    Held(Asked, apart=("post_id",)),
    Held(Resting, apart=()),
    Held(FollowedPost, apart=("post_id",)),
    Held(FollowedTheme, apart=("theme",)),
    Held(Reuse, apart=("post_id",)),
    Held(Report, apart=("subject_id",)),
    Held(Report, "decided_by"),
    Held(Hiding, "hidden_by"),
    Held(Hiding, "looked_by"),
    Held(OnwardTraining, "trainer_id"),
    Held(BuddySearch, apart=()),
    Held(BuddyPair, "newcomer_id"),
    Held(BuddyPair, "guide_id"),
    Held(Trainee, apart=("training_id",), better=rules.the_one_who_agreed),
    Held(Meeting, "author_id"),
    Held(Meeting, "minutes_by"),
    Held(MeetingPerson, apart=("meeting_id",), better=rules.what_one_person_said_of_a_meeting),
    Held(AgendaItem, "author_id"),
    Held(MeetingAction, "owner_id"),
)
# What stays of somebody who is erased, under nobody's id.
WITHOUT_NAME = (
    *(Post.author_id, Answer.author_id, Reuse.person_id),
    *(Initiative.author_id, InitiativeStep.owner_id, Offer.author_id, ProgressNote.author_id),
    *(Meeting.author_id, Meeting.minutes_by, AgendaItem.author_id, MeetingAction.owner_id),
    *(Report.person_id, Report.decided_by, Hiding.hidden_by, Hiding.looked_by, Intervision.planned_by),
    OnwardTraining.trainer_id,
)


@merging.following(Merge)
def course_completed(tx: Session, event: dict[str, Any]) -> None:
    """Each person is invited once, however many courses they complete."""
    person_id, programme_id = event["person_id"], event["programme_id"]
    membership.locked_invitation(tx, person_id)
    completed = {name: event[name] for name in ("person_id", "group_id", "trainer_ids", "completed_on")}
    tx.execute(insert(Completion).values(completed).on_conflict_do_nothing())
    made = tx.execute(
        insert(Invitation)
        .values(person_id=person_id, programme_id=programme_id, state="open")
        .on_conflict_do_nothing()
        .returning(Invitation.person_id)
    ).first()
    if made is not None:
        publish(tx, NetworkInvitationMade, person_id=person_id, programme_id=programme_id)


@merging.following(Merge)
def course_completion_withdrawn(tx: Session, event: dict[str, Any]) -> None:
    person_id = event["person_id"]
    invitation = membership.locked_invitation(tx, person_id)
    tx.execute(delete(Completion).where(Completion.person_id == person_id, Completion.group_id == event["group_id"]))
    left = tx.scalar(select(func.count()).select_from(Completion).where(Completion.person_id == person_id)) or 0
    if invitation is not None and rules.an_invitation_can_be_taken_back(invitation.state, left):
        tx.delete(invitation)
        tx.flush()
        publish(tx, NetworkInvitationWithdrawn, person_id=person_id, programme_id=invitation.programme_id)


def person_erased(tx: Session, event: dict[str, Any]) -> None:
    """What they wrote stays, and how many they trained, without their id."""
    person_id = event["person_id"]
    merging.forget(tx, Merge, person_id)
    intervisions.step_out(tx, person_id)
    for table in (Completion, Invitation, Member, Trainee, AtIntervision, MeetingPerson):
        tx.execute(delete(table).where(table.person_id == person_id))
    initiatives.leave_all_initiatives(tx, person_id)
    advice.step_back(tx, person_id)
    follows.forget(tx, person_id)
    buddies.forget(tx, person_id)
    for column in WITHOUT_NAME:
        tx.execute(update(column.class_).where(column == person_id).values({column.key: None}))
    given_by = Completion.trainer_ids
    tx.execute(
        update(Completion)
        .where(given_by.contains([person_id]))
        .values(trainer_ids=func.array_remove(given_by, person_id))
    )


def person_merged(tx: Session, event: dict[str, Any]) -> None:
    """One invitation, one membership; what was written has one author, and what both used counts once."""
    _count_reuses(tx, merging.merge(tx, Merge, PLACES, event["kept_id"], event["dropped_id"]))
    tx.execute(delete(BuddyPair).where(BuddyPair.newcomer_id == BuddyPair.guide_id))


def person_merge_undone(tx: Session, event: dict[str, Any]) -> None:
    _count_reuses(tx, merging.undo(tx, Merge, PLACES, event["dropped_id"]))


def _count_reuses(tx: Session, moves: merging.Moves | None) -> None:
    for (post_id,) in merging.moved(moves or [], "reuses", "post_id"):
        post = tx.get(Post, post_id, with_for_update=True)
        if post is not None:
            reuses.count(tx, post)
