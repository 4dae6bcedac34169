"""A mediation on the pages: who sees what, what comes before what, and how it ends."""

import pytest

from services.gateway.mediation_keys import UNLOCKED_SECONDS
from shared.access import MEDIATOR
from tests.gateway.mediations import making
from tests.gateway.mediations.making import PASSPHRASE, known_as_a_mediator, party_of
from tests.waiting import eventually

# the key


def test_a_mediator_chooses_a_passphrase_and_sees_the_code_once(sign_in):
    mira = sign_in(MEDIATOR, name="Mira Nieuw")
    assert "You have no passphrase yet" in mira.open("/mediations").main
    short = mira.submit("/mediations/key", passphrase="short", passphrase_again="short")
    assert short.errors == ["Use at least 12 characters"]
    wrong = mira.submit("/mediations/key", passphrase=PASSPHRASE, passphrase_again=PASSPHRASE + "!")
    assert wrong.errors == ["This is not the same passphrase"]
    made = mira.submit("/mediations/key", passphrase=PASSPHRASE, passphrase_again=PASSPHRASE)
    assert "Print this code" in made.title
    assert "You have no passphrase yet" not in mira.open("/mediations").main
    assert "Change your passphrase" in mira.open("/mediations/key").title


def test_who_lost_the_passphrase_chooses_another_with_the_printed_code(sign_in):
    mira = sign_in(MEDIATOR, name="Mira Vergeet")
    made = mira.submit("/mediations/key", passphrase=PASSPHRASE, passphrase_again=PASSPHRASE)
    code = made.html.partition('translate="no">')[2].partition("<")[0]
    mira.submit("/mediations", "/mediations/lock")
    new = "another lamp, in another window"
    wrong = mira.submit("/mediations/key/recovery", passphrase_code="AAAA-BBBB", passphrase=new, passphrase_again=new)
    assert wrong.errors == ["This is not the code that you printed last"]
    assert (
        "Print this code"
        in mira.submit("/mediations/key/recovery", passphrase_code=code, passphrase=new, passphrase_again=new).title
    )
    again = mira.submit("/mediations/key/recovery", passphrase_code=code, passphrase=new, passphrase_again=new)
    assert again.errors == ["This is not the code that you printed last"]
    changed = mira.submit("/mediations/key", old_passphrase=PASSPHRASE, passphrase=new, passphrase_again=new)
    assert changed.errors == ["This is not your passphrase"]
    assert (
        "Print this code"
        in mira.submit("/mediations/key", old_passphrase=new, passphrase=PASSPHRASE, passphrase_again=PASSPHRASE).title
    )


def test_who_lost_passphrase_and_code_starts_over_and_what_was_written_stays_unreadable(coordinator, sign_in):
    mira = making.with_a_key(sign_in(MEDIATOR, name="Mira Kwijt"))
    written, empty, agreed = making.begun(coordinator, mira), *(making.taken_on(coordinator, mira) for _ in range(2))
    mira.submit(f"{agreed}/confidentiality")
    mira.submit("/mediations", "/mediations/lock")
    new = {"passphrase": "a new lamp, in a new window", "passphrase_again": "a new lamp, in a new window"}
    asked = mira.submit("/mediations/key/new", **new)
    assert asked.errors == ["Fill this in"]
    assert "Print this code" in mira.submit("/mediations/key/new", **new, understood="y").title
    gone = mira.open(written)
    assert "This can not be opened with your key" in gone.main
    assert "Willow" not in gone.main
    mira.submit(f"{written}/close", outcome="on_hold")
    assert "destroyed on the day that it says" in mira.submit(f"{written}/end").main
    for address in (empty, agreed):
        mira.submit(f"{address}/confidentiality")
        assert "Alder" in mira.submit(f"{address}/entries/new/party", pseudonym="Alder").main


# intake


