"""The backlog of a programme: needs from surveys and conversations, what is planned for them, what is told of it."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from services.feedback import reactions, tables
from services.feedback.commands import needs as need_commands
from services.feedback.commands import planned_activities as activity_commands
from services.feedback.commands import reports_back as report_back_commands
from services.feedback.errors import NeedsOfAnotherProgramme, ProgrammeNotYours, SurveyTellsNoNeeds
from services.feedback.queries import needs as need_queries
from services.feedback.queries import planned_activities as activity_queries
from services.feedback.queries import reports_back as report_back_queries
from shared import clock
from shared.access import COORDINATOR
from shared.contracts import feedback as contract
from shared.database import count_statements
from shared.database.merging import people_columns
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from tests.integration.conftest import an_actor
from tests.integration.feedback.conftest import FIRST_DAY, POST_OFFICE, Group, Survey

SENTENCE = "Practise a difficult conversation at the door once more."
NEXT_MONTH = date(2026, 4, 2)


class Backlog:
    """Of one programme, as its coordinator sees to it."""

    def __init__(self, ask, coordinator, programme_id):
        self.ask, self.coordinator, self.programme_id = ask, coordinator, programme_id

    def note(self, actor=None, **more):
        given = {"programme_id": self.programme_id, "kind": "training", "text": SENTENCE} | more
        return self.ask(contract.note_need, need_commands.note_need, actor or self.coordinator, **given)["id"]

    def need(self, need_id, actor=None):
        return self.ask(contract.need, need_queries.need, actor or self.coordinator, need_id=need_id)

    def needs(self, actor=None, **filters):
        wanted = {"programme_id": self.programme_id} | filters
        return self.ask(contract.needs, need_queries.needs, actor or self.coordinator, **wanted)["items"]

    def change(self, need_id, **more):
        given = {"need_id": need_id, "version": 1, "kind": "training", "text": SENTENCE} | more
        self.ask(contract.change_need, need_commands.change_need, self.coordinator, **given)

    def decide(self, need_id, decision, reason=None):
        given = {"need_id": need_id, "decision": decision, "reason": reason}
        self.ask(contract.decide_need, need_commands.decide_need, self.coordinator, **given)

    def told(self):
        wanted = {"programme_id": self.programme_id}
        return self.ask(contract.told_needs, need_queries.told_needs, self.coordinator, **wanted)["told"]

    def in_short(self):
        wanted = {"programme_id": self.programme_id}
        return self.ask(contract.needs_in_short, need_queries.needs_in_short, self.coordinator, **wanted)

    def plan(self, *need_ids, actor=None, **more):
        given = {"programme_id": self.programme_id, "title": "An afternoon of practice", "kind": "session"} | more
        given |= {"planned_on": NEXT_MONTH, "need_ids": need_ids}
        return self.ask(contract.plan_activity, activity_commands.plan_activity, actor or self.coordinator, **given)[
            "id"
        ]

    def activity(self, activity_id, actor=None):
        return self.ask(
            contract.planned_activity,
            activity_queries.planned_activity,
            actor or self.coordinator,
            activity_id=activity_id,
        )

    def activities(self, **filters):
        wanted = {"programme_id": self.programme_id} | filters
        found = self.ask(contract.planned_activities, activity_queries.planned_activities, self.coordinator, **wanted)
        return found["activities"]

    def settle(self, activity_id, state):
        given = {"activity_id": activity_id, "state": state}
        self.ask(contract.settle_activity, activity_commands.settle_activity, self.coordinator, **given)

    def save(self, text, *need_ids):
        given = {"programme_id": self.programme_id, "text": text, "need_ids": need_ids}
        self.ask(contract.save_report_back, report_back_commands.save_report_back, self.coordinator, **given)

    def draft(self):
        wanted = {"programme_id": self.programme_id}
        return self.ask(contract.report_back_draft, report_back_queries.report_back_draft, self.coordinator, **wanted)

    def publish(self, version=None):
        given = {"programme_id": self.programme_id, "version": version or self.draft()["version"]}
        return self.ask(
            contract.publish_report_back, report_back_commands.publish_report_back, self.coordinator, **given
        )

    def reports(self):
        wanted = {"programme_id": self.programme_id}
        return self.ask(contract.reports_back, report_back_queries.reports_back, self.coordinator, **wanted)["reports"]


@pytest.fixture
def backlog(ask, coordinator, group) -> Backlog:
    return Backlog(ask, coordinator, group.programme_id)


@pytest.fixture
def read_by(ask):
    """What stands on the own page of a person."""

    def read(person_id):
        reader = an_actor(person_id=person_id)
        return ask(contract.my_reports_back, report_back_queries.my_reports_back, reader)["reports"]

    return read


# needs


def test_a_need_from_a_conversation_is_noted_with_its_day_and_without_anybody(backlog, announced):
    need_id = backlog.note(kind="expertise", theme="identity")
    [need] = backlog.needs()
    assert (need["id"], need["state"], need["origin"], need["noted_on"]) == (
        need_id,
        "open",
        "conversation",
        FIRST_DAY,
    )
    assert (need["kind"], need["theme"], need["text"]) == ("expertise", "identity", SENTENCE)
    [event] = announced(contract.NeedChanged)
    assert (event["need_id"], event["kind"], event["state"]) == (need_id, "expertise", "open")
    assert not any(name.startswith("needs.") for name in people_columns(tables.Base.metadata))


@pytest.fixture
def both_answered(ask, announced, tx, coordinator, trainer, group, survey):
    """Two surveys of the programme close, in each of which six people answer so."""

    def answer(*six):
        other = Survey(ask, announced, coordinator, Group(tx, coordinator, trainer, group.programme_id))
        survey.answered_by(*six)
        other.answered_by(*six)

    return answer


PRACTICE = {"needs": ["training"], "needs_training": ["practise_conversations"]}
SIX = (PRACTICE, PRACTICE, PRACTICE | {"needs": ["training", "information"]}, {}, {}, {})


def test_what_closed_surveys_show_of_needs_is_told_with_what_was_noted_from_it(backlog, both_answered):
    assert backlog.told() == []
    with pytest.raises(SurveyTellsNoNeeds):
        backlog.note(wave="t1")
    both_answered(*SIX)
    assert [(each["wave"], each["kind"], each["choice"], each["people"], each["of"]) for each in backlog.told()] == [
        ("t1", "training", None, 6, 12),
        ("t1", "training", "practise_conversations", 6, 12),
    ], "what one or two people chose is not shown"
    backlog.note(wave="t1", choice="practise_conversations")
    assert [each["noted"] for each in backlog.told()] == [0, 1]
    assert (backlog.needs()[0]["origin"], backlog.needs()[0]["wave"]) == ("survey", "t1")


def test_only_what_was_told_is_noted_as_told(backlog, both_answered):
    both_answered(*SIX)
    for more in ({"kind": "expertise"}, {"choice": "online"}, {"wave": "t3"}):
        with pytest.raises(SurveyTellsNoNeeds):
            backlog.note(**{"wave": "t1"} | more)


def test_one_group_alone_tells_no_needs(backlog, survey):
    survey.answered_by(*SIX)
    assert backlog.told() == []
    with pytest.raises(SurveyTellsNoNeeds):
        backlog.note(wave="t1")


def test_another_programme_is_no_source(backlog, tx, coordinator, trainer, both_answered):
    both_answered(*SIX)
    elsewhere = Group(tx, coordinator, trainer).programme_id
    with pytest.raises(SurveyTellsNoNeeds):
        backlog.note(programme_id=elsewhere, wave="t1")


def test_needs_are_found_by_state_kind_and_theme(backlog):
    backlog.note(theme="identity")
    backlog.note(kind="information")
    declined = backlog.note(kind="expertise")
    backlog.decide(declined, "declined", "No money for it this year.")
    assert [need["kind"] for need in backlog.needs(state="open")] == ["information", "training"]
    assert [need["reason"] for need in backlog.needs(kind="expertise")] == ["No money for it this year."]
    assert [need["theme"] for need in backlog.needs(theme="identity")] == ["identity"]
    assert backlog.in_short()["counts"] == {"open": 2, "declined": 1}


def test_a_need_is_worded_anew_by_who_saw_its_last_wording(backlog):
    need_id = backlog.note()
    backlog.change(need_id, text="Practise with an actor.")
    assert backlog.need(need_id)["text"] == "Practise with an actor."
    with pytest.raises(ChangedMeanwhile):
        backlog.change(need_id, text="Practise without an actor.")


def test_a_need_is_declined_with_a_reason_and_opened_again(backlog):
    need_id = backlog.note()
    with pytest.raises(Invalid) as refused:
        backlog.decide(need_id, "declined")
    assert refused.value.fields == {"reason": ["required"]}
    backlog.decide(need_id, "declined", "Another service does this.")
    assert (backlog.need(need_id)["state"], backlog.need(need_id)["decided"]) == ("declined", True)
    backlog.decide(need_id, "open")
    found = backlog.need(need_id)
    assert (found["state"], found["reason"], found["decided"]) == ("open", None, False)


# what is planned for them


def test_an_activity_and_the_needs_that_it_answers_show_each_other(backlog, announced):
    one, other = backlog.note(), backlog.note(kind="information")
    activity_id = backlog.plan(one, other)
    assert {need["id"] for need in backlog.activity(activity_id)["needs"]} == {one, other}
    found = backlog.need(one)
    assert [activity["id"] for activity in found["planned"]] == [activity_id]
    assert (found["state"], found["activities"]) == ("planned", 1)
    [event] = announced(contract.ActivityPlanned)
    assert (event["activity_id"], set(event["need_ids"])) == (activity_id, {one, other})


def test_a_need_follows_its_activities(backlog):
    need_id = backlog.note()
    first, second = backlog.plan(need_id), backlog.plan(need_id)
    backlog.settle(first, "done")
    assert backlog.need(need_id)["state"] == "planned"
    backlog.settle(second, "called_off")
    assert backlog.need(need_id)["state"] == "done"
    backlog.settle(first, "called_off")
    assert backlog.need(need_id)["state"] == "open"
    assert [activity["id"] for activity in backlog.activities(state="called_off")] == [first, second]


def test_an_activity_leaves_a_need_behind(backlog, ask, coordinator):
    need_id = backlog.note()
    activity_id = backlog.plan(need_id, session_id=uuid4())
    changed = {"title": "A lecture", "kind": "meeting", "planned_on": NEXT_MONTH, "need_ids": [], "version": 1}
    ask(contract.change_activity, activity_commands.change_activity, coordinator, activity_id=activity_id, **changed)
    found = backlog.activity(activity_id)
    assert (found["title"], found["kind"], found["session_id"], found["needs"]) == ("A lecture", "meeting", None, [])
    assert backlog.need(need_id)["state"] == "open"
    with pytest.raises(ChangedMeanwhile):
        ask(
            contract.change_activity,
            activity_commands.change_activity,
            coordinator,
            activity_id=activity_id,
            **changed,
        )


@pytest.mark.parametrize(
    ("happened", "activity", "need"),
    [(reactions.session_recorded, "done", "done"), (reactions.session_cancelled, "called_off", "open")],
)
def test_an_activity_that_became_a_session_follows_it(backlog, tx, happened, activity, need):
    session_id, need_id = uuid4(), backlog.note()
    activity_id, other_id = backlog.plan(need_id, session_id=session_id), backlog.plan(session_id=uuid4())
    for _ in range(2):
        happened(tx, {"session_id": session_id, "group_id": None})
    assert (backlog.activity(activity_id)["state"], backlog.need(need_id)["state"]) == (activity, need)
    assert backlog.activity(other_id)["state"] == "planned"


def test_what_a_person_said_of_an_activity_stands(backlog, tx):
    session_id = uuid4()
    activity_id = backlog.plan(session_id=session_id)
    backlog.settle(activity_id, "called_off")
    reactions.session_recorded(tx, {"session_id": session_id, "group_id": None})
    assert backlog.activity(activity_id)["state"] == "called_off"


def test_an_activity_answers_needs_of_its_own_programme(backlog, ask, tx, coordinator, trainer):
    need_id = backlog.note()
    elsewhere = Backlog(ask, coordinator, Group(tx, coordinator, trainer).programme_id)
    with pytest.raises(NeedsOfAnotherProgramme):
        elsewhere.plan(need_id)


# what we changed


def test_what_was_changed_reaches_everybody_who_was_invited_whether_they_answered_or_not(
    backlog, survey, announced, read_by
):
    [first] = [event["person_id"] for event in announced(contract.FeedbackRequested)]
    second = survey.group.complete()
    survey.answer(needs=["training"])
    need_id = backlog.note()
    backlog.save("From May on there is an afternoon of practice every month.", need_id)
    assert backlog.draft()["readers"] == 2
    assert read_by(first) == [], "a draft is nobody's to read"
    published = backlog.publish()
    assert published["readers"] == 2
    [event] = announced(contract.ReportBackPublished)
    assert set(event["person_ids"]) == {first, second}
    for person_id in (first, second):
        [report] = read_by(person_id)
        assert report["text"] == "From May on there is an afternoon of practice every month."
        assert report["needs"] == [SENTENCE]
    assert read_by(uuid4()) == []
    assert backlog.need(need_id)["told_on"] == [datetime(2026, 3, 2, 12, tzinfo=UTC)]


def test_who_is_taken_off_the_list_or_erased_is_not_told(backlog, survey, tx, read_by):
    gone, erased = survey.group.complete(), survey.group.complete()
    reactions.course_completion_withdrawn(tx, survey.group.event(gone))
    reactions.person_erased(tx, {"person_id": erased})
    backlog.save("We listened.")
    assert backlog.publish()["readers"] == 1
    assert read_by(gone) == []


def test_what_was_published_stays_and_is_corrected_by_publishing_again(backlog, survey, monkeypatch):
    need_id = backlog.note()
    backlog.save("From May on.", need_id)
    backlog.publish()
    assert (backlog.draft()["text"], backlog.draft()["version"]) == (None, 0)
    backlog.change(need_id, text="Worded anew.")
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 3, 9, 12, tzinfo=UTC))
    backlog.save("From June on: we are sorry.", need_id)
    backlog.publish()
    newest, first = backlog.reports()
    assert (newest["text"], newest["needs"]) == ("From June on: we are sorry.", ["Worded anew."])
    assert (first["text"], first["needs"]) == ("From May on.", [SENTENCE]), "in the words in which it was told"
    assert backlog.in_short()["told_at"] == datetime(2026, 3, 9, 12, tzinfo=UTC)


def test_what_somebody_else_wrote_meanwhile_is_not_published_unread(backlog):
    backlog.save("The first words.")
    seen = backlog.draft()["version"]
    backlog.save("The words of a colleague.")
    with pytest.raises(ChangedMeanwhile):
        backlog.publish(seen)
    assert backlog.reports() == []


def test_many_readers_are_announced_in_more_than_one_message(backlog, survey, announced, monkeypatch):
    monkeypatch.setattr(report_back_commands, "ANNOUNCED_PEOPLE", 2)
    for _ in range(4):
        survey.group.complete()
    backlog.save("We listened.")
    assert backlog.publish()["readers"] == 5
    told = [event["person_ids"] for event in announced(contract.ReportBackPublished)]
    assert [len(people) for people in told] == [2, 2, 1]
    assert len({person_id for people in told for person_id in people}) == 5


def test_the_mails_fetch_the_text(backlog, ask):
    backlog.save("We listened.")
    report_id = backlog.publish()["id"]
    wanted = {"report_back_ids": [report_id, uuid4()]}
    [found] = ask(contract.report_back_texts, report_back_queries.report_back_texts, POST_OFFICE, **wanted)["reports"]
    assert (found["id"], found["text"]) == (report_id, "We listened.")


# who may


def test_the_backlog_is_for_the_coordinators_of_the_programme(backlog, another_coordinator):
    need_id = backlog.note()
    activity_id = backlog.plan(need_id)
    for refused in (
        lambda: backlog.note(another_coordinator),
        lambda: backlog.needs(another_coordinator),
        lambda: backlog.need(need_id, another_coordinator),
        lambda: backlog.plan(actor=another_coordinator),
        lambda: backlog.activity(activity_id, another_coordinator),
    ):
        with pytest.raises(ProgrammeNotYours):
            refused()
    stranger = Backlog(backlog.ask, an_actor(COORDINATOR), backlog.programme_id)
    for refused in (
        lambda: stranger.change(need_id),
        lambda: stranger.decide(need_id, "done"),
        stranger.told,
        stranger.in_short,
        stranger.activities,
        lambda: stranger.settle(activity_id, "done"),
        lambda: stranger.save("Not mine."),
        stranger.draft,
        lambda: stranger.publish(1),
        stranger.reports,
    ):
        with pytest.raises(ProgrammeNotYours):
            refused()


def test_what_there_is_not_is_not_found(backlog):
    for missing in (lambda: backlog.need(uuid4()), lambda: backlog.activity(uuid4())):
        with pytest.raises(NotFound):
            missing()


def test_a_long_backlog_needs_as_many_statements_as_a_short_one(backlog, tx):
    def needed() -> int:
        statements: list[str] = []
        stop = count_statements(tx.get_bind().engine, statements)
        backlog.needs()
        backlog.activities()
        backlog.reports()
        stop()
        return len(statements)

    backlog.plan(backlog.note())
    few = needed()
    for _ in range(20):
        backlog.plan(backlog.note(), backlog.note())
    assert needed() == few
