"""What comes before what, who may read, and the end of it: on the service alone, with words that are sealed for it."""

from base64 import b64encode
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from services.mediations import reactions, rules
from services.mediations.commands import destruction, reminders
from services.mediations.commands import entries as entry_commands
from services.mediations.commands import mediations as commands
from services.mediations.errors import (
    HasAMediator,
    MediationDestroyed,
    MediationIsOver,
    NoConfidentialityYet,
    NoConsent,
    NoGroundRulesYet,
    NoMediationKey,
    NotAMediator,
    NotClosedYet,
)
from services.mediations.queries import figures as figure_queries
from services.mediations.queries import mediations as queries
from services.mediations.tables import Destruction, Entry, Mediation, MediationKey, Mediator, MediatorKey
from shared.access import COORDINATOR, MEDIATOR, OPERATOR
from shared.contracts import mediations as contract
from shared.contracts.base import load
from shared.database import settings_of
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from tests.integration.conftest import an_actor

SEALED = "v1:" + b64encode(bytes(range(60))).decode()
OTHERS = "v1:" + b64encode(bytes(range(90))).decode()


@pytest.fixture
def mediator(tx):
    made = an_actor(MEDIATOR)
    reactions.role_given(tx, {"person_id": made.id, "role": MEDIATOR})
    return made


@pytest.fixture
def another_mediator(tx):
    made = an_actor(MEDIATOR)
    reactions.role_given(tx, {"person_id": made.id, "role": MEDIATOR})
    return made


@pytest.fixture
def do(ask):
    """`do("set_stage", mediator, mediation_id, stage="preparation")`: any of the commands."""

    def do(name, actor, mediation_id=None, **more):
        made_in = commands if hasattr(commands, name) else entry_commands
        which = {"mediation_id": mediation_id} if mediation_id else {}
        return ask(getattr(contract, name), getattr(made_in, name), actor, **which, **more)

    return do


@pytest.fixture
def shown(ask):
    def shown(mediation_id, to):
        return ask(contract.mediation, queries.mediation, to, mediation_id=mediation_id)

    return shown


@pytest.fixture
def listed(ask):
    def listed(to, **which):
        return [each["id"] for each in ask(contract.all_mediations, queries.mediations, to, **which)["items"]]

    return listed


@pytest.fixture
def taken_on(do, coordinator, mediator):
    def taken_on(by=None):
        made = do("open_mediation", coordinator)["id"]
        do("ask_mediator", coordinator, made, mediator_id=(by or mediator).id)
        do("answer_request", by or mediator, made, answer="no_conflict")
        return made

    return taken_on


@pytest.fixture
def begun(tx, do, taken_on, mediator):
    """Agreed, suitable, and with ground rules."""

    def begun():
        made = taken_on()
        do("keep_key", mediator, made, wrapped=SEALED)
        do("agree_confidentiality", mediator, made, agreed_on=queries.today(tx))
        do("judge_suitability", mediator, made, verdict="suitable", content=SEALED)
        do("add_entry", mediator, made, kind="ground_rules", happened_on=queries.today(tx), content=SEALED)
        return made

    return begun


# intake


def test_it_is_asked_of_who_has_the_role_and_is_theirs_once_they_are_impartial(
    do, coordinator, mediator, another_mediator, shown, listed
):
    mediation_id = do("open_mediation", coordinator)["id"]
    with pytest.raises(NotAMediator):
        do("ask_mediator", coordinator, mediation_id, mediator_id=an_actor().id)
    do("ask_mediator", coordinator, mediation_id, mediator_id=mediator.id)
    assert shown(mediation_id, mediator)["asked"]
    assert listed(mediator) == [mediation_id]
    assert listed(another_mediator) == []
    with pytest.raises(NotFound):
        do("answer_request", another_mediator, mediation_id, answer="no_conflict")
    with pytest.raises(NotFound):
        do("keep_key", mediator, mediation_id, wrapped=SEALED)
    do("answer_request", mediator, mediation_id, answer="no_conflict")
    with pytest.raises(HasAMediator):
        do("ask_mediator", coordinator, mediation_id, mediator_id=another_mediator.id)


