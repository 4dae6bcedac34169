"""Who trained whom: recorded by who gave it, agreed to by who was there, seen as a picture, a list and a table."""

import pytest


@pytest.fixture
def giver(join):
    return join()


@pytest.fixture
def trainee(join):
    return join()


@pytest.fixture
def training(giver) -> str:
    """The page of a training that the giver has just recorded."""
    page = giver.submit("/network/trainings", setting="regional", people="12")
    assert "It counts." in page.main
    return page.path


@pytest.fixture
def agreed(giver, trainee, training) -> str:
    """The training, with the trainee named in it."""
    giver.submit(f"{training}?q=Colleague", training, person_id=str(trainee.id))
    trainee.submit("/network/trainings", f"{training}/answer", agrees="yes")
    return training


def the_trees(page) -> str:
    """What is said of the trees, without the table below them."""
    return page.main.partition("Who trains")[0]


def test_a_training_stands_in_the_tree_with_how_many_it_reached(giver, training, member):
    page = member.open("/network/tree")
    assert f"{giver.name} reached 12 people, active" in the_trees(page)
    assert "<svg" in page.html
    assert f"{giver.name} trained by Tom Trainer" in page.main


def test_who_was_there_is_asked_and_named_only_after_a_yes(giver, trainee, training, member):
    page = giver.open(f"{training}?q={trainee.name[-3:]}")
    asked = giver.send(page, training, person_id=str(trainee.id))
    assert f"{trainee.name} Has been asked" in asked.main
    assert f"{trainee.name} " not in the_trees(member.open("/network/tree"))
    page = trainee.open("/network/trainings")
    assert f"Who says that they trained you Who When Action {giver.name}" in page.main
    done = trainee.send(page, f"{training}/answer")
    assert "You stand in the tree now." in done.main
    assert f"{trainee.name} Agreed" in giver.open(training).main
    branches = member.api("GET", "/network/tree")["branches"]
    numbers = {branch["number"]: branch["person_id"] for branch in branches}
    trained_by = {numbers[branch["parent"]] for branch in branches if branch["person_id"] == str(trainee.id)}
    assert str(giver.id) in trained_by


def test_one_click_takes_the_name_out_and_leaves_the_count(giver, trainee, agreed, member):
    said = trainee.submit("/network/trainings", f"{agreed}/answer")
    assert "You are not named for it. You are counted, and no more." in said.main
    branches = {branch["person_id"]: branch for branch in member.api("GET", "/network/tree")["branches"]}
    assert str(trainee.id) not in branches
    assert branches[str(giver.id)]["direct"] == 12
    assert "Who says that they trained you" not in said.main


def test_nobody_can_be_named_who_is_no_member_nor_more_than_there_were(giver, trainee, coordinator):
    made = giver.api("POST", "/network/trainings", held_on="2026-01-15", setting="communal", people=1)
    address = f"/network/trainings/{made['id']}"
    assert giver.api.try_("PUT", f"{address}/trainees/{coordinator.id}").status_code == 409
    page = giver.send(giver.open(f"{address}?q=Colleague"), address, person_id=str(giver.id))
    assert page.status == 409
    assert "Only another member of the network can be named" in page.main
    giver.api("PUT", f"{address}/trainees/{trainee.id}")
    assert "Ask them" not in giver.open(f"{address}?q=Colleague").main


def test_what_cannot_be_is_refused_at_its_field(giver):
    page = giver.submit("/network/trainings", people="many", **{"held_on-year": "2199"})
    assert page.status == 422
    assert sorted(page.errors) == ["Enter a whole number", "Fill this in"]
    later = giver.submit("/network/trainings", setting="regional", people="3", **{"held_on-year": "2199"})
    assert later.errors == ["Choose today or an earlier day"]


def test_a_training_can_be_removed_by_who_recorded_it(giver, training, member):
    assert member.open(training).status == 404
    page = giver.submit(training, f"{training}/removal")
    assert "The training has been removed." in page.main
    assert giver.open(training).status == 404


def test_a_coordinator_sees_the_tree_and_takes_it_out_without_names_that_are_for_members(giver, training, coordinator):
    page = coordinator.open("/network/tree")
    assert page.status == 200
    assert giver.name not in page.main
    giver.api("PATCH", "/network/visibility", tree="members_and_coordinators")
    assert giver.name in coordinator.open("/network/tree").main
    file = coordinator.http.get(f"{coordinator.url}/download/tree.csv", timeout=30).text
    assert giver.name in file


def test_strangers_see_no_tree(stranger, invited):
    for visitor in (stranger, invited):
        assert visitor.open("/network/tree").status == 403
        assert visitor.api.try_("GET", "/network/tree").status_code == 403
