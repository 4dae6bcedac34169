"""Asking for a buddy and being one, from the page of one's own buddies."""

import pytest

PAGE = "/network/buddies"
TONGUE = "srn"  # spoken by the two of a test alone, so that nobody else comes in between


@pytest.fixture
def pair(join):
    """A guide and a newcomer who were proposed to each other."""
    guide, newcomer = join(languages=[TONGUE]), join(languages=[TONGUE])
    guide.submit(PAGE, f"{PAGE}/search", role="guide")
    said = newcomer.submit(PAGE, f"{PAGE}/search", role="newcomer")
    assert "You get a mail as soon as there is somebody who fits." in said.main
    yield guide, newcomer
    for person in (guide, newcomer):
        person.api("DELETE", "/network/membership")


def answer_of(page) -> str:
    """Where its answer is sent."""
    return next(form.action for form in page.forms if form.action and form.action.endswith("/answer"))


def test_two_are_proposed_say_yes_and_get_a_guide_for_the_first_talk(pair):
    guide, newcomer = pair
    page = newcomer.open(PAGE)
    assert f"{guide.name} could be your buddy" in page.main
    waiting = newcomer.send(page, answer_of(page))
    assert "You have said yes." in waiting.main
    assert "The first talk" not in waiting.main
    page = guide.open(PAGE)
    assert f"{newcomer.name} is new and looks for a buddy" in page.main
    done = guide.send(page, answer_of(page))
    assert f"You are the buddy of {newcomer.name}" in done.main
    assert "The first talk" in done.main
    assert f"Your buddy is {guide.name}" in newcomer.open(PAGE).main


def test_nobody_else_sees_who_is_whose_buddy(pair, member, coordinator):
    guide, newcomer = pair
    page = member.open(PAGE)
    assert guide.name not in page.main
    assert newcomer.name not in page.main
    assert coordinator.open(PAGE).status == 403
    assert coordinator.api.try_("GET", PAGE).status_code == 403


def test_a_no_needs_no_reason_and_looking_can_be_stopped(pair):
    guide, newcomer = pair
    page = guide.open(PAGE)
    said = guide.send(page, answer_of(page), agrees="no")
    assert "Nobody asks why." in said.main
    assert guide.name not in newcomer.open(PAGE).main
    stopped = newcomer.submit(PAGE, f"{PAGE}/search/end")
    assert "Nobody is looked for any more." in stopped.main
    assert "I would like a buddy" in stopped.main


def test_the_same_by_the_api(pair):
    guide, newcomer = pair
    [found] = newcomer.api("GET", PAGE)["pairs"]
    assert (found["other_id"], found["role"], found["state"]) == (str(guide.id), "newcomer", "proposed")
    for person in pair:
        person.api("PUT", f"{PAGE}/{found['id']}/answer", agrees=True)
    assert guide.api("GET", PAGE)["pairs"][0]["state"] == "paired"
    assert newcomer.api.try_("PUT", f"{PAGE}/search", role="newcomer").status_code == 409
    newcomer.api("DELETE", f"{PAGE}/{found['id']}")
    assert guide.api("GET", PAGE)["pairs"] == []
    guide.api("DELETE", f"{PAGE}/search")
    assert guide.api("GET", PAGE)["searching"] is None
