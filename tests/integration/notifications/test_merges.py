from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from services.notifications import reactions
from services.notifications.tables import Mail, PersonConcerned
from shared import clock


def told(tx, kind):
    return set(tx.scalars(select(Mail.person_id).where(Mail.kind == kind)))


def concerned(tx, about_id):
    rows = tx.execute(
        select(PersonConcerned.person_id, PersonConcerned.role).where(PersonConcerned.about_id == about_id)
    )
    return {row.person_id: row.role for row in rows}


def planned(session_id, group_id, revision=1):
    starts_at = clock.now() + timedelta(days=7, hours=revision)
    plan = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2), "revision": revision}
    return {"session_id": session_id, "group_id": group_id, **plan}


def test_one_person_hears_once_and_two_again_after_going_back(tx):
    kept, dropped, group_id, session_id = (uuid4() for _ in range(4))
    for person_id, tell in ((kept, reactions.person_waitlisted), (dropped, reactions.person_enrolled)):
        tell(tx, {"programme_id": uuid4(), "group_id": group_id, "person_id": person_id, "promoted": False})
    merged = {"kept_id": kept, "dropped_id": dropped}
    for _ in range(2):
        reactions.person_merged(tx, merged)
    assert concerned(tx, group_id) == {kept: "enrolled"}
    reactions.session_planned(tx, planned(session_id, group_id))
    assert told(tx, "session_planned") == {kept}
    assert told(tx, "place_in_group") == {kept}
    for _ in range(2):
        reactions.person_merge_undone(tx, merged)
    assert concerned(tx, group_id) == {kept: "waiting", dropped: "enrolled"}


def test_what_arrives_late_reaches_the_person(tx):
    kept, dropped, group_id = (uuid4() for _ in range(3))
    reactions.person_merged(tx, {"kept_id": kept, "dropped_id": dropped})
    reactions.person_enrolled(
        tx, {"programme_id": uuid4(), "group_id": group_id, "person_id": dropped, "promoted": False}
    )
    assert told(tx, "place_in_group") == {kept}


def test_two_mails_that_say_the_same_stay_apart_so_that_none_is_lost(tx, monkeypatch):
    kept, dropped, session_id = (uuid4() for _ in range(3))
    starts_at = clock.now() + timedelta(days=7)
    tx.add(Mail(kind="session_planned", person_id=kept, cause_id=session_id, queued_at=starts_at, due_at=starts_at))
    tx.add(Mail(kind="session_planned", person_id=dropped, cause_id=session_id, queued_at=starts_at, due_at=starts_at))
    reactions.person_merged(tx, {"kept_id": kept, "dropped_id": dropped})
    assert told(tx, "session_planned") == {kept, dropped}
