"""The strategy of a programme: written by several people, discussed, adopted; and who may do what."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from services.municipalities import commands as programmes
from services.municipalities import reactions
from services.municipalities.errors import LatestVersion, NothingNewToAdopt, NothingToAdopt, StrategyNotYours
from services.municipalities.strategy import adopted, commands, jobs, queries, rules
from shared import clock
from shared.access import OPERATOR
from shared.contracts import identity
from shared.contracts import municipalities as contract
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from tests.integration.conftest import an_actor


class Desk:
    """One strategy, at which several people sit: `desk(actor).save_section(...)`."""

    def __init__(self, ask, programme_id):
        self.ask, self.programme_id = ask, programme_id

    def __call__(self, actor):
        def does(name):
            module = next(each for each in (commands, queries, adopted) if hasattr(each, name))
            call = getattr(contract, name)
            return lambda **data: self.ask(call, getattr(module, name), actor, programme_id=self.programme_id, **data)

        calls = [each for each in vars(contract) if any(hasattr(m, each) for m in (commands, queries, adopted))]
        return SimpleNamespace(**{name: does(name) for name in calls if name in contract.municipalities.calls})

    def write(self, actor, text="Who keeps silent.", section="middle", number=0):
        return self(actor).save_section(section=section, text=text, number=number)["number"]


@pytest.fixture
def desk(ask, registered):
    return Desk(ask, registered)


@pytest.fixture
def decision_maker(ask, coordinator, registered):
    actor = an_actor()
    people = {"decision_maker_ids": [actor.id]}
    ask(contract.save_programme, programmes.save_programme, coordinator, programme_id=registered, **people)
    return actor


@pytest.fixture
def writer(desk, coordinator):
    actor = an_actor()
    desk(coordinator).add_strategy_writer(person_id=actor.id)
    return actor


def today(tx):
    return clock.today(tx.info["settings"].time_zone)


def test_every_programme_has_a_strategy_with_all_sections_and_nothing_in_them(desk, coordinator):
    found = desk(coordinator).strategy()
    assert [section["section"] for section in found["sections"]] == list(contract.strategy_sections())
    assert {section["text"] for section in found["sections"]} == {None}
    assert found["checksum"] is None
    assert found["leads"]
    assert found["writes"]


def test_each_saving_makes_a_version_with_its_author(desk, coordinator, writer):
    assert desk.write(coordinator, "One.") == 1
    assert desk.write(writer, "One. Two.", number=1) == 2
    assert desk.write(writer, "One. Two.", number=2) == 2, "nothing was changed"
    found = desk(writer).strategy_section(section="middle")
    assert [(each["number"], each["author_id"]) for each in found["versions"]] == [(2, writer.id), (1, coordinator.id)]
    texts = desk(writer).section_versions(section="middle", earlier=1, later=2)
    assert texts == {"earlier": "One.", "later": "One. Two."}
    assert desk(writer).section_versions(section="middle", earlier=0, later=1)["earlier"] is None
    with pytest.raises(NotFound):
        desk(writer).section_versions(section="middle", earlier=1, later=9)


def test_who_saves_over_somebody_elses_version_is_told(desk, coordinator, writer):
    desk.write(coordinator)
    with pytest.raises(ChangedMeanwhile):
        desk.write(writer, "Something else.")
    assert desk(writer).strategy_section(section="middle")["text"] == "Who keeps silent."


def test_a_section_is_emptied_and_an_earlier_version_removed_for_good(desk, coordinator):
    desk.write(coordinator, "Mrs Somebody says no.")
    desk.write(coordinator, None, number=1)
    assert desk(coordinator).strategy_section(section="middle")["text"] is None
    with pytest.raises(LatestVersion):
        desk(coordinator).remove_section_version(section="middle", number=2)
    desk(coordinator).remove_section_version(section="middle", number=1)
    assert [each["number"] for each in desk(coordinator).strategy_section(section="middle")["versions"]] == [2]
    with pytest.raises(NotFound):
        desk(coordinator).remove_section_version(section="middle", number=1)


def test_decision_makers_read_and_comment_and_do_not_write(desk, coordinator, decision_maker, writer):
    desk.write(coordinator)
    assert desk(decision_maker).strategy()["sections"]
    comment_id = desk(decision_maker).comment_on_section(section="middle", text="Which question?")["id"]
    for attempt in (
        lambda: desk.write(decision_maker, "Mine.", number=1),
        lambda: desk(decision_maker).resolve_section_comment(comment_id=comment_id),
        lambda: desk(decision_maker).add_strategy_action(text="Call"),
        lambda: desk(writer).plan_strategy_review(review_on=None, version=1),
        lambda: desk(writer).add_strategy_writer(person_id=uuid4()),
        lambda: desk(writer).adopt_strategy(checksum="0" * 64),
        lambda: desk(writer).remove_section_comment(comment_id=comment_id),
    ):
        with pytest.raises(StrategyNotYours):
            attempt()
    desk(writer).resolve_section_comment(comment_id=comment_id)
    [comment] = desk(writer).strategy_section(section="middle")["comments"]
    assert comment["resolved_by"] == writer.id
    desk(decision_maker).remove_section_comment(comment_id=comment_id)
    assert desk(writer).strategy_section(section="middle")["comments"] == []


def test_strangers_read_nothing_and_an_operator_only_reads(desk, another_coordinator):
    for attempt in ("strategy", "strategies"):
        if attempt == "strategies":
            assert desk.ask(contract.strategies, queries.strategies, another_coordinator) == {"strategies": []}
        else:
            with pytest.raises(StrategyNotYours):
                desk(another_coordinator).strategy()
    operator = an_actor(OPERATOR)
    assert desk(operator).strategy()["writes"] is False
    with pytest.raises(StrategyNotYours):
        desk(operator).comment_on_section(section="middle", text="Hello")


def test_a_draft_of_a_programme_has_no_strategy_yet(ask, coordinator, draft):
    with pytest.raises(NotFound):
        ask(contract.strategy, queries.strategy, coordinator, programme_id=draft)


def test_the_list_names_the_strategies_that_concern_somebody(ask, desk, coordinator, decision_maker, writer):
    desk.write(coordinator)
    owner = an_actor()
    desk(coordinator).add_strategy_writer(person_id=owner.id)
    desk(coordinator).add_strategy_action(text="Call the school", owner_id=owner.id)
    desk(coordinator).remove_strategy_writer(person_id=owner.id)
    for actor in (coordinator, decision_maker, writer, owner):
        [found] = ask(contract.strategies, queries.strategies, actor)["strategies"]
        assert (found["programme_id"], found["written"]) == (desk.programme_id, 1)


def test_an_action_is_taken_on_changed_and_done_by_its_owner(desk, coordinator, decision_maker):
    with pytest.raises(Invalid):
        desk(coordinator).add_strategy_action(text="Call the school", owner_id=uuid4())
    action = {"text": "Call the school", "owner_id": decision_maker.id}
    action_id = desk(coordinator).add_strategy_action(**action)["id"]
    desk(decision_maker).set_strategy_action_state(action_id=action_id, shown="planned", state="done")
    [found] = desk(coordinator).strategy()["actions"]
    assert (found["state"], found["version"]) == ("done", 2)
    with pytest.raises(ChangedMeanwhile):
        desk(coordinator).change_strategy_action(action_id=action_id, **action, version=1)
    desk(coordinator).change_strategy_action(action_id=action_id, text="Visit the school", version=2)
    with pytest.raises(StrategyNotYours):
        desk(decision_maker).set_strategy_action_state(action_id=action_id, shown="done", state="planned")
    desk(coordinator).remove_strategy_action(action_id=action_id)
    assert desk(coordinator).strategy()["actions"] == []


def test_an_old_page_does_not_set_an_action_back(desk, coordinator):
    action_id = desk(coordinator).add_strategy_action(text="Call the school")["id"]
    desk(coordinator).set_strategy_action_state(action_id=action_id, shown="planned", state="done")
    with pytest.raises(ChangedMeanwhile):
        desk(coordinator).set_strategy_action_state(action_id=action_id, shown="planned", state="started")
    [found] = desk(coordinator).strategy()["actions"]
    assert found["state"] == "done"


def test_what_is_adopted_is_what_was_read_and_never_changes(desk, coordinator, announced):
    with pytest.raises(NothingToAdopt):
        desk(coordinator).adopt_strategy(checksum="0" * 64)
    desk.write(coordinator, "One.")
    seen = desk(coordinator).strategy()["checksum"]
    desk.write(coordinator, "Two.", number=1)
    with pytest.raises(ChangedMeanwhile):
        desk(coordinator).adopt_strategy(checksum=seen)
    seen = desk(coordinator).strategy()["checksum"]
    assert desk(coordinator).adopt_strategy(checksum=seen) == {"number": 1}
    with pytest.raises(NothingNewToAdopt):
        desk(coordinator).adopt_strategy(checksum=seen)
    desk.write(coordinator, "Three.", number=2)
    assert desk(coordinator).adopt_strategy(checksum=desk(coordinator).strategy()["checksum"]) == {"number": 2}
    first = desk(coordinator).adopted_strategy(number=1)
    assert [section["text"] for section in first["sections"]] == ["Two."]
    assert first["sections"][0]["headings"]["en"] == "The middle and its dilemma"
    assert first["checksum"] == seen == rules.checksum(first["content"])
    assert [event["number"] for event in announced(contract.StrategyAdopted)] == [1, 2]
    with pytest.raises(NotFound):
        desk(coordinator).adopted_strategy(number=3)


def test_review_and_sources_are_set_over_the_version_that_was_seen(tx, desk, coordinator):
    session_id = uuid4()
    desk(coordinator).set_strategy_sources(session_ids=[session_id], version=1)
    with pytest.raises(ChangedMeanwhile):
        desk(coordinator).plan_strategy_review(review_on=today(tx), version=1)
    desk(coordinator).plan_strategy_review(review_on=today(tx), version=2)
    found = desk(coordinator).strategy()
    assert (found["review_on"], found["session_ids"]) == (today(tx), [session_id])


def test_what_comes_due_is_told_once(tx, desk, coordinator, announced):
    soon, late = today(tx) + timedelta(days=3), today(tx) + timedelta(days=60)
    for text, due_on in (("Call", soon), ("Visit", soon), ("Write", late)):
        desk(coordinator).add_strategy_action(text=text, owner_id=coordinator.id, due_on=due_on)
    desk(coordinator).plan_strategy_review(review_on=today(tx) + timedelta(days=10), version=1)
    tx.flush()
    for _ in range(2):
        jobs.of_actions(tx, today(tx))
        jobs.of_reviews(tx, today(tx))
    assert announced(contract.StrategyActionsDue) == [{"programme_id": desk.programme_id, "owner_id": coordinator.id}]
    [review] = announced(contract.StrategyReviewDue)
    assert review["coordinator_ids"] == [coordinator.id]
    desk(coordinator).plan_strategy_review(review_on=today(tx) + timedelta(days=12), version=2)
    tx.flush()
    jobs.of_reviews(tx, today(tx))
    assert len(announced(contract.StrategyReviewDue)) == 2, "another day"


def test_who_is_erased_leaves_the_text_without_their_name(tx, desk, coordinator, writer, decision_maker):
    desk.write(writer)
    desk(writer).comment_on_section(section="middle", text="Why?")
    desk(writer).add_strategy_action(text="Call", owner_id=decision_maker.id)
    tx.flush()
    for actor in (writer, decision_maker):
        reactions.person_erased(tx, {"person_id": actor.id})
    tx.expire_all()
    found = desk(coordinator).strategy_section(section="middle")
    assert found["text"] == "Who keeps silent."
    assert found["versions"][0]["author_id"] is found["comments"][0]["author_id"] is None
    assert found["writer_ids"] == []
    assert desk(coordinator).strategy()["actions"][0]["owner_id"] is None


def test_two_records_of_one_writer_are_one_and_go_back(tx, desk, tell, coordinator, writer):
    desk.write(writer)
    kept = uuid4()
    merge = {"kept_id": kept, "dropped_id": writer.id}
    tell((identity.PersonMerged, merge))
    tx.expire_all()
    assert desk(coordinator).strategy_section(section="middle")["versions"][0]["author_id"] == kept
    assert desk(coordinator).strategy()["writer_ids"] == [kept]
    tell((identity.PersonMergeUndone, merge))
    tx.expire_all()
    assert desk(coordinator).strategy_section(section="middle")["versions"][0]["author_id"] == writer.id