def test_a_coordinator_opens_one_and_asks_a_mediator_who_says_first_whether_they_are_impartial(
    coordinator, mediator, another_mediator, opened
):
    eventually(lambda: known_as_a_mediator(coordinator, another_mediator, opened()))
    started = coordinator.submit("/mediations/new", referred_from="", consented=None)
    address = started.path.removesuffix("/mediator")
    asked = coordinator.submit(started.path, mediator_id=another_mediator.id)
    assert "Milo Mediator (asked, no answer yet)" in asked.main
    assert "You are asked to mediate" in another_mediator.open(address).main
    assert mediator.open(address).status == 404
    refused = another_mediator.submit(f"{address}/request", answer="conflict")
    assert refused.path == "/mediations"
    assert another_mediator.open(address).status == 404
    again = coordinator.open(started.path)
    assert "Said no: Milo Mediator" in again.main
    assert str(another_mediator.id) not in again.html
    coordinator.send(again, mediator_id=mediator.id)
    mine = mediator.submit(f"{address}/request", answer="no_conflict")
    assert "Begin with the agreement on confidentiality" in mine.main


def test_nobody_is_referred_without_consent(coordinator):
    refused = coordinator.submit("/mediations/new", referred_from="police")
    assert refused.errors == ["Nobody is referred without the agreement of the parties. Ask them first."]
    assert coordinator.submit("/mediations/new", referred_from="police", consented="y").path.endswith("/mediator")


def test_who_referred_them_hears_that_it_was_taken_up_and_no_more(coordinator, taken_on):
    address = taken_on(referred_from="housing", consented=True)
    noted = coordinator.submit(
        f"{address}/answer", **{"answered_on-day": "2", "answered_on-month": "3", "answered_on-year": "2026"}
    )
    assert "They need to know no more than that." in noted.main
    assert coordinator.api("GET", address)["answered_on"] == "2026-03-02"


# what comes before what


def test_nothing_is_written_down_before_all_agree_and_no_session_opens_without_ground_rules(mediator, taken_on):
    address = taken_on()
    early = mediator.open(f"{address}/entries/new/party")
    assert "Nothing is written down before everybody has agreed to confidentiality." in early.main
    mediator.submit(f"{address}/confidentiality")
    mediator.submit(f"{address}/entries/new/party", pseudonym="Willow")
    talk = {"party_id": party_of(mediator, address), "concerns": "The noise"}
    assert mediator.submit(f"{address}/entries/new/talk", **talk).errors == [
        "Judge first whether mediation is suitable here."
    ]
    mediator.submit(f"{address}/suitability", verdict="suitable")
    assert mediator.submit(f"{address}/entries/new/talk", **talk).path == address
    assert mediator.submit(f"{address}/entries/new/session", notes="They met").errors == [
        "No session opens before the parties have agreed on ground rules."
    ]
    mediator.submit(f"{address}/entries/new/ground_rules", ground_rules="One speaks, the other listens")
    met = mediator.submit(f"{address}/entries/new/session", notes="They met", techniques=["mirroring", "reframing"])
    assert "They met" in met.main
    assert "Mirroring" in met.main


def test_a_mediator_who_said_yes_just_now_is_not_told_that_it_can_not_be_opened(coordinator, mediator, sign_in):
    address = making.taken_on(coordinator, mediator)
    mediator.submit("/mediations", "/mediations/lock")
    locked = mediator.open(address).main
    making.unlock(mediator)
    assert "This can not be opened with your key" not in locked
    assert "Nothing is written down before everybody agrees." in locked
    without_key = sign_in(MEDIATOR, name="Mira Zonder")
    first = without_key.open(making.taken_on(coordinator, without_key)).main
    assert "This can not be opened with your key" not in first
    assert "You have no passphrase yet" in first


def test_signs_of_danger_ask_for_measures(mediator, taken_on):
    address = taken_on()
    mediator.submit(f"{address}/confidentiality")
    plain = mediator.submit(f"{address}/suitability", verdict="suitable", signs=["violence"])
    assert plain.errors == ["Where there is a sign of this, mediation is suitable with measures, or not at all"]
    few = mediator.submit(f"{address}/suitability", verdict="with_measures", signs=["violence"], measures=["voluntary"])
    assert few.errors == ["All of these are needed"]
    every = ["voluntary", "separate_arrival", "support_person"]
    kept = mediator.submit(f"{address}/suitability", verdict="with_measures", signs=["violence"], measures=every)
    assert "Suitable, with measures" in kept.main


# what is sealed


def test_what_is_written_is_read_by_its_mediator_alone(coordinator, operator, mediator, another_mediator, begun):
    address = begun()
    assert "Willow" in mediator.open(address).main
    assert "Willow" not in coordinator.open(address).html
    assert coordinator.api("GET", address)["entries"] == []
    assert another_mediator.open(address).status == 404
    assert operator.open(address).status == 403
    assert "Willow" not in str(mediator.api("GET", address))


