from uuid import uuid4

from sqlalchemy import select

from services.feedback import reactions
from services.feedback.tables import Invitation, Merge, Survey


def test_who_was_asked_twice_is_asked_no_third_time_and_the_count_of_links_stays(tx):
    kept, dropped, group_id, programme_id = (uuid4() for _ in range(4))
    about = {"group_id": group_id, "programme_id": programme_id}
    for person_id in (kept, dropped):
        reactions.course_completed(tx, {"person_id": person_id, **about})
    merged = {"kept_id": kept, "dropped_id": dropped}
    for _ in range(2):
        reactions.person_merged(tx, merged)
    reactions.course_completed(tx, {"person_id": dropped, **about})
    assert tx.scalars(select(Invitation.person_id)).all() == [kept]
    assert tx.scalars(select(Survey.invited)).one() == 2
    for _ in range(2):
        reactions.person_merge_undone(tx, merged)
    assert set(tx.scalars(select(Invitation.person_id))) == {kept, dropped}


def test_nothing_is_kept_for_going_back_of_who_is_erased(tx):
    kept, dropped = uuid4(), uuid4()
    reactions.person_merged(tx, {"kept_id": kept, "dropped_id": dropped})
    reactions.person_erased(tx, {"person_id": kept})
    assert tx.get(Merge, dropped) is None
