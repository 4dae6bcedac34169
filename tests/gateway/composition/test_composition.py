from uuid import uuid4

FORM = {"forming": "yes"}


def going(page):
    """Person's id -> the group into which the form puts them."""
    return {name.removeprefix("to-"): group for name, group in page.form(page.path).values if name.startswith("to-")}


def propose(visitor, candidates, count=2, places=2, **more):
    return visitor.open(candidates.address, count=count, places=places, **more)


def send(visitor, page, **typed):
    return visitor.send(page, page.path, **typed)


def test_it_is_asked_first_how_many_groups(coordinator, candidates):
    overview = coordinator.open(f"/programmes/{candidates.programme_id}/groups")
    assert candidates.address in overview.links
    page = coordinator.open(candidates.address)
    assert "4 people attended an introduction and are in no group yet." in page.main
    assert 'name="count"' in page.html
    assert 'value="16"' in page.html


def test_a_proposal_mixes_them_and_says_why(coordinator, candidates):
    page = propose(coordinator, candidates)
    groups = going(page)
    assert groups[str(candidates.police[0])] != groups[str(candidates.police[1])]
    assert groups[str(candidates.housing[1])] != groups[str(candidates.police[0])]
    assert "1 person is not with their line manager: Participant 004 and Participant 001" in page.main
    assert "Police: 1, Housing: 1" in page.main
    assert "Bloemhof: 1" in page.main
    assert "Everybody has a place." in page.main
    assert candidates.formed() == []


def test_another_proposal_has_an_address_of_its_own(coordinator, candidates):
    page = propose(coordinator, candidates, seed=3)
    assert f"{candidates.address}?count=2&places=2&seed=4" in page.links


def test_who_is_moved_is_shown_there_with_the_balance_and_what_is_not_right(coordinator, candidates):
    page = propose(coordinator, candidates)
    groups = going(page)
    manager, staff = str(candidates.police[0]), str(candidates.housing[1])
    moved = send(coordinator, page, **{f"to-{staff}": groups[manager]})
    assert going(moved) == groups | {staff: groups[manager]}
    assert "Participant 004 is with their line manager, Participant 001." in moved.main
    assert "3/2 1 too many" in moved.main
    assert "1 person too many: the last one goes to the waiting list." in moved.main
    assert moved.form(moved.path).value("warnings") == "2"
    assert candidates.formed() == []


def test_what_is_not_right_is_said_before_it_is_formed(coordinator, candidates):
    page = propose(coordinator, candidates, places=4)
    together = {f"to-{person_id}": "1" for person_id in candidates.all}
    warned = send(coordinator, page, **together, **FORM)
    assert "Look at this first" in warned.main
    assert candidates.formed() == []
    formed = send(coordinator, warned, **FORM)
    assert "2 groups have been formed. 4 people are in them." in formed.main
    assert sorted(group["enrolled"] for group in candidates.formed()) == [0, 4]


def test_the_groups_are_formed_at_once_under_their_names_and_the_rest_stays(coordinator, candidates):
    page = propose(coordinator, candidates)
    groups = going(page)
    left = str(candidates.police[1])
    typed = {f"to-{left}": "", "names-0": "Zuid", "names-1": "Noord", **FORM}
    formed = send(coordinator, page, **typed)
    assert formed.path == f"/programmes/{candidates.programme_id}/groups"
    assert "2 groups have been formed. 3 people are in them." in formed.main
    assert "1 person attended an introduction and is in no group yet." in formed.main
    names = {group["name"]: group["id"] for group in candidates.formed()}
    for number, name in (("1", "Zuid"), ("2", "Noord")):
        expected = {person for person, group in groups.items() if group == number} - {left}
        assert set(map(str, candidates.members(names[name]))) == expected


def test_sent_twice_they_are_formed_once(coordinator, candidates):
    page = propose(coordinator, candidates)
    for _ in range(2):
        assert send(coordinator, page, **FORM).path.endswith("/groups")
    assert len(candidates.formed()) == 2