@pytest.mark.parametrize("answer", ["conflict", "not_now"])
def test_who_says_no_is_not_asked_again_and_sees_it_no_more(do, ask, coordinator, mediator, shown, answer):
    mediation_id = do("open_mediation", coordinator)["id"]
    do("ask_mediator", coordinator, mediation_id, mediator_id=mediator.id)
    do("answer_request", mediator, mediation_id, answer=answer)
    with pytest.raises(NotFound):
        shown(mediation_id, mediator)
    with pytest.raises(NotAMediator):
        do("ask_mediator", coordinator, mediation_id, mediator_id=mediator.id)
    who = ask(contract.mediators, queries.mediators, coordinator, mediation_id=mediation_id)
    assert who == {"mediator_ids": [mediator.id], "declined_ids": [mediator.id]}


def test_who_has_the_role_no_more_is_asked_no_more_and_keeps_what_is_theirs(tx, do, coordinator, mediator, begun):
    theirs, another = begun(), do("open_mediation", coordinator)["id"]
    reactions.role_withdrawn(tx, {"person_id": mediator.id, "role": MEDIATOR})
    with pytest.raises(NotAMediator):
        do("ask_mediator", coordinator, another, mediator_id=mediator.id)
    do("set_stage", mediator, theirs, stage="opening")


def test_nobody_is_referred_in_or_out_without_consent(do, coordinator, mediator, begun):
    with pytest.raises(NoConsent):
        do("open_mediation", coordinator, referred_from="police")
    do("open_mediation", coordinator, referred_from="police", consented=True)
    mediation_id = begun()
    with pytest.raises(Invalid):
        do("close_mediation", mediator, mediation_id, outcome="referred", consented=True)
    with pytest.raises(NoConsent):
        do("close_mediation", mediator, mediation_id, outcome="referred", referred_to="health")
    do("close_mediation", mediator, mediation_id, outcome="referred", referred_to="health", consented=True)


# who reads, and what leaves


def test_only_its_mediator_reads_what_is_in_it(coordinator, mediator, another_mediator, begun, shown):
    mediation_id = begun()
    assert len(shown(mediation_id, mediator)["entries"]) == 1
    seen = shown(mediation_id, coordinator)
    assert (seen["entries"], seen["wrapped_key"], seen["suitability"], seen["verdict"]) == ([], None, None, None)
    for nobody in (another_mediator, an_actor(OPERATOR)):
        with pytest.raises(NotFound):
            shown(mediation_id, nobody)


def test_who_coordinates_and_mediates_reads_their_own_alone(tx, mediator, begun, shown, taken_on):
    both = an_actor(MEDIATOR, COORDINATOR)
    reactions.role_given(tx, {"person_id": both.id, "role": MEDIATOR})
    assert shown(begun(), both)["entries"] == []
    assert shown(taken_on(by=both), both)["mine"]


@pytest.fixture
def reminded(tx, announced):
    """Who is reminded now, of what they were not reminded before."""

    def reminded():
        before = len(announced(contract.MediationsWait))
        reminders.remind(tx)
        return announced(contract.MediationsWait)[before:]

    return reminded


def test_a_mediator_is_reminded_of_what_rests_and_what_was_promised_and_not_told_which(
    tx, do, mediator, begun, taken_on, reminded
):
    resting, another, promising = tx.get(Mediation, begun()), tx.get(Mediation, taken_on()), tx.get(Mediation, begun())
    assert reminded() == []
    resting.active_on = another.active_on = resting.active_on - rules.REST
    assert reminded() == [{"mediator_id": mediator.id}]
    assert reminded() == []
    due = {"kind": "promise", "due_on": queries.today(tx), "content": SEALED}
    promised = do("add_entry", mediator, promising.id, **due)["id"]
    assert reminded() == [{"mediator_id": mediator.id}]
    promising.reminded_on -= rules.REST
    do("finish_entry", mediator, promising.id, entry_id=promised, done_on=queries.today(tx))
    assert reminded() == []
    resting.reminded_on -= rules.REST
    resting.ended_on = queries.today(tx)
    assert reminded() == []


def test_a_mediator_is_reminded_of_a_follow_up_that_never_ended(tx, do, mediator, begun, reminded):
    closed = tx.get(Mediation, begun())
    do("close_mediation", mediator, closed.id, outcome="full_agreement")
    assert reminded() == []
    closed.active_on -= rules.REST
    assert reminded() == [{"mediator_id": mediator.id}]
    do("end_follow_up", mediator, closed.id)
    closed.active_on -= rules.REST
    closed.reminded_on -= rules.REST
    assert reminded() == []


