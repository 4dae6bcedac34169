import re
from datetime import timedelta
from uuid import uuid4

import pytest

from services import SERVICES
from shared import clock
from shared.contracts import notifications, trainings
from shared.version import VERSION
from tests.gateway.operation.parked import park
from tests.gateway.running_programme import Maker
from tests.gateway.visiting import add_person
from tests.waiting import eventually


@pytest.fixture(scope="module")
def invited(city, coordinator, operator):
    """Somebody who was invited to an introduction by mail."""
    make = Maker(city, coordinator.id)
    person_id = make.person("Bram Claes")
    plan = {
        "date": clock.today(city.settings.time_zone) + timedelta(days=30),
        "start_time": "13:30",
        "delivery": "online",
        "link": "https://meet.example/introduction",
        "title": "Introduction for everybody",
    }
    session_id = make(trainings.plan_introduction, programme_id=make.programme(), **plan)["id"]
    make(trainings.invite_people, session_id=session_id, person_ids=[person_id])
    eventually(lambda: "sent" in {mail["state"] for mail in mails_to(operator, person_id)}, what="the mail to be sent")
    return person_id


def mails_to(operator, person_id):
    return [one for one in operator.api("GET", "/mails", per_page=200)["items"] if one["person_id"] == str(person_id)]


def test_an_operator_sees_that_everything_runs(operator):
    page = operator.open("/operation")
    assert page.status == 200
    assert page.main.count(" Runs") == len(SERVICES) + 2
    assert "Does not answer" not in page.main
    assert "No mail server is configured" in page.main


def test_the_page_says_first_how_the_city_is_and_what_a_person_has_to_see_to(city, operator):
    message_id = park(city)
    [(parked,)] = city.sql("SELECT count(*) FROM trainings.failed WHERE parked_at IS NOT NULL")
    page = operator.open("/operation")
    said = f"{parked} messages are parked" if parked > 1 else "1 message is parked"
    assert page.main.startswith("Operation Rotterdam needs you ")
    assert said in page.main.partition("This city")[0]
    city.sql("DELETE FROM trainings.failed WHERE message_id = %s", message_id)


def test_the_page_says_what_is_known_of_the_city(city, operator):
    page = operator.open("/operation")
    assert re.search(rf"This city Version {re.escape(VERSION)} Epoch 1 Last backup ", page.main)
    assert re.search(r"Last restore Never Waiting to be sent \d+.* Queues \d", page.main)
    assert re.search(r"Disk The mail: \S+ [GM]B of \S+ [GM]B free", page.main)


def test_the_last_backup_is_shown_with_its_age_and_whether_it_was_checked(city, operator):
    columns = "file, taken_at, checked_at, version, epoch, size"
    made = f"INSERT INTO instance.backups ({columns}) VALUES (%s, %s, %s, '1', 1, %s)"
    city.sql(made, "good", clock.now() - timedelta(hours=3), clock.now(), 5 * 1024**2)
    assert "Last backup 3 hours ago, 5.0 MB Checked: it could be restored" in operator.open("/operation").main
    city.sql(made, "new", clock.now() - timedelta(minutes=5), None, 5 * 1024**2)
    said = "Last backup 5 minutes ago, 5.0 MB Not checked yet; the last good one was made 3 hours ago"
    assert said in operator.open("/operation").main
    assert operator.api("GET", "/instance")["backups"][0]["file"] == "new"
    city.sql("DELETE FROM instance.backups")


def test_what_operators_did_and_what_was_rebuilt_is_shown_where_they_look_first(city, operator):
    operator.api("POST", "/messages/trainings/parked/discard", message_ids=[str(park(city))])
    city.sql(
        "INSERT INTO municipalities.rebuilds (id, read_model, finished_at, messages)"
        " VALUES (%s, 'dashboard', now() + interval '1 second', 120)",
        uuid4(),
    )
    lately = operator.open("/operation").main.partition("What was done lately")[2]
    assert "The overview of the programmes was rebuilt 120 messages Programmes" in lately
    done = "Otto Operator 1 discarded Taking it over failed: KeyError Introductions, groups and sessions"
    assert done in lately
    assert lately.index("was rebuilt") < lately.index("1 discarded")


def test_mails_are_listed_by_whom_they_are_for_and_in_words(operator, invited):
    page = operator.open("/operation")
    assert "Invitation to an introduction Bram Claes Sent" in page.main
    assert "introduction_invitation" not in page.main
    assert "Invitation to an introduction" in operator.open("/operation", state="sent").main
    assert "Bram Claes" not in operator.open("/operation", state="failed").main
    assert operator.open("/operation", state="nonsense", page="x").status == 200


def test_a_mail_that_was_kept_can_be_read_and_its_links_followed(operator, invited):
    [mail] = mails_to(operator, invited)
    page = operator.open(f"/operation/mails/{mail['id']}")
    assert page.status == 200
    assert "To Bram Claes" in page.main
    assert "Introduction for everybody" in page.main
    assert "https://meet.example/introduction" in page.links


