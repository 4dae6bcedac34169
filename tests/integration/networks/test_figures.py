"""How alive the network is, in figures that say nothing about anybody."""

from datetime import timedelta

import pytest

from services.networks.colleagues import reactions as on_colleagues
from services.networks.commands import onward as onward_commands
from services.networks.commands import posts as post_commands
from services.networks.errors import NotAMember
from services.networks.queries import figures as figure_queries
from services.networks.tables import (
    Answer,
    AtIntervision,
    Initiative,
    Intervision,
    Meeting,
    MeetingPerson,
    Member,
    Post,
    Reuse,
)
from shared import clock
from shared.access import SUPPORT
from shared.contracts import networks as contract
from shared.ids import new_id
from tests.integration.conftest import an_actor

TODAY = clock.today("Europe/Amsterdam")


@pytest.fixture
def figures(ask, coordinator):
    return lambda actor=None: ask(contract.network_figures, figure_queries.network_figures, actor or coordinator)


@pytest.fixture
def write(ask):
    def write(author, kind="advice"):
        post = {"kind": kind, "title": "Fireworks", "text": "What would you do?"}
        return ask(contract.write_post, post_commands.write_post, author, **post)["id"]

    return write


@pytest.fixture
def waited(tx, write):
    """A request for advice that somebody else answered after so many hours."""

    def waited(asker, answerer, hours):
        post = tx.get(Post, write(asker))
        post.written_at = clock.now() - timedelta(days=10)
        at = post.written_at + timedelta(hours=hours)
        tx.add(Answer(id=new_id(), post_id=post.id, text="Listen.", author_id=answerer.id, written_at=at))
        tx.flush()

    return waited


@pytest.fixture
def trained(ask):
    def trained(trainer, people, days_ago=1):
        training = {"held_on": TODAY - timedelta(days=days_ago), "setting": "regional", "people": people}
        ask(contract.record_onward_training, onward_commands.record_onward_training, trainer, **training)

    return trained


def test_who_did_something_in_ninety_days_is_active(tx, join, figures, write, trained):
    wrote, trains, trained_long_ago, *_others = [join() for _ in range(6)]
    for _ in range(2):
        write(wrote, "experience")
    trained(trains, 8)
    trained(trained_long_ago, 8, days_ago=91)
    assert (figures()["members"], figures()["active"]) == (6, 2)
    tx.get(Member, wrote.id).until = TODAY - timedelta(days=1)
    tx.flush()
    assert (figures()["dormant"], figures()["active"]) == (1, 2)


def test_who_came_to_an_intervision_is_active(tx, join, figures):
    members = [join() for _ in range(5)]
    at = clock.now() - timedelta(days=3)
    held = Intervision(id=new_id(), method="incident", state="held", starts_at=at, ends_at=at, minutes=[], step=None)
    tx.add(held)
    tx.flush()
    for member, came in ((members[0], True), (members[1], False)):
        tx.add(AtIntervision(intervision_id=held.id, person_id=member.id, joined_at=at, came=came))
    tx.flush()
    assert figures()["active"] == 1


def test_who_came_to_a_meeting_is_active(tx, join, figures):
    members = [join() for _ in range(5)]
    at = clock.now() - timedelta(days=3)
    meeting = Meeting(id=new_id(), title="A walk", informal=True, starts_at=at, ends_at=at, delivery="on_site")
    tx.add(meeting)
    tx.flush()
    for member, present in ((members[0], True), (members[1], False), (members[2], None)):
        tx.add(MeetingPerson(meeting_id=meeting.id, person_id=member.id, reply="yes", present=present))
    tx.flush()
    assert figures()["active"] == 1


def test_of_fewer_than_five_members_no_share_is_told(join, figures, write):
    members = [join() for _ in range(4)]
    write(members[0])
    assert (figures()["active"], figures()["initiatives_per_member"]) == (None, None)
    join()
    assert figures()["active"] == 1


def test_the_median_until_the_first_answer_of_somebody_else(join, figures, write, waited):
    asker, answerer = join(), join()
    assert figures()["hours_to_answer"] is None
    for hours in (1, 2, 60):
        waited(asker, answerer, hours)
    waited(asker, asker, 0)
    write(asker)
    found = figures()
    assert (found["asked"], found["answered"], found["hours_to_answer"]) == (5, 3, 2)


def test_initiatives_for_each_member_who_does_not_support_the_network(tx, join, figures):
    members = [join() for _ in range(6)]
    for _ in range(2):
        on_colleagues.role_given(tx, {"person_id": members[0].id, "role": SUPPORT})
    now = clock.now()
    for _ in range(2):
        tx.add(
            Initiative(
                id=new_id(), title="A walk", purpose="Talking", state="idea", area_ids=[], started_at=now, active_at=now
            )
        )
    tx.flush()
    assert (figures()["initiatives"], figures()["initiatives_per_member"]) == (2, 0.4)
    on_colleagues.role_withdrawn(tx, {"person_id": members[0].id, "role": SUPPORT})
    assert figures()["initiatives_per_member"] == 0.33


def test_what_the_support_started_is_no_initiative_of_members(tx, join, figures):
    members = [join() for _ in range(6)]
    on_colleagues.role_given(tx, {"person_id": members[0].id, "role": SUPPORT})
    now = clock.now()
    for author in (members[0], members[1], None):
        about = {"title": "A walk", "purpose": "Talking", "state": "idea", "area_ids": []}
        author_id = author.id if author else None
        tx.add(Initiative(id=new_id(), author_id=author_id, started_at=now, active_at=now, **about))
    tx.flush()
    assert (figures()["initiatives"], figures()["initiatives_per_member"]) == (3, 0.4)


def test_how_many_people_were_trained_onward(join, figures, trained):
    trainer = join()
    trained(trainer, 12)
    trained(trainer, 30, days_ago=400)
    found = figures()
    assert (found["trainings"], found["trained"], found["trained_lately"]) == (2, 42, 12)


def test_members_coordinators_and_who_supports_see_them_and_nobody_else(member, figures, stranger):
    assert figures(member) == figures() == figures(an_actor(SUPPORT))
    with pytest.raises(NotAMember):
        figures(stranger)


def test_how_often_somebody_used_what_a_colleague_wrote(tx, join, figures, write):
    writer, user, *_others = [join() for _ in range(5)]
    reuse = Reuse(id=new_id(), post_id=write(writer), person_id=user.id, how="At a school.", used_at=clock.now())
    tx.add(reuse)
    tx.flush()
    assert (figures()["reused"], figures()["active"]) == (1, 2)
