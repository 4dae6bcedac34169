"""The tables around courses that can be taken out as a file: trainers, certificates, partners, ways in, thank-yous."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from services.gateway import formats, own_programmes, plans
from services.gateway.clients import bus
from services.gateway.exports import Table
from services.gateway.rows import ABOUT, Args, Row, given, in_pages, label, of, term
from services.gateway.visitor import require
from shared.contracts import identity, municipalities, trainings

MOST_NAMED = 200  # people whom one search may find


def certificates_wanted(args: Args) -> dict[str, Any]:
    """For `trainings.certificates`, as the page of the certificates has it in its address."""
    q = given(args, "q").get("q")
    found = bus().ask(identity.people, q=q, per_page=MOST_NAMED)["items"] if q else None
    person_ids = [person["id"] for person in found] if found is not None else None
    return given(args, "state", "programme_id", "group_id") | {"person_ids": person_ids}


def _certificates(args: Args) -> Iterator[Row]:
    programmes = own_programmes.names()
    for page in in_pages(trainings.certificates, **certificates_wanted(args)):
        names = bus().names(certificate["person_id"] for certificate in page)
        for certificate in page:
            told = {"programme": programmes.get(certificate["programme_id"])}
            yield names.about(certificate["person_id"]) | certificate | told


def trainers_wanted(args: Args) -> list[Row]:
    """At the step in the address, by name."""
    found = bus().ask(trainings.trainers, **given(args, "state"))["trainers"]
    names = bus().names(each["person_id"] for each in found)
    about = (names.about(each["person_id"]) | each for each in found)
    return sorted(about, key=lambda each: each["name"].casefold())


def fitting(trainers: list[Row], args: Args) -> list[Row]:
    """The other filters of their page."""
    q, expiry = args.get("q", "").strip().casefold(), args.get("expiry", "")
    return [each for each in trainers if q in each["name"].casefold() and expiry in ("", each["expiry"])]


def _trainers(args: Args) -> Iterator[Row]:
    require(trainings.decide_step)  # trainers see each other on the page, and take nothing out
    return iter(fitting(trainers_wanted(args), args))


def _partners(args: Args) -> Iterator[Row]:
    found = bus().ask(municipalities.partners, programme_id=UUID(args.get("programme_id", "")))["partners"]
    names = bus().names(partner["contact_id"] for partner in found)
    for partner in found:
        yield partner | {"contact": names[partner["contact_id"]] if partner["contact_id"] else None}


def _ways_in(args: Args) -> Iterator[Row]:
    found, partners = _edition(args)
    names = bus().names(person["person_id"] for person in found["people"])
    for person in found["people"]:
        told = {"partner": partners.get(person["partner_id"]), "edition": found["edition"]["name"]}
        yield names.about(person["person_id"]) | person | told


def _seats(args: Args) -> Iterator[Row]:
    """Without the codes: with one somebody could be nominated."""
    found, partners = _edition(args)
    for seats in found["seats"]:
        yield seats | {"partner": partners.get(seats["partner_id"]), "edition": found["edition"]["name"]}


def _edition(args: Args) -> tuple[Row, dict[UUID, str]]:
    found = bus().ask(trainings.ways_in, edition_id=args.get("edition_id"))
    partners = bus().ask(municipalities.partners, programme_id=found["programme_id"])["partners"]
    return found, {partner["id"]: partner["name"] for partner in partners}


def _thank_yous(args: Args) -> Iterator[Row]:
    """Without what was written: that is between two people."""
    found = bus().ask(trainings.thank_yous, session_id=args.get("session_id"))
    names = bus().names(each[who] for each in found["thank_yous"] for who in ("person_id", "sent_by"))
    for each in found["thank_yous"]:
        told = {"sender": names[each["sent_by"]] if each["sent_by"] else None, "session": plans.name_of(found)}
        yield names.about(each["person_id"]) | each | told | {"at": found["starts_at"]}


def _yes(name: str) -> Any:
    return lambda row: _("Yes") if row[name] else _("No")


TABLES = {
    "trainers": Table(
        _l("Trainers"),
        {
            _l("Name"): of("name"),
            _l("Organisation"): of("organisation"),
            _l("Step"): term("state", "trainer_path"),
            _l("Since"): of("since"),
            _l("Valid until"): of("expires_on"),
            _l("Languages"): lambda row: ", ".join(formats.terms(row["languages"], "languages")),
        },
        _trainers,
        holds_people=True,
    ),
    "certificates": Table(
        _l("Certificates"),
        {
            _l("Holder"): of("name"),
            _l("Organisation"): of("organisation"),
            _l("Programme"): of("programme"),
            _l("Group"): of("group_name"),
            _l("Issued on"): of("issued_on"),
            _l("Valid until"): of("expires_on"),
            _l("State"): label("state", "certificate_state"),
        },
        _certificates,
        holds_people=True,
    ),
    "partners": Table(
        _l("Partners"),
        {
            _l("Partner"): of("name"),
            _l("Contact"): of("contact"),
            _l("Willing"): _yes("willing"),
            _l("Able"): _yes("able"),
        },
        _partners,
        holds_people=True,
    ),
    "ways_in": Table(
        _l("People and how they came in"),
        {
            **ABOUT,
            _l("To what"): of("edition"),
            _l("How"): label("way", "way_in"),
            _l("Partner"): of("partner"),
            _l("State"): label("state", "standing"),
            _l("Until"): of("until"),
        },
        _ways_in,
        holds_people=True,
    ),
    "seats": Table(
        _l("Partners and their seats"),
        {
            _l("Partner"): of("partner"),
            _l("Group"): of("edition"),
            _l("Seats used"): of("used"),
            _l("Seats left"): of("left"),
        },
        _seats,
    ),
    "thank_yous": Table(
        _l("Thank-yous"),
        {
            **ABOUT,
            _l("Session"): of("session"),
            _l("Begins"): of("at"),
            _l("Thanked on"): of("sent_at"),
            _l("By whom"): of("sender"),
        },
        _thank_yous,
        holds_people=True,
    ),
}