def test_a_mediator_is_reminded_a_month_before_what_they_still_write_in_is_destroyed(tx, mediator, begun, reminded):
    old = tx.get(Mediation, begun())
    old.opened_on = queries.today(tx) - rules.LONGEST + rules.REST + timedelta(days=1)
    assert reminded() == []
    old.opened_on -= timedelta(days=1)
    assert reminded() == [{"mediator_id": mediator.id}]
    assert reminded() == []


def test_a_promise_is_told_on_its_day_also_shortly_after_another_reminder(tx, do, mediator, begun, reminded):
    mediation, today = tx.get(Mediation, begun()), queries.today(tx)
    do("add_entry", mediator, mediation.id, kind="promise", due_on=today, content=SEALED)
    mediation.active_on, mediation.reminded_on = today - rules.REST, today - timedelta(days=1)
    assert reminded() == [{"mediator_id": mediator.id}]
    assert reminded() == []


def test_nothing_leaves_but_its_id_stage_and_outcome(do, mediator, begun, announced):
    mediation_id = begun()
    do("set_stage", mediator, mediation_id, stage="exploration")
    do("close_mediation", mediator, mediation_id, outcome="full_agreement")
    assert announced(contract.MediationChanged) == [
        {"mediation_id": mediation_id, "stage": "intake", "outcome": None},
        {"mediation_id": mediation_id, "stage": "exploration", "outcome": None},
        {"mediation_id": mediation_id, "stage": "follow_up", "outcome": "full_agreement"},
    ]


def test_what_can_be_read_is_not_taken():
    plain = {"mediation_id": str(an_actor().id), "kind": "party", "content": "De buurvrouw van boven"}
    with pytest.raises(Invalid) as refused:
        load(contract.EntryFields, plain)
    assert refused.value.fields == {"content": ["not_sealed"]}


# keys


def test_a_key_is_wrapped_anew_by_who_knows_which_one_it_was(ask, do, mediator):
    assert ask(contract.mediator_key, queries.mediator_key, mediator)["version"] == 0
    do("set_mediator_key", mediator, by_passphrase=SEALED, by_recovery=SEALED, version=0)
    with pytest.raises(ChangedMeanwhile):
        do("set_mediator_key", mediator, by_passphrase=OTHERS, by_recovery=OTHERS, version=0)
    do("set_mediator_key", mediator, by_passphrase=OTHERS, by_recovery=OTHERS, version=1)
    kept = ask(contract.mediator_key, queries.mediator_key, mediator)
    assert (kept["by_passphrase"], kept["version"]) == (OTHERS, 2)


def test_the_key_of_a_mediation_stays_once_something_was_written_with_it(tx, do, mediator, begun, taken_on, shown):
    written, judged = begun(), taken_on()
    do("keep_key", mediator, judged, wrapped=OTHERS)
    do("agree_confidentiality", mediator, judged, agreed_on=queries.today(tx))
    do("keep_key", mediator, judged, wrapped=SEALED)
    do("judge_suitability", mediator, judged, verdict="suitable", content=SEALED)
    for mediation_id in (written, judged):
        do("keep_key", mediator, mediation_id, wrapped=OTHERS)
        assert shown(mediation_id, mediator)["wrapped_key"] == SEALED


# what comes before what


def test_first_a_key_then_confidentiality_then_words(tx, do, mediator, taken_on):
    mediation_id, today = taken_on(), queries.today(tx)
    with pytest.raises(NoMediationKey):
        do("agree_confidentiality", mediator, mediation_id, agreed_on=today)
    do("keep_key", mediator, mediation_id, wrapped=SEALED)
    for name, more in (
        ("judge_suitability", {"verdict": "suitable"}),
        ("add_entry", {"kind": "party"}),
    ):
        with pytest.raises(NoConfidentialityYet):
            do(name, mediator, mediation_id, content=SEALED, **more)
    with pytest.raises(Invalid):
        do("agree_confidentiality", mediator, mediation_id, agreed_on=today + timedelta(days=1))
    do("agree_confidentiality", mediator, mediation_id, agreed_on=today)
    do("add_entry", mediator, mediation_id, kind="party", content=SEALED)


