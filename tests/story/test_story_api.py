"""The same nine steps by the API, as a program of the city would take them."""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from shared.access import COORDINATOR, TRAINER
from tests.gateway.visiting import PASSWORD, Program
from tests.story.programme import Programme, in_an_empty_city, refused
from tests.story.setting import GENK, ROTTERDAM, Setting
from tests.waiting import eventually

PEOPLE, PLACES, ANSWERS = 18, 16, 5


@pytest.mark.timeout(300)
@pytest.mark.parametrize("setting", [ROTTERDAM, GENK], ids=str)
def test_a_programme_runs_by_the_api(postgres: str, rabbitmq: dict[str, str], setting: Setting) -> None:
    with in_an_empty_city(postgres, rabbitmq, setting) as programme:
        people_with_roles_make_their_accounts(programme)
        a_programme_is_registered_when_it_is_complete(programme)
        a_list_is_imported_without_mistakes_and_without_doubles(programme)
        an_introduction_is_held(programme)
        a_group_is_formed_and_its_waiting_list_moves_up(programme)
        of_two_who_take_the_last_place_at_once_one_gets_it(programme)
        participants_ask_and_a_session_opens_on_ground_rules(programme)
        a_record_that_is_sent_twice_is_kept_once(programme)
        of_two_who_record_at_once_the_second_gets_both_versions(programme)
        both_parts_complete_the_course(programme)
        results_are_shown_when_the_survey_has_closed(programme)
        experts_join_share_and_answer(programme)
        the_dashboard_is_right_within_a_second(programme)


def people_with_roles_make_their_accounts(programme: Programme) -> None:
    programme.coordinator = _account(programme, "coordinator", COORDINATOR)
    programme.colleague = _account(programme, "colleague", COORDINATOR)
    programme.trainer = _account(programme, "trainer", TRAINER)


def _account(programme: Programme, name: str, role: str) -> Program:
    email = programme.email(name)
    person_id = programme.operator("POST", "/people", name=name.title(), email=email)["id"]
    programme.operator("PUT", f"/people/{person_id}/roles/{role}")
    programme.ids[name] = person_id
    token = programme.mails.link(email, "/invitation/").rsplit("/", 1)[1]
    assert programme.anybody()("POST", "/account/token", token=token)["email"] == email
    signed_in = programme.anybody()("PUT", "/account", token=token, password=PASSWORD)
    refused(programme.anybody().try_("PUT", "/account", token=token, password=PASSWORD), 410, "token_not_valid")
    return Program(programme.city.url, signed_in["session_token"])


def a_programme_is_registered_when_it_is_complete(programme: Programme) -> None:
    coordinator = programme.coordinator
    programme.ids["programme"] = coordinator("POST", "/programmes")["id"]
    path = f"/programmes/{programme.ids['programme']}"
    wrong = refused(coordinator.try_("PUT", path, starts_on="2026-02-31"), 422, "invalid")
    assert wrong["fields"]["starts_on"][0]["code"] == "not_a_date"
    assert refused(coordinator.try_("PUT", path, colour="red"), 422, "invalid")["fields"].keys() == {"colour"}
    refused(coordinator.try_("POST", f"{path}/registration"), 422, "programme_incomplete")
    coordinator(
        "PUT",
        path,
        name="Samen in gesprek",
        starts_on=programme.day(-30),
        ends_on=programme.day(400),
        initiating_domain="social_work",
        trigger="Straathoekwerkers horen steeds vaker wij tegen zij.",
        area_ids=[coordinator("POST", "/areas", name="Centrum")["id"]],
        vision="Wie het oneens is blijft in gesprek.",
        sectors=["police", "youth_work"],
    )
    coordinator("POST", f"{path}/registration")
    assert coordinator("GET", path)["flags"] == ["street_level_missing", "policy_level_missing"]
    coordinator("POST", f"{path}/coordinators", person_id=programme.ids["colleague"])


def a_list_is_imported_without_mistakes_and_without_doubles(programme: Programme) -> None:
    coordinator = programme.coordinator
    rows = [_row(programme, number) for number in range(PEOPLE)]
    wrong = coordinator("POST", "/imports", rows=[*rows[:-1], {**rows[-1], "email": "no address"}])
    assert [row["errors"] for row in wrong["rows"] if row["errors"]] == [{"email": "not_an_email"}]
    refused(coordinator.try_("POST", f"/imports/{wrong['id']}/confirmation"), 409, "import_has_errors")
    for added, unchanged in ((PEOPLE, 0), (0, PEOPLE)):
        checked = coordinator("POST", "/imports", rows=rows)
        done = coordinator("POST", f"/imports/{checked['id']}/confirmation")
        assert (done["added"], done["unchanged"]) == (added, unchanged)
    found = coordinator("GET", "/people", q="@wijk.example", per_page=200)["items"]
    programme.people = [person["id"] for person in sorted(found, key=lambda person: person["email"])]
    assert len(programme.people) == PEOPLE


def _row(programme: Programme, number: int) -> dict[str, Any]:
    level = "beleid" if number % 4 == 0 else "uitvoering"
    email = f"{number:02}@wijk.example"
    return {"line": number + 2, "name": f"Deelnemer {number:02}", "email": email, "sector": "Politie", "level": level}