def test_locked_it_shows_nothing_until_the_passphrase_is_given_again(mediator, begun):
    address = begun()
    mediator.submit("/mediations", "/mediations/lock")
    locked = mediator.open(address)
    assert "Willow" not in locked.html
    asked = mediator.open(f"{address}/entries/new/party")
    assert asked.path == "/mediations/unlock"
    assert "current-password" not in asked.html
    assert mediator.send(asked, passphrase="not this one").errors == ["This is not your passphrase"]
    form = mediator.send(asked, passphrase=PASSPHRASE)
    assert form.path == f"{address}/entries/new/party"
    assert "Willow" in mediator.open(address).main


def test_a_form_that_was_open_for_too_long_keeps_what_was_typed_and_asks_for_the_passphrase(mediator, begun):
    address = begun()
    form = mediator.open(f"{address}/entries/new/party")
    making.half_an_hour_later(mediator)
    late = mediator.send(form, pseudonym="Alder", about="Next door, for years")
    assert late.errors == ["Give your passphrase: the half hour is over. What you typed is still here"]
    assert "Next door, for years" in late.html
    kept = mediator.send(late, passphrase=PASSPHRASE)
    assert "Alder" in kept.main
    assert UNLOCKED_SECONDS == 30 * 60


@pytest.mark.parametrize(("kind", "words"), [("caucus", "notes"), ("talk", "concerns"), ("promise", "promised")])
def test_a_form_that_was_open_for_too_long_keeps_the_party_that_it_is_about(mediator, begun, kind, words):
    address = begun()
    mediator.submit(f"{address}/entries/new/ground_rules", ground_rules="One speaks, the other listens")
    party_id = party_of(mediator, address)
    form = mediator.open(f"{address}/entries/new/{kind}")
    making.half_an_hour_later(mediator)
    late = mediator.send(form, **{"party_id": party_id, words: "Said to me alone"})
    assert late.errors == ["Give your passphrase: the half hour is over. What you typed is still here"]
    wrong = mediator.send(late, passphrase="not this one")
    assert wrong.errors == ["This is not your passphrase"]
    emptied = mediator.send(wrong, **{"passphrase": PASSPHRASE, words: ""})
    assert emptied.errors == ["Fill this in"]
    assert ">Willow</option>" in emptied.html
    assert "Said to me alone" in mediator.send(emptied, **{words: "Said to me alone"}).main
    assert mediator.api("GET", address)["entries"][-1]["party_id"] == party_id


def test_changing_what_is_about_a_party_for_too_long_does_not_take_the_party_away(mediator, begun):
    address = begun()
    party_id = party_of(mediator, address)
    mediator.submit(f"{address}/entries/new/promise", promised="No drums at night", party_id=party_id)
    promise = mediator.api("GET", address)["entries"][-1]["id"]
    form = mediator.open(f"{address}/entries/{promise}")
    making.half_an_hour_later(mediator)
    late = mediator.send(form, promised="No drums after ten")
    assert "No drums after ten" in mediator.send(late, passphrase=PASSPHRASE).main
    assert mediator.api("GET", address)["entries"][-1]["party_id"] == party_id


def test_a_judgement_with_the_passphrase_stays_unlocked_when_it_is_refused(mediator, begun):
    address = begun()
    form = mediator.open(f"{address}/suitability")
    making.half_an_hour_later(mediator)
    typed = {"passphrase": PASSPHRASE, "verdict": "suitable", "signs": ["violence"]}
    late = mediator.send(mediator.send(form), **typed)
    assert late.errors == ["Where there is a sign of this, mediation is suitable with measures, or not at all"]
    assert mediator.send(late, verdict="unsuitable", signs=["violence"]).path == address


def test_a_form_that_is_sent_twice_is_one_entry(mediator, begun):
    address = begun()
    form = mediator.open(f"{address}/entries/new/party")
    mediator.send(form, pseudonym="Alder")
    mediator.send(form, pseudonym="Alder")
    assert len(mediator.api("GET", address)["entries"]) == 2