def test_a_group_needs_a_name_and_nothing_is_lost_meanwhile(coordinator, candidates):
    page = propose(coordinator, candidates)
    refused = send(coordinator, page, **{"names-1": " ", **FORM})
    assert refused.status == 422
    assert refused.errors == ["Fill this in"]
    assert going(refused) == going(page)
    assert candidates.formed() == []


def test_more_than_sixteen_places_need_a_reason(coordinator, candidates):
    page = propose(coordinator, candidates, count=1, places=20)
    assert "Why more than 16?" in page.main
    warned = send(coordinator, page, **FORM)  # a manager and their staff in the only group: one of them is out
    refused = send(coordinator, warned, **FORM)
    assert refused.errors == ["Say why the group needs more places"]
    send(coordinator, refused, places_reason="Two schools at once.", **FORM)
    assert candidates.formed()[0]["places"] == 20


def test_who_fits_in_no_group_stays_out_and_it_is_said_why(coordinator, candidates):
    page = propose(coordinator, candidates, count=1, places=16)
    out = next(person for person, group in going(page).items() if not group)
    assert out in (str(candidates.police[0]), str(candidates.housing[1]))
    assert "is in no group: in each is somebody with whom they are not to be" in page.main


def test_who_is_in_a_group_by_now_leaves_the_proposal_before_it_is_formed(coordinator, candidates):
    page = propose(coordinator, candidates)
    candidates.group([candidates.police[0]], name="First")
    again = send(coordinator, page, **FORM)
    assert again.errors == ["Somebody whom you chose is in another group of this programme already."]
    assert "1 person has left the proposal" in again.main
    assert str(candidates.police[0]) not in going(again)
    assert [group["name"] for group in candidates.formed()] == ["First"]
    assert send(coordinator, again, **FORM).path.endswith("/groups")


def test_a_number_of_groups_that_can_not_be_is_told(coordinator, candidates):
    for count, complaint in (("21", "Enter a number of at most 20"), ("some", "Enter a whole number")):
        page = propose(coordinator, candidates, count=count)
        assert (page.status, page.errors) == (422, [complaint])


def test_without_candidates_there_is_nothing_to_compose(coordinator, groups_without_anybody):
    page = coordinator.open(groups_without_anybody)
    assert "Nobody to choose from yet" in page.main


def test_it_is_for_the_coordinators_of_the_programme(another_coordinator, trainer, candidates):
    for visitor in (another_coordinator, trainer):
        assert propose(visitor, candidates).status == 403


def test_a_page_with_many_people_needs_few_statements(coordinator, candidates, statements):
    coordinator.sign_in()
    assert len(statements.of(lambda: propose(coordinator, candidates))) <= 10
    page = propose(coordinator, candidates)
    assert len(statements.of(lambda: send(coordinator, page))) <= 10


def test_programs_compose_the_same(coordinator, candidates):
    police, housing = [*map(str, candidates.police)], [*map(str, candidates.housing)]
    path = f"/programmes/{candidates.programme_id}"
    proposed = coordinator.api("GET", f"{path}/composition", count=2, places=2)
    assert [len(group["person_ids"]) for group in proposed["groups"]] == [2, 2]
    weighed = coordinator.api("POST", f"{path}/composition", groups=[[police[0], housing[1]], [police[1]]])
    assert weighed["groups"][0]["findings"] == [
        {"code": "with_line_manager", "person_id": housing[1], "other_id": police[0]}
    ]
    assert weighed["rest_ids"] == [housing[0]]
    asked = {"groups": [{"name": "A", "person_ids": police}, {"name": "B", "person_ids": housing}]}
    key = str(uuid4())
    first = coordinator.api.try_("POST", f"{path}/composition/groups", key=key, **asked)
    second = coordinator.api.try_("POST", f"{path}/composition/groups", key=key, **asked)
    assert (first.status_code, first.json()) == (201, second.json())
    assert [group["enrolled"] for group in candidates.formed()] == [2, 2]
