"""A participant prepares on their own page, and shares what they wrote, or not."""

import pytest

from shared.contracts import trainings

TEXTS = {"context": "On the square.", "possible": "Asking questions.", "practise": "Silence."}


@pytest.fixture
def written(participant, course):
    """A browser in which Marie has written hers, and its address."""
    browser, address = participant(course.member_id), f"/my/groups/{course.group_id}/reflection"
    page = browser.submit(address, **TEXTS)
    assert "Saved." in page.main
    return browser, address


def test_it_is_found_on_ones_page_and_kept(participant, course, written):
    browser, address = written
    page = browser.open("/my")
    assert address in page.links
    assert "Only you read this" in page.main
    assert browser.open(address).form().value("possible") == "Asking questions."
    assert participant(course.colleague_id).open(address).form().value("possible") == ""


def test_the_trainer_reads_it_on_the_session_while_it_is_shared(trainer, coordinator, course, written):
    browser, address = written
    session = f"/sessions/{course.day_id}"
    assert "Asking questions." not in trainer.open(session).main
    page = browser.submit(address, f"{address}/sharing")
    assert "The trainers of your group read it, with your name: Tom Trainer." in page.main
    assert "Marie Member" in trainer.open(session).main
    assert "Asking questions." in trainer.open(session).main
    assert "Asking questions." not in coordinator.open(session).html
    assert "Stop sharing" in page.main
    browser.send(page, f"{address}/sharing")
    assert "Asking questions." not in trainer.open(session).main


def test_a_form_that_was_open_on_another_device_shows_both_versions(written):
    browser, address = written
    old = browser.open(address)
    browser.submit(address, possible="Listening.")
    page = browser.send(old, possible="Looking away.")
    assert page.status == 409
    assert "Listening." in page.main
    assert page.form().value("possible") == "Looking away."
    assert "Saved." in browser.send(page).main
    assert browser.open(address).form().value("possible") == "Looking away."


def test_it_is_saved_while_writing_and_what_fails_is_said(written, city):
    browser, address = written
    form = browser.open(address).form()

    def save(**typed):
        return browser.http.post(
            city.url + address, data=form.filled_in(typed), headers={"HX-Request": "true"}, timeout=15
        )

    saved = save(possible="Asking and listening.")
    assert saved.status_code == 200
    assert "Saved at" in saved.text
    assert "<textarea" not in saved.text
    assert browser.open(address).form().value("possible") == "Asking and listening."
    failed = save(possible="x" * 2_001, idempotency_key="another")
    assert (failed.status_code, "Not saved yet." in failed.text) == (200, True)
    assert browser.open(address).form().value("possible") == "Asking and listening."


def test_none_of_it_stands_in_a_log(city, written):
    assert "Asking questions." not in city.services.log + city.gateway.log + city.relay.log


def test_programs_write_and_share_the_same(make, sign_in, trainer):
    colleague = sign_in("expert", name="Esra Expert")
    group = {"programme_id": make.programme(), "name": "Group North", "trainer_ids": [trainer.id]}
    group_id = make(trainings.form_group, **group, person_ids=[colleague.id])["id"]
    own = f"/my/groups/{group_id}/reflection"
    assert colleague.api("PUT", own, version=0, possible="Asking.") == {"version": 1}
    colleague.api("PUT", f"{own}/sharing", shared=True)
    assert colleague.api("GET", own)["shared"] is True
    [seen] = trainer.api("GET", f"/groups/{group_id}/reflections")["reflections"]
    assert (seen["person_id"], seen["possible"]) == (str(colleague.id), "Asking.")
