"""What the dashboard says about a programme: decisions on plain facts, no database, no bus."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

COURSE = {"training_day", "deepening"}

RECORD_WITHIN = timedelta(days=1)
INVITE_BEFORE = timedelta(days=14)
FORM_GROUP_WITHIN = timedelta(days=14)
FILL_GROUP_BEFORE = timedelta(days=14)
TRAINER_BEFORE = timedelta(days=7)
SURVEY_ENDS_SOON = timedelta(days=7)

# Part of the funnel -> the steps that bring a person into it. Who left their group after attending its training day or
# completing its course was in a group all the same.
FUNNEL = {
    "invited": ["invited"],
    "introduced": ["introduced"],
    "grouped": ["enrolled", "training_day", "completed"],
    "waiting": ["waiting"],
    "training_day": ["training_day"],
    "completed": ["completed"],
    "invited_to_network": ["invited_to_network"],
    "experts": ["experts"],
}
# What is so now and ends when a person is erased; the other steps are of the past and stay counted.
STEPS_THAT_END = ["enrolled", "waiting", "experts"]
# What stays counted of a place or a membership that ended.
ENDED = {"enrolled": "withdrew", "experts": "left_network"}

# Steps with the same due date come in this order, which is that of a programme.
ORDER = (
    "plan_introduction",
    "invite_people",
    "record_introduction",
    "form_group",
    "assign_trainer",
    "plan_training_day",
    "record_session",
    "plan_deepening",
    "close_survey",
)


@dataclass(frozen=True)
class Session:
    """`on` is the local day; `recorded` says that its attendance was written down."""

    id: UUID
    group_id: UUID | None
    kind: str
    on: date
    starts_at: datetime
    ends_at: datetime
    recorded: bool
    invited: int = 0


@dataclass(frozen=True)
class Group:
    id: UUID
    places: int
    enrolled: int
    has_trainer: bool
    sessions: Sequence[Session] = ()

    def session(self, kind: str) -> Session | None:
        return next((session for session in self.sessions if session.kind == kind), None)

    @property
    def first_unrecorded(self) -> Session | None:
        return min((session for session in self.sessions if not session.recorded), key=lambda s: s.on, default=None)


@dataclass(frozen=True)
class Survey:
    id: UUID
    group_id: UUID
    closes_on: date
    closed: bool
    wave: str = "t1"


@dataclass(frozen=True)
class Programme:
    """Everything that the rules look at. Cancelled sessions are not among `sessions`."""

    now: datetime
    today: date
    registered: bool = True
    registered_on: date | None = None
    starts_on: date | None = None
    flags: Sequence[str] = ()
    sessions: Sequence[Session] = ()
    groups: Sequence[Group] = ()
    surveys: Sequence[Survey] = ()

    @property
    def began_on(self) -> date | None:
        """A programme that was registered afterwards began on its own first day."""
        return min((day for day in (self.registered_on, self.starts_on) if day), default=None)

    def first_day(self, *kinds: str) -> date | None:
        return min((session.on for session in self.sessions if session.kind in kinds), default=None)


def state_of_a_group(group: Group, now: datetime) -> str:
    if not group.sessions:
        return "forming"
    if a_course_is_over(group):
        return "completed"
    if any(session.recorded or session.ends_at < now for session in group.sessions):
        return "running"
    return "planned"


def a_course_is_over(group: Group) -> bool:
    """Both parts were held: the training day and the deepening half-day."""
    return {session.kind for session in group.sessions if session.recorded} >= COURSE


def percent(present: int, absent: int) -> int | None:
    """Unknown while nothing was recorded."""
    if present + absent == 0:
        return None
    return round(100 * present / (present + absent))


def phases(programme: Programme) -> list[dict[str, Any]]:
    """One phase is current: the first that is not done.

    A city's own strategy stays open to change, so that phase is never current and never called done.
    """
    days = {
        "registration": programme.began_on,
        "introduction": programme.first_day("introduction"),
        "course": programme.first_day(*COURSE),
        "strategy": None,
        "network": programme.first_day("deepening"),
    }
    done = {
        "registration": programme.registered,
        "introduction": bool(programme.groups),
        "course": bool(programme.groups) and all(a_course_is_over(group) for group in programme.groups),
        "network": False,
    }
    current = _first_not_done(done)
    earlier = list(done)[: list(done).index(current)]
    return [
        {"name": name, "state": "current" if name == current else "done" if name in earlier else "todo", "since": since}
        for name, since in days.items()
    ]


def _first_not_done(done: dict[str, bool]) -> str:
    return next(name for name, over in done.items() if not over)


def alerts(programme: Programme) -> list[dict[str, Any]]:
    """What can not wait, the gravest kind first, then by day."""
    kinds = (_flags, _groups_without_trainer, _sessions_without_record, _groups_not_full)
    return [alert for kind in kinds for alert in sorted(kind(programme), key=lambda alert: alert["on"] or date.max)]


def _alert(
    name: str, on: date | None = None, group_id: UUID | None = None, session_id: UUID | None = None
) -> dict[str, Any]:
    return {"name": name, "on": on, "group_id": group_id, "session_id": session_id}


def _flags(programme: Programme) -> Iterator[dict[str, Any]]:
    for flag in programme.flags:
        yield _alert(flag)


def _groups_without_trainer(programme: Programme) -> Iterator[dict[str, Any]]:
    """Only once a session is planned: before that there is time."""
    for group in programme.groups:
        session = group.first_unrecorded
        if not group.has_trainer and session:
            yield _alert("group_without_trainer", session.on, group.id)


def _sessions_without_record(programme: Programme) -> Iterator[dict[str, Any]]:
    for session in programme.sessions:
        if not session.recorded and programme.now - session.ends_at > RECORD_WITHIN:
            yield _alert("session_without_record", session.on, session.group_id, session.id)


def _groups_not_full(programme: Programme) -> Iterator[dict[str, Any]]:
    """Shortly before the course begins; afterwards nobody joins."""
    for group in programme.groups:
        begins = min((session.on for session in group.sessions), default=None)
        if begins is None or group.enrolled >= group.places:
            continue
        if programme.today <= begins <= programme.today + FILL_GROUP_BEFORE:
            yield _alert("group_not_full", begins, group.id)


def next_steps(programme: Programme) -> list[dict[str, Any]]:
    """What there is to do, by due date; what has none comes last."""
    if not programme.registered:
        return []
    kinds = (_introduction_steps, _group_steps, _session_steps, _survey_steps)
    steps = [step for kind in kinds for step in kind(programme)]
    for step in steps:
        step["late"] = step["due_on"] is not None and step["due_on"] < programme.today
    return sorted(steps, key=lambda step: (step["due_on"] or date.max, ORDER.index(step["name"])))


def _step(
    name: str,
    due_on: date | None = None,
    group_id: UUID | None = None,
    session_id: UUID | None = None,
    survey_id: UUID | None = None,
) -> dict[str, Any]:
    return {"name": name, "due_on": due_on, "group_id": group_id, "session_id": session_id, "survey_id": survey_id}


def _introduction_steps(programme: Programme) -> Iterator[dict[str, Any]]:
    introductions = [session for session in programme.sessions if session.kind == "introduction"]
    if not introductions and not programme.groups:
        yield _step("plan_introduction", programme.starts_on)
    for session in introductions:
        if session.recorded:
            continue
        if session.ends_at < programme.now:
            yield _step("record_introduction", session.on + RECORD_WITHIN, session_id=session.id)
        elif not session.invited:
            yield _step("invite_people", session.on - INVITE_BEFORE, session_id=session.id)
    held = [session.on for session in introductions if session.recorded]
    if held and not programme.groups:
        yield _step("form_group", min(held) + FORM_GROUP_WITHIN)


def _group_steps(programme: Programme) -> Iterator[dict[str, Any]]:
    for group in programme.groups:
        ahead = group.first_unrecorded
        training_day = group.session("training_day")
        if not group.has_trainer and not a_course_is_over(group):
            yield _step("assign_trainer", ahead.on - TRAINER_BEFORE if ahead else None, group.id)
        if training_day is None:
            yield _step("plan_training_day", group_id=group.id)
        elif group.session("deepening") is None:
            yield _step("plan_deepening", training_day.on, group.id)


def _session_steps(programme: Programme) -> Iterator[dict[str, Any]]:
    for session in programme.sessions:
        if session.kind in COURSE and not session.recorded and session.ends_at < programme.now:
            yield _step("record_session", session.on + RECORD_WITHIN, session.group_id, session.id)


def _survey_steps(programme: Programme) -> Iterator[dict[str, Any]]:
    """Before a course there is nothing to decide: it ends the answers when it begins."""
    for survey in programme.surveys:
        if survey.wave == "t0":
            continue
        if not survey.closed and survey.closes_on <= programme.today + SURVEY_ENDS_SOON:
            yield _step("close_survey", survey.closes_on, survey.group_id, survey_id=survey.id)