def an_introduction_is_held(programme: Programme) -> None:
    coordinator = programme.coordinator
    plan = {"title": "Hoe polarisatie werkt", "date": programme.day(5), "start_time": "13:30", "place": "Stadhuis"}
    introduction = coordinator("POST", f"/programmes/{programme.ids['programme']}/introductions", **plan)["id"]
    invited = coordinator("POST", f"/sessions/{introduction}/invitations", person_ids=programme.people)
    assert invited == {"invited": PEOPLE, "already": 0}
    programme.mails.to("00@wijk.example", plan["title"])
    coordinator("PUT", f"/sessions/{introduction}/record", version=0, attendance=_all_present(programme.people))
    eventually(lambda: len(programme.candidates()) == PEOPLE)


def _all_present(people: list[str], *, but: str = "", state: str = "absent") -> list[dict[str, str]]:
    return [{"person_id": person, "state": state if person == but else "present"} for person in people]


def a_group_is_formed_and_its_waiting_list_moves_up(programme: Programme) -> None:
    coordinator, people = programme.coordinator, programme.people
    path = f"/programmes/{programme.ids['programme']}/groups"
    many = coordinator.try_("POST", path, name="Groep Noord", places=20, person_ids=people)
    assert refused(many, 422, "invalid")["fields"]["places_reason"][0]["code"] == "reason_needed"
    group = {"name": "Groep West", "person_ids": people[: PLACES + 1], "trainer_ids": [programme.ids["trainer"]]}
    programme.ids["group"] = coordinator("POST", path, **group)["id"]
    assert (programme.group()["enrolled"], programme.group()["waiting"]) == (PLACES, 1)
    own_change_at_once = programme.dashboard(coordinator)["funnel"]
    assert (own_change_at_once["grouped"], own_change_at_once["waiting"]) == (PLACES, 1)
    withdrawn = coordinator("DELETE", f"/groups/{programme.ids['group']}/members/{people[0]}")
    assert withdrawn["promoted_id"] == people[PLACES]
    programme.mails.to(f"{PLACES:02}@wijk.example", "Groep West", 2)


def of_two_who_take_the_last_place_at_once_one_gets_it(programme: Programme) -> None:
    programme.coordinator("DELETE", f"/groups/{programme.ids['group']}/members/{programme.people[1]}")
    takers = list(zip((programme.coordinator, programme.colleague), programme.people[:2], strict=True))
    path = f"/groups/{programme.ids['group']}/places"
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda taker: taker[0].try_("POST", path, person_id=taker[1]), takers))
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    [loser] = [answer for answer in answers if not answer.ok]
    refused(loser, 409, "group_full")
    assert (programme.group()["enrolled"], programme.group()["waiting"]) == (PLACES, 0)


def participants_ask_and_a_session_opens_on_ground_rules(programme: Programme) -> None:
    code = programme.group()["question_code"]
    programme.anybody()("POST", f"/question-boxes/{code}/questions", text="Hoe bereik ik wie niets zegt?")
    for kind, days in (("training_day", -2), ("deepening", 19)):
        plan = {"kind": kind, "date": programme.day(days), "start_time": "09:00", "place": "Wijkhuis"}
        programme.ids[kind] = programme.coordinator("POST", f"/groups/{programme.ids['group']}/sessions", **plan)["id"]
    path = f"/sessions/{programme.ids['training_day']}"
    rules = {"ground_rules": "We laten elkaar uitpraten."}
    refused(programme.trainer.try_("PUT", f"{path}/record", version=0), 409, "session_not_open")
    refused(programme.trainer.try_("POST", f"{path}/opening", **rules, agreed=False), 422, "ground_rules_needed")
    programme.trainer("POST", f"{path}/opening", **rules, agreed=True)
    [question] = programme.trainer("GET", path)["questions"]
    assert question.keys() == {"id", "text", "treated", "theme", "treatments"}
    programme.trainer("PUT", f"/questions/{question['id']}", treated=True)


def a_record_that_is_sent_twice_is_kept_once(programme: Programme) -> None:
    members = [member["person_id"] for member in programme.group()["members"]]
    programme.ids["excused"] = members[0]
    attendance = _all_present(members, but=members[0], state="excused")
    path, key = f"/sessions/{programme.ids['training_day']}/record", str(uuid4())
    version = _version(programme)
    record = {"version": version, "attendance": attendance, "techniques": ["reframing"], "notes": "Veel herkenning."}
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda _: programme.trainer.try_("PUT", path, key=key, **record), range(2)))
    assert [answer.json() for answer in answers] == [
        {"version": version + 1, "present": PLACES - 1, "completed": 0}
    ] * 2
    other = programme.trainer.try_("PUT", path, key=key, **{**record, "notes": "Anders"})
    refused(other, 422, "idempotency_key_reused")
    assert _version(programme) == version + 1


def _version(programme: Programme) -> int:
    return programme.trainer("GET", f"/sessions/{programme.ids['training_day']}")["record"]["version"]