@pytest.mark.parametrize("kind", contract.ENTRY_KINDS)
def test_an_entry_is_of_its_mediation_alone(tx, do, mediator, begun, kind):
    one, another = begun(), begun()
    day = {"happened_on": queries.today(tx)}
    parties = [do("add_entry", mediator, each, kind="party", content=SEALED)["id"] for each in (one, another)]
    if kind in rules.NEED_A_PARTY:
        with pytest.raises(Invalid):
            do("add_entry", mediator, one, kind=kind, content=SEALED, **day)
    with pytest.raises(Invalid):
        do("add_entry", mediator, one, kind=kind, party_id=parties[1], content=SEALED, **day)
    about = None if kind == "party" else parties[0]
    made = do("add_entry", mediator, one, kind=kind, party_id=about, content=SEALED, **day)["id"]
    with pytest.raises(NotFound):
        do("remove_entry", mediator, another, entry_id=made)
    changed = {"kind": kind, "party_id": about, "content": OTHERS, **day}
    do("change_entry", mediator, one, entry_id=made, version=1, **changed)
    with pytest.raises(ChangedMeanwhile):
        do("change_entry", mediator, one, entry_id=made, version=1, **changed)
    another_kind = "approach" if kind == "agreement" else "agreement"
    with pytest.raises(Invalid):
        do("change_entry", mediator, one, entry_id=made, version=2, **changed | {"kind": another_kind})
    if kind in contract.TO_BE_DONE:
        do("finish_entry", mediator, one, entry_id=made, done_on=queries.today(tx))
    else:
        with pytest.raises(NotFound):
            do("finish_entry", mediator, one, entry_id=made, done_on=queries.today(tx))
    do("remove_entry", mediator, one, entry_id=made)


def test_with_a_party_goes_what_was_written_about_it(tx, do, mediator, begun, shown):
    mediation_id = begun()
    party = do("add_entry", mediator, mediation_id, kind="party", content=SEALED)["id"]
    about = {"party_id": party, "happened_on": queries.today(tx), "content": SEALED}
    do("add_entry", mediator, mediation_id, kind="talk", **about)
    do("remove_entry", mediator, mediation_id, entry_id=party)
    tx.expire_all()
    assert [each["kind"] for each in shown(mediation_id, mediator)["entries"]] == ["ground_rules"]


def test_stages_go_back_and_a_closed_one_opens_again(do, mediator, begun, shown):
    mediation_id = begun()
    with pytest.raises(NotClosedYet):
        do("set_stage", mediator, mediation_id, stage="follow_up")
    with pytest.raises(NotClosedYet):
        do("end_follow_up", mediator, mediation_id)
    for stage in ("agreement", "exploration", "preparation"):
        do("set_stage", mediator, mediation_id, stage=stage)
    do("close_mediation", mediator, mediation_id, outcome="on_hold")
    with pytest.raises(MediationIsOver):
        do("close_mediation", mediator, mediation_id, outcome="on_hold")
    do("end_follow_up", mediator, mediation_id)
    do("set_stage", mediator, mediation_id, stage="options")
    seen = shown(mediation_id, mediator)
    assert (seen["stage"], seen["outcome"], seen["ended_on"]) == ("options", None, None)


def test_no_session_and_no_later_stage_without_ground_rules(tx, do, mediator, begun):
    mediation_id = begun()
    rules_id = tx.scalar(select(Entry.id).where(Entry.mediation_id == mediation_id))
    do("remove_entry", mediator, mediation_id, entry_id=rules_id)
    with pytest.raises(NoGroundRulesYet):
        do("add_entry", mediator, mediation_id, kind="session", happened_on=queries.today(tx), content=SEALED)
    with pytest.raises(NoGroundRulesYet):
        do("set_stage", mediator, mediation_id, stage="opening")


# the end


def ended(tx, mediation_id, days_ago):
    mediation = tx.get(Mediation, mediation_id)
    mediation.ended_on = queries.today(tx) - timedelta(days=days_ago)
    tx.flush()