def test_the_cookie_that_keeps_it_open_is_of_no_use_to_another_session(mediator, begun):
    address = begun()
    cookie = next(cookie for cookie in mediator.http.cookies if cookie.name.endswith("-mediations"))
    name, value = cookie.name, cookie.value
    mediator.sign_in()
    mediator.http.cookies.set(name, value)
    assert "Willow" not in mediator.open(address).html
    mediator.http.cookies.clear()
    mediator.sign_in()
    mediator.submit("/mediations/unlock", passphrase=PASSPHRASE)
    assert "Willow" in mediator.open(address).main


def test_an_entry_is_changed_and_removed(mediator, begun):
    address = begun()
    party = f"{address}/entries/{party_of(mediator, address)}"
    stale = mediator.open(party)
    assert "Lives upstairs" in stale.html
    assert "Downstairs" in mediator.submit(party, about="Downstairs").main
    late = mediator.send(stale, about="Elsewhere")
    assert "Somebody else" not in late.main
    assert "You saved this in the meantime" in late.main
    assert "Downstairs" in late.main
    assert "Elsewhere" in mediator.send(late).main
    mediator.submit(f"{address}/entries/new/talk", concerns="The noise", party_id=party_of(mediator, address))
    sure = mediator.open(f"{party}/removal")
    assert "Remove Willow?" in sure.main
    assert "Preparation talk: 1" in sure.main
    assert "The noise" in mediator.open(address).main
    gone = mediator.send(sure)
    assert "Elsewhere" not in gone.main
    assert "The noise" not in gone.main


def test_what_was_written_stays_to_be_read_when_it_turns_out_to_be_unsuitable(mediator, begun):
    address = begun()
    mediator.submit(f"{address}/entries/new/ground_rules", ground_rules="One speaks, the other listens")
    met = mediator.submit(f"{address}/entries/new/session", notes="They met in the library")
    assert "Write down a session" in met.main
    judged = mediator.submit(f"{address}/suitability", verdict="unsuitable").main
    for written in ("One speaks, the other listens", "They met in the library"):
        assert written in judged
    for link in ("Write down ground rules", "Write down a session", "A caucus with one party"):
        assert link not in judged
    mediator.submit(f"{address}/suitability", verdict="suitable")
    kinds = {entry["kind"]: entry["id"] for entry in mediator.api("GET", address)["entries"]}
    mediator.api("DELETE", f"{address}/entries/{kinds['ground_rules']}")
    without_rules = mediator.open(address).main
    assert "They met in the library" in without_rules
    assert "Write down a session" not in without_rules


# the end


def test_it_is_closed_with_an_outcome_and_everybody_is_thanked(coordinator, mediator, begun):
    address = begun()
    for_whom = {"party_id": party_of(mediator, address)}
    closed = mediator.submit(f"{address}/close", outcome="improved_understanding")
    assert "Not thanked yet: Willow" in closed.main
    assert "Improved understanding" in coordinator.open(address).main
    mediator.submit(f"{address}/entries/new/thank_you", message="Thank you for coming", **for_whom)
    entry_id = mediator.api("GET", address)["entries"][-1]["id"]
    sent = mediator.submit(address, f"{address}/entries/{entry_id}/done")
    assert "Not thanked yet" not in sent.main
    ended = mediator.submit(f"{address}/end")
    assert "destroyed on the day that it says" in ended.main
    back = mediator.submit(address, f"{address}/stage", stage="preparation")
    assert "You are at: Preparation." in back.main
    assert mediator.api("GET", address)["outcome"] is None


def test_it_is_referred_with_consent_and_hears_that_they_took_over(mediator, begun):
    address = begun()
    refused = mediator.submit(f"{address}/close", outcome="referred", referred_to="police")
    assert refused.errors == ["Nobody is referred without the agreement of the parties. Ask them first."]
    nobody = mediator.submit(f"{address}/close", outcome="referred", consented="y")
    assert nobody.errors == ["Fill this in"]
    mediator.submit(f"{address}/close", outcome="referred", referred_to="health", consented="y")
    heard = mediator.submit(
        f"{address}/heard", **{f"heard_on-{n}": v for n, v in (("day", 2), ("month", 3), ("year", 2026))}
    )
    assert "Health" in heard.main


def test_figures_are_for_coordinators_and_hide_what_is_small(coordinator, mediator, begun):
    address = begun()
    mediator.submit(f"{address}/close", outcome="no_agreement")
    assert coordinator.open("/mediations/figures").status == 200
    assert mediator.open("/mediations/figures").status == 403