def test_a_mail_is_sent_again(operator, invited):
    [mail] = mails_to(operator, invited)
    path = f"/operation/mails/{mail['id']}"
    page = operator.submit(path, f"{path}/sending")
    assert "The mail is sent again in a moment." in page.main
    eventually(lambda: mails_to(operator, invited)[0]["state"] == "sent", what="the mail to be sent again")


def test_a_mail_that_failed_says_why(city, operator, coordinator):
    person_id = add_person(coordinator, "Refused Address")
    mail_id = uuid4()
    city.sql(
        "INSERT INTO notifications.mails (id, kind, person_id, state, attempts, queued_at, due_at, reason, kept)"
        " VALUES (%s, 'waiting_list', %s, 'failed', 8, now(), now(), 'address_refused', false)",
        mail_id,
        person_id,
    )
    page = operator.open("/operation", state="failed")
    assert "On the waiting list Refused Address Not sent The mail server refuses the address 8 attempts" in page.main
    assert f"/operation/mails/{mail_id}/sending" in page.html
    page = operator.open(f"/operation/mails/{mail_id}")
    assert "The text of a mail is made when it is sent, and is not kept." in page.main


@pytest.fixture
def held_since_a_restore(city, operator):
    """Nothing leaves, and one mail waits from before. Released in the end, whatever the test did."""
    taken_at = clock.now() - timedelta(days=1)
    city.sql("DELETE FROM notifications.mails WHERE state = 'queued'")  # what other tests left for a mail server
    city.sql(
        "INSERT INTO notifications.holds (id, held_at, taken_at, discarded) VALUES (%s, now(), %s, 0)",
        uuid4(),
        taken_at,
    )
    mail_id = uuid4()
    city.sql(
        "INSERT INTO notifications.mails (id, kind, person_id, state, attempts, queued_at, due_at, kept)"
        " VALUES (%s, 'waiting_list', %s, 'queued', 0, %s, %s, false)",
        mail_id,
        operator.id,
        taken_at,
        taken_at,
    )
    yield mail_id
    operator.api("POST", "/mails/release")


def test_an_operator_is_told_that_mail_is_held_and_lets_all_of_it_go(city, operator, held_since_a_restore):
    page = operator.open("/operation")
    assert "Mail is held since the restore of" in page.main
    assert "1 mail waits. The city was restored from a backup of" in page.main
    assert operator.api("GET", "/mails/hold")["hold"]["old"] == 1
    page = operator.submit("/operation", "/operation/mails/release")
    assert "Mail leaves again." in page.main
    assert "Mail is held" not in page.main
    told = "SELECT state FROM notifications.mails WHERE id = %s"
    eventually(lambda: city.sql(told, held_since_a_restore) != [("queued",)], what="the mail to be tried")


def test_what_was_due_before_the_restore_can_be_discarded_once(city, operator, held_since_a_restore):
    page = operator.open("/operation")
    assert "Discard 1 mail from before, send the rest" in page.main
    for _ in range(2):  # sent twice, carried out once
        answer = operator.send(page, "/operation/mails/release", discard_old="1")
        assert "Mail leaves again. 1 mail from before is not sent." in answer.main
    [mail] = city.sql("SELECT state, reason FROM notifications.mails WHERE id = %s", held_since_a_restore)
    assert mail == ("failed", "discarded")
    assert "Not sent: discarded when mail was released" in answer.main


def test_who_comes_late_is_told_that_mail_is_not_held_any_more(operator, held_since_a_restore):
    page = operator.open("/operation")
    operator.api("POST", "/mails/release")
    assert "Mail is not held any more." in operator.send(page, "/operation/mails/release").main


def test_a_program_holds_mail_too(operator):
    try:
        assert operator.api("PUT", "/mails/hold")["hold"]["taken_at"] is None
        assert "Mail is held since" in operator.open("/operation").main
    finally:
        assert operator.api("POST", "/mails/release")["released"]
    assert operator.api("GET", "/mails/hold") == {"hold": None}


def test_mails_that_let_somebody_in_are_not_listed(city, operator, coordinator):
    person_id = add_person(coordinator, "Invited To An Account")
    coordinator.api("POST", f"/people/{person_id}/invitation")

    def queued():
        return city.sql("SELECT id FROM notifications.mails WHERE person_id = %s", person_id)

    [(mail_id,)] = eventually(queued, what="the invitation to be queued")
    assert "Invited To An Account" not in operator.open("/operation").main
    assert operator.open(f"/operation/mails/{mail_id}").status == 404


def test_every_kind_of_mail_has_a_name():
    from services.gateway.pages.operation import KINDS, STATES

    assert set(KINDS) == set(notifications.MAIL_KINDS)
    assert set(STATES) == set(notifications.MAIL_STATES)


def test_operation_is_for_operators(coordinator, trainer, expert, anybody):
    for visitor in (coordinator, trainer, expert):
        assert visitor.open("/operation").status == 403
    assert anybody.open("/operation").path == "/sign-in"