def of_two_who_record_at_once_the_second_gets_both_versions(programme: Programme) -> None:
    path, version = f"/sessions/{programme.ids['training_day']}/record", _version(programme)
    programme.trainer("PUT", path, version=version, notes="Graag verder oefenen.")
    late = programme.coordinator.try_("PUT", path, version=version, notes="De zaal was te klein.")
    theirs = refused(late, 409, "changed_meanwhile")["details"]["current"]
    assert (theirs["version"], theirs["notes"]) == (version + 1, "Graag verder oefenen.")
    both = "Graag verder oefenen. De zaal was te klein."
    programme.coordinator("PUT", path, version=theirs["version"], notes=both)
    assert programme.trainer("GET", f"/sessions/{programme.ids['training_day']}")["record"]["notes"] == both


def both_parts_complete_the_course(programme: Programme) -> None:
    path = f"/sessions/{programme.ids['deepening']}"
    programme.trainer("POST", f"{path}/opening", ground_rules="Wie wil mag passen.", agreed=True)
    members = [member["person_id"] for member in programme.group()["members"]]
    version = programme.trainer("GET", path)["record"]["version"]
    done = programme.trainer("PUT", f"{path}/record", version=version, attendance=_all_present(members))
    assert done["completed"] == PLACES - 1
    incomplete = [member["person_id"] for member in programme.group()["members"] if not member["completed"]]
    assert incomplete == [programme.ids["excused"]]


def results_are_shown_when_the_survey_has_closed(programme: Programme) -> None:
    links = programme.mails.with_link("/feedback/", PLACES - 1).values()
    tokens = [link.rsplit("/", 1)[1] for link in links]
    for token in tokens[:ANSWERS]:
        questions = programme.anybody()("POST", "/feedback/questions", token=token)["questions"]
        answers = {question["code"]: 8 for question in questions if question["kind"] == "scale"}
        programme.anybody()("POST", "/feedback/answers", token=token, answers=answers)
    again = programme.anybody().try_("POST", "/feedback/answers", token=tokens[0], answers={})
    refused(again, 409, "already_answered")
    [survey] = programme.coordinator("GET", "/surveys", group_id=programme.ids["group"])["surveys"]
    path = f"/surveys/{survey['id']}"
    open_still = programme.trainer("GET", f"{path}/results")
    assert (open_still["state"], open_still["survey"]["answers"], open_still["figures"]) == ("open", None, [])
    programme.coordinator("POST", f"{path}/closing")
    results = programme.trainer("GET", f"{path}/results")
    assert (results["state"], results["survey"]["answers"]) == ("shown", ANSWERS)
    shown = {(figure["n"], float(figure["mean"]), figure["mean_is"]) for figure in results["figures"]}
    assert shown == {(ANSWERS, 7.8, "at_least")}


def experts_join_share_and_answer(programme: Programme) -> None:
    asking, answering = (_expert(programme, number) for number in (0, 1))
    asked = {"kind": "advice", "title": "Een gerucht in de buurtapp", "text": "Reageren of niet, en wie?"}
    post = asking("POST", "/network/posts", **asked)["id"]
    answering("POST", f"/network/posts/{post}/answers", text="Begin bij wie er nog niets over zegt.")
    assert len(asking("GET", f"/network/posts/{post}")["given_answers"]) == 1
    assert len(programme.coordinator("GET", "/network/members")["items"]) == 2
    refused(programme.coordinator.try_("GET", f"/network/posts/{post}"), 403, "not_a_member")


def _expert(programme: Programme, number: int) -> Program:
    links = sorted(programme.mails.with_link("?next=/network/join", PLACES - 1).items())
    token = links[number][1].partition("?")[0].rsplit("/", 1)[1]
    session = programme.anybody()("PUT", "/account", token=token, password=PASSWORD)
    expert = Program(programme.city.url, session["session_token"])
    assert expert("GET", "/network/invitation") == {"state": "open", "member": False}
    _join(expert)
    return expert


def _join(expert: Program) -> None:
    expert("PUT", "/network/membership", agreed=True, expertise=["youth"], languages=["nl"])


def the_dashboard_is_right_within_a_second(programme: Programme) -> None:
    expected = {
        "invited": PEOPLE,
        "introduced": PEOPLE,
        "grouped": PLACES,
        "training_day": PLACES - 1,
        "completed": PLACES - 1,
        "invited_to_network": PLACES - 1,
        "experts": 2,
    }
    eventually(lambda: expected.items() <= programme.dashboard(programme.colleague)["funnel"].items())
    seconds = [_seconds_until_seen(programme, number) for number in range(3, 8)]
    assert statistics.median(seconds) < 1, seconds


def _seconds_until_seen(programme: Programme, experts: int) -> float:
    """From somebody's joining to the dashboard of somebody else. Their own next answer knows it at once."""
    expert = _expert(programme, experts - 1)
    began = time.monotonic()
    shown: Callable[[], bool] = lambda: programme.dashboard(programme.colleague)["funnel"]["experts"] == experts  # noqa: E731
    eventually(shown, 10, "the dashboard to follow")
    assert expert("GET", "/network/invitation")["member"]
    return time.monotonic() - began
