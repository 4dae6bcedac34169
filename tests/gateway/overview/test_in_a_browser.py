"""A coordinator sets records right in a browser: merges and takes apart, takes a list out, repairs what is missing."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from shared import clock
from shared.contracts import trainings
from tests.browser.browsing import NARROW, WIDE, watched
from tests.browser.pages import go, send
from tests.gateway.running_programme import Maker
from tests.gateway.visiting import add_person

SCREENS = {
    "on a wide screen": {"viewport": WIDE},
    "on a phone, without JavaScript": {"viewport": NARROW, "java_script_enabled": False},
}


@pytest.fixture(params=SCREENS)
def page(request, chromium: Browser, coordinator) -> Iterator[Page]:
    """Of the coordinator, who reads English."""
    with watched(chromium, accept_downloads=True, **SCREENS[request.param]) as context:
        coordinator.sign_in()
        cookies = [{"name": c.name, "value": c.value, "url": coordinator.url} for c in coordinator.http.cookies]
        context.add_cookies(cookies)
        yield context.new_page()


def test_two_records_are_merged_field_by_field_and_taken_apart_again(page, coordinator):
    name = f"Aaltje Dubbele {uuid4().hex[:8]}"
    one = add_person(coordinator, name, level="street")
    add_person(coordinator, name.upper(), sector="police", organisation=f"Politie {name}")
    page.goto(f"{coordinator.url}/people/duplicates?q={name}")
    line = page.locator("main tr").filter(has_text=name).first
    go(page, line.get_by_role("link", name="Compare"))
    main = page.locator("main")
    main.locator(f"input[name=keep][value='{one}']").check(force=True)
    main.locator(f"input[name=name]:not([value='{one}'])").check(force=True)
    go(page, main.get_by_role("button", name="Merge into one person"))
    expect(main.locator("h1")).to_have_text(name.upper())
    expect(main).to_contain_text(f"Politie {name}")
    go(page, main.get_by_role("link", name="Undo the merge"))
    expect(main).to_contain_text("There will be two people again")
    send(page)
    expect(main).to_contain_text("There are two people again, each as they were.")
    page.goto(f"{coordinator.url}/people/duplicates?q={name}")
    expect(main.locator("tr").filter(has_text=name).first).to_contain_text(name.upper())


def test_a_filtered_list_is_taken_out(page, coordinator, tmp_path):
    mark = uuid4().hex[:8]
    for number, sector in enumerate(("police", "police", "youth_work")):
        add_person(coordinator, f"Lijst {mark} {number}", sector=sector)
    page.goto(f"{coordinator.url}/people?q={mark}&sector=police")
    with page.expect_download() as download:
        page.locator("main").get_by_role("link", name="CSV").click()
    download.value.save_as(tmp_path / "people.csv")
    rows = list(csv.reader((tmp_path / "people.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row[0] for row in rows[1:]] == [f"Lijst {mark} 0", f"Lijst {mark} 1"]


def test_what_is_not_complete_is_repaired_until_nothing_is_left(page, city, coordinator, trainer):
    make = Maker(city, coordinator.id)
    person_id = make.person("Onvolledige Olga")
    programme_id = make.programme(street_level_ids=[person_id], decision_maker_ids=[coordinator.id], sdgs=["16"])
    session_id = make.introduction(programme_id, clock.today(city.settings.time_zone) - timedelta(days=3))
    make(trainings.invite_people, session_id=session_id, person_ids=[person_id])
    make(trainings.form_group, programme_id=programme_id, name="Groep Bloemhof", person_ids=[person_id])
    address = f"{coordinator.url}/programmes/{programme_id}/quality"
    main = page.locator("main")

    page.goto(f"{coordinator.url}/programmes/{programme_id}")
    go(page, main.get_by_role("link", name="Based on 0 of 1 session"))
    go(page, main.get_by_role("link", name="Record it"))
    main.locator("input[value=present]").first.check(force=True)
    send(page)
    page.goto(address)
    go(page, main.get_by_role("link", name="Assign a trainer"))
    main.locator(f"input[value='{trainer.id}']").check(force=True)
    send(page)
    page.goto(address)
    go(page, main.get_by_role("link", name="Fill in"))
    main.locator("[name=sector]").select_option("police")
    main.locator("[name=level][value=street]").check(force=True)
    send(page)
    page.goto(address)
    expect(main).to_contain_text("Everything is complete")
