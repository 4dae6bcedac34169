"""The tables that can be taken out as a file: the same calls as their pages make, so the same rights."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.gateway import (
    formats,
    listed_board,
    listed_courses,
    listed_intervisions,
    listed_members,
    listed_needs,
    listed_network,
    listed_programmes,
    listed_signals,
    own_programmes,
    people_filters,
    plans,
    quality,
)
from services.gateway.clients import bus
from services.gateway.exports import Table
from services.gateway.rows import ABOUT, Args, Row, given, in_pages, label, of, term
from services.gateway.visitor import current, require
from shared.access import COORDINATOR
from shared.contracts import feedback, identity, municipalities, trainings


def _is_only_own(args: Args) -> bool:
    return args.get("mine") == "yes" or not current().has(COORDINATOR)


def _people(args: Args) -> Iterator[Row]:
    require(identity.organisations)  # whose call the list makes: a trainer looks people up, and takes none out
    return people_filters.all_pages(people_filters.request_of(people_filters.given(args)))


def _duplicates(args: Args) -> Iterator[Row]:
    for page in in_pages(identity.duplicates, **given(args, "q")):
        yield from page


def groups_wanted(args: Args) -> dict[str, Any]:
    """For `trainings.groups`, as the page of the groups has it in its address."""
    wanted = given(args, "q", "programme_id", "state", "trainer_id")
    return wanted | {"mine": _is_only_own(args), "not_full": args.get("not_full") == "yes"}


def _groups(args: Args) -> Iterator[Row]:
    programmes = own_programmes.names()
    for page in in_pages(trainings.groups, **groups_wanted(args)):
        names = bus().names(trainer_id for group in page for trainer_id in group["trainer_ids"])
        for group in page:
            trainers = ", ".join(person["name"] for person in names.in_order(group["trainer_ids"]))
            yield group | {"trainers": trainers, "programme": programmes.get(group["programme_id"])}


def sessions_wanted(args: Args) -> dict[str, Any]:
    """For `trainings.sessions`, as the page of the sessions has it in its address."""
    wanted = given(args, "q", "programme_id", "kind", "state", "trainer_id", "place", "since", "until")
    closed = {"closed": args.get("closed") == "yes"} if args.get("closed") != "all" and "state" not in wanted else {}
    return wanted | closed | {"mine": _is_only_own(args)}


def _sessions(args: Args) -> Iterator[Row]:
    programmes = own_programmes.names()
    for page in in_pages(trainings.sessions, **sessions_wanted(args)):
        for session in page:
            yield session | {"programme": programmes.get(session["programme_id"])}


def _members(args: Args) -> Iterator[Row]:
    group = bus().ask(trainings.group, group_id=args.get("group_id"))
    names = bus().names(member["person_id"] for member in group["members"])
    for member in group["members"]:
        yield names.about(member["person_id"]) | member | {"group": group["name"]}


def _attendance(args: Args) -> Iterator[Row]:
    session = bus().ask(trainings.session, session_id=args.get("session_id"))
    states = {line["person_id"]: line["state"] for line in session["record"]["attendance"]}
    for person in bus().names(states).in_order(list(states)):
        yield person | {"state": states[person["id"]], "session": plans.name_of(session), "at": session["starts_at"]}


def _programmes(args: Args) -> Iterator[Row]:
    found = bus().ask(municipalities.programmes)["programmes"]
    names = bus().names(person_id for programme in found for person_id in programme["coordinator_ids"])
    for programme in found:
        who = ", ".join(person["name"] for person in names.in_order(programme["coordinator_ids"]))
        yield programme | {"coordinators": who}


def _surveys(args: Args) -> Iterator[Row]:
    """What was asked, and what will be."""
    found = bus().ask(feedback.surveys, **given(args, "programme_id", "group_id"))
    planned = [each | {"opened_on": each["opens_on"]} for each in found["planned"]]
    rows = found["surveys"] + [{"closes_on": None, "invited": None, "answers": None} | each for each in planned]
    groups = {group["id"]: group["name"] for page in in_pages(trainings.groups) for group in page} if rows else {}
    for survey in rows:
        yield survey | {"group": groups.get(survey["group_id"])}


def _quality(args: Args) -> Iterator[Row]:
    return iter(quality.of_programme(UUID(args.get("programme_id", ""))).findings)


TABLES = (
    listed_courses.TABLES
    | listed_needs.TABLES
    | listed_members.TABLES
    | listed_programmes.TABLES
    | listed_network.TABLES
    | listed_intervisions.TABLES
    | listed_board.TABLES
    | listed_signals.TABLES
    | {
        "people": Table(
            _l("People"),
            {
                _l("Name"): of("name"),
                _l("E-mail address"): of("email"),
                _l("Organisation"): of("organisation"),
                _l("Sector"): term("sector", "sectors"),
                _l("Level"): term("level", "levels"),
                _l("Language"): term("language", "languages"),
                _l("Roles"): lambda row: ", ".join(formats.label(role, "role") for role in row["roles"]),
                _l("Account"): lambda row: _("Yes") if row["has_account"] else _("No"),
            },
            _people,
            holds_people=True,
        ),
        "duplicates": Table(
            _l("Duplicates"),
            {
                _l("One record"): lambda row: row["one"]["name"],
                _l("Its address"): lambda row: row["one"]["email"],
                _l("The other"): lambda row: row["other"]["name"],
                _l("The other's address"): lambda row: row["other"]["email"],
            },
            _duplicates,
            holds_people=True,
        ),
        "groups": Table(
            _l("Groups"),
            {
                _l("Group"): of("name"),
                _l("Programme"): of("programme"),
                _l("State"): label("state", "group_state"),
                _l("Places"): of("places"),
                _l("Has a place"): of("enrolled"),
                _l("Waiting list"): of("waiting"),
                _l("Trainers"): of("trainers"),
                _l("Next session"): of("next_session_at"),
            },
            _groups,
        ),
        "sessions": Table(
            _l("Sessions"),
            {
                _l("Session"): plans.name_of,
                _l("Kind"): label("kind", "session_kind"),
                _l("Group"): of("group_name"),
                _l("Programme"): of("programme"),
                _l("Begins"): of("starts_at"),
                _l("Ends"): of("ends_at"),
                _l("State"): label("state", "session_state"),
                _l("Delivery"): term("delivery", "deliveries"),
                _l("Location"): of("place"),
                _l("People"): of("people"),
                _l("Present"): of("present"),
            },
            _sessions,
        ),
        "members": Table(
            _l("Members"),
            {
                **ABOUT,
                _l("Group"): of("group"),
                _l("State"): label("state", "enrolment"),
                _l("Training day"): label("training_day", "attendance"),
                _l("Deepening half-day"): label("deepening", "attendance"),
                _l("Completed the course"): lambda row: _("Yes") if row["completed"] else _("No"),
            },
            _members,
            holds_people=True,
        ),
        "attendance": Table(
            _l("Attendance"),
            {**ABOUT, _l("Session"): of("session"), _l("Begins"): of("at"), _l("State"): label("state", "attendance")},
            _attendance,
            holds_people=True,
        ),
        "programmes": Table(
            _l("Programmes"),
            {
                _l("Programme"): of("name"),
                _l("State"): label("state", "programme_state"),
                _l("From"): of("starts_on"),
                _l("To"): of("ends_on"),
                _l("Coordinators"): of("coordinators"),
            },
            _programmes,
        ),
        "surveys": Table(
            _l("Feedback"),
            {
                _l("Group"): of("group"),
                _l("When"): lambda row: formats.term(row["wave"], "survey_waves"),
                _l("Opens on"): of("opened_on"),
                _l("Closes on"): of("closes_on"),
                _l("Invited"): of("invited"),
                _l("Answers"): of("answers"),
            },
            _surveys,
        ),
        "quality": Table(
            _l("What is not complete"),
            {_l("What is missing"): of("what"), _l("Where"): of("where"), _l("When"): of("at")},
            _quality,
            holds_people=True,
        ),
    }
)