def test_it_is_destroyed_with_its_key_when_it_was_kept_long_enough(tx, do, coordinator, mediator, begun, shown):
    keep_days = settings_of(tx).mediation_keep_days
    over, not_yet = begun(), begun()
    for mediation_id, days in ((over, keep_days), (not_yet, keep_days - 1)):
        do("close_mediation", mediator, mediation_id, outcome="full_agreement")
        ended(tx, mediation_id, days)
    assert destruction.destroy_what_is_over(tx) == 1
    tx.expire_all()
    assert len(shown(not_yet, mediator)["entries"]) == 1
    for somebody in (coordinator, an_actor(COORDINATOR)):
        with pytest.raises(MediationDestroyed):
            shown(over, somebody)
    assert tx.get(MediationKey, over) is None
    assert tx.scalar(select(func.count()).select_from(Entry).where(Entry.mediation_id == over)) == 0
    left = tx.get(Mediation, over)
    assert (left.suitability, left.mediator_id, left.opened_by, left.outcome) == (None, None, None, "full_agreement")
    assert destruction.destroy_what_is_over(tx) == 0


def test_what_is_forgotten_is_destroyed_after_two_years(tx, begun):
    mediation = tx.get(Mediation, begun())
    mediation.opened_on = queries.today(tx) - rules.LONGEST
    tx.flush()
    assert destruction.destroy_what_is_over(tx) == 1


def test_what_comes_back_with_a_backup_is_destroyed_once_more(tx, begun):
    mediation_id = begun()
    tx.add(Destruction(mediation_id=mediation_id, destroyed_on=queries.today(tx)))
    tx.flush()
    assert destruction.destroy_what_is_over(tx) == 1
    assert tx.get(MediationKey, mediation_id, populate_existing=True) is None


def test_with_a_mediator_who_is_erased_goes_what_only_they_could_read(tx, do, coordinator, mediator, begun):
    do("set_mediator_key", mediator, by_passphrase=SEALED, by_recovery=SEALED, version=0)
    theirs, asked = begun(), do("open_mediation", coordinator)["id"]
    do("ask_mediator", coordinator, asked, mediator_id=mediator.id)
    for _again in range(2):
        reactions.person_erased(tx, {"person_id": mediator.id})
    tx.expire_all()
    assert tx.get(Mediation, theirs).destroyed_on is not None
    assert tx.get(Mediation, asked).mediator_id is None
    assert tx.get(MediatorKey, mediator.id) is None
    assert tx.get(Mediator, mediator.id) is None


def test_two_records_of_one_mediator_are_one(tx, do, mediator, another_mediator, begun):
    mediation_id = begun()
    ids = {"kept_id": another_mediator.id, "dropped_id": mediator.id}
    reactions.person_merged(tx, ids)
    assert tx.get(Mediation, mediation_id).mediator_id == another_mediator.id
    reactions.person_merge_undone(tx, ids)
    tx.expire_all()
    assert tx.get(Mediation, mediation_id).mediator_id == mediator.id


# figures


@pytest.fixture
def figures(ask, coordinator):
    """Of the one year in which mediations were closed."""

    def figures():
        [year] = ask(contract.mediation_figures, figure_queries.mediation_figures, coordinator)["years"]
        return year

    return figures


@pytest.fixture
def closed_with(tx, do, mediator, begun):
    def closed_with(outcome, *techniques):
        mediation_id = begun()
        session = {"kind": "session", "happened_on": queries.today(tx), "techniques": techniques}
        do("add_entry", mediator, mediation_id, content=SEALED, **session)
        do("close_mediation", mediator, mediation_id, outcome=outcome)

    return closed_with


def test_figures_hide_what_is_about_too_few(figures, closed_with):
    for outcome in (*["full_agreement"] * 6, "no_agreement"):
        closed_with(outcome)
    assert figures()["mediations"] == 7
    assert {each["number"] for each in figures()["outcomes"]} == {None}  # the one that is shown would tell the other


def test_techniques_are_counted_when_the_year_is_over_and_tell_nothing_about_a_single_mediation(
    tx, figures, closed_with
):
    few = rules.FEWEST - 1
    for place in range(2 * rules.FEWEST):
        in_all_but_a_few = ["reframing"] if place >= few else []
        in_a_few = ["shuttle"] if place < few else []
        in_half = ["summarising"] if place < rules.FEWEST else []
        closed_with("full_agreement", "mirroring", *in_all_but_a_few, *in_a_few, *in_half)
    assert figures()["techniques"] == []
    for mediation in tx.scalars(select(Mediation)):
        mediation.closed_on = mediation.closed_on.replace(year=mediation.closed_on.year - 1, day=1)
    assert figures()["techniques"] == [{"code": "summarising", "number": rules.FEWEST}]
    assert figures()["mediations"] == 2 * rules.FEWEST
