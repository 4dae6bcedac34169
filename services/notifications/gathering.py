"""What mails need for the moment of sending: asked of the services that own it, in a few calls for many mails."""

from collections.abc import Sequence
from itertools import chain
from typing import Any, TypeVar
from uuid import UUID

from services.notifications import outlets, rules
from services.notifications.intervisions import IntervisionMails
from services.notifications.meetings import MeetingMails
from services.notifications.occasions import Occasion
from services.notifications.outlets import NotSent
from services.notifications.reading import Reading
from services.notifications.surveys import SURVEY_MAIL_KINDS, SurveyMails
from services.notifications.tables import Mail
from services.notifications.the_board import BOARD_MAIL_KINDS, BoardMails
from services.notifications.told import Items, LinksSent
from shared import clock
from shared.contracts import feedback, identity, municipalities, trainings
from shared.contracts.base import Call
from shared.errors import NotFound, Refusal
from shared.messaging.service import Resources

Key = TypeVar("Key")
# By id, or what the service that was asked refused with.
Found = dict[UUID, dict[str, Any]] | Refusal

INVITATION, PASSWORD_RESET = identity.TOKEN_PURPOSES


class PersonRemoved(Exception):
    """identity knows nobody of that id any more."""


class Gathered:
    """What was answered for a batch of mails. What was refused is raised for those mails that need it."""

    def __init__(
        self,
        resources: Resources,
        mails: Sequence[Mail],
        sessions_of_groups: dict[UUID | None, list[UUID]],
        bundles: dict[UUID | None, Items],
        links_sent: LinksSent,
    ):
        self.resources, self.settings, self.call = resources, resources.settings, resources.call
        self.sessions_of_groups, self.bundles = sessions_of_groups, bundles
        self.thank_yous = self._thank_yous(mails)
        self.certificates = self._certificates(mails)
        self.reports_back = self._reports_back(mails)
        self.contacts = self._contacts(mails)
        self.details = self._details(mails)
        self.reading = Reading(resources.call, mails, self.details, self.contacts)
        self.meetings = MeetingMails(resources.call, mails, bundles.values())
        self.places = self._places(mails)
        self.partners = self._partners(mails)
        self.board = BoardMails(resources.call, mails, bundles)
        self.surveys = SurveyMails(resources.call, mails, self.contacts, links_sent)
        self.intervisions = IntervisionMails(resources.call, mails, resources.settings.time_zone)
        self.personal_links = self._personal_links(mails)

    def occasion(self, mail: Mail) -> Occasion:
        """Raises PersonRemoved, NotSent or the Refusal of a service."""
        if mail.person_id not in self.contacts:
            raise PersonRemoved()
        contact = self.contacts[mail.person_id]
        own = self.personal_links.get(mail.person_id, {})
        return Occasion(
            self.settings,
            mail.id,
            mail.kind,
            contact,
            about_id=mail.about_id,
            role=mail.role,
            page=own.get("page"),
            calendar=own.get("calendar"),
            **self._more(mail, contact),
            **self._place(mail),
        )

    def _more(self, mail: Mail, contact: dict[str, Any]) -> dict[str, Any]:
        if mail.kind in rules.SESSION_MAIL_KINDS:
            return self._about_session(mail, contact["language"])
        if mail.kind in rules.GROUP_MAIL_KINDS:
            return self._about_group(mail)
        if mail.kind in rules.MEETING_MAIL_KINDS:
            return self.meetings.told(mail)
        if mail.kind == "nomination_request":
            return self._about_nominations(mail)
        if mail.kind in rules.BUNDLED_MAIL_KINDS:
            return self._about_a_bundle(mail)
        if mail.kind in rules.CERTIFICATE_MAIL_KINDS:
            return {"certificate": _found(self.certificates, mail.about_id)}
        if mail.kind == "thank_you":
            return self._about_a_thank_you(mail)
        if mail.kind in BOARD_MAIL_KINDS:
            return self.board.told(mail)
        if mail.kind in SURVEY_MAIL_KINDS:
            return self.surveys.told(mail)
        if mail.kind == "report_back":
            return {"report_back": _found(self.reports_back, mail.about_id)}
        if mail.kind in rules.INTERVISION_MAIL_KINDS:
            return self.intervisions.told(mail, contact["language"])
        if mail.kind == "password_reset":
            return self._token(mail, PASSWORD_RESET)
        if mail.kind == "account_invitation" or (mail.kind == "network_invitation" and not contact["has_account"]):
            return self._token(mail, INVITATION)
        return {}

    def _about_session(self, mail: Mail, language: str) -> dict[str, Any]:
        details = _given(self.details)
        session = details["sessions"].get(mail.about_id)
        if session is None:
            raise NotFound()
        if rules.a_mail_is_out_of_date(mail.kind, session["state"], session["ends_at"], clock.now()):
            raise NotSent("out_of_date", for_good=True)
        group = details["groups"].get(session["group_id"], {})
        return {"sessions": [session], "group": group, "reading": self.reading.of(session, language)}

    def _about_group(self, mail: Mail) -> dict[str, Any]:
        details = _given(self.details)
        if mail.about_id not in details["groups"]:
            raise NotFound()
        session_ids = self.sessions_of_groups.get(mail.about_id, []) if rules.hears_of_sessions(mail.role) else []
        sessions = [details["sessions"][id_] for id_ in session_ids if id_ in details["sessions"]]
        return {
            "group": details["groups"][mail.about_id],
            "sessions": [session for session in sessions if session["state"] != "cancelled"],
        }

    def _about_nominations(self, mail: Mail) -> dict[str, Any]:
        """Asked one by one: there are few of these mails."""
        seats = self.call(trainings.partner_seats, edition_id=mail.about_id, partner_id=mail.partner_id).data
        group = _given(self.details)["groups"].get(mail.about_id)
        if group is None:
            raise NotFound()
        return {"group": group, "partner": {"name": self._name_of(mail.partner_id), "code": seats["code"]}}

    def _place(self, mail: Mail) -> dict[str, Any]:
        if mail.kind not in rules.PLACE_MAIL_KINDS:
            return {}
        place = _given(self.places).get((mail.about_id, mail.person_id))
        details = _given(self.details)
        if place is None:
            raise NotFound()
        if mail.kind == "registration_confirmation" and rules.a_confirmation_is_out_of_date(place["state"]):
            raise NotSent("out_of_date", for_good=True)
        edition = details["groups"].get(mail.about_id) or details["sessions"].get(mail.about_id)
        if edition is None:
            raise NotFound()
        partner = {"partner": {"name": self._name_of(place["partner_id"])}} if place["partner_id"] else {}
        return {"place": place | {"name": edition.get("name") or edition.get("title")}, **partner}

    def _name_of(self, partner_id: UUID | None) -> str:
        found = _given(self.partners).get(partner_id)
        if found is None:
            raise NotFound()
        return found["name"]

    def _about_a_bundle(self, mail: Mail) -> dict[str, Any]:
        """Without what is not so any more: a mail of which nothing is left is not sent."""
        kept = self.board.told_of(self.bundles.get(mail.about_id, []))
        told = [self._item(mail.kind, item) for item in kept]
        items = [item for item in told if item is not None]
        if not items:
            raise NotSent("out_of_date", for_good=True)
        sessions = [item["session"] for item in items] if mail.kind == "session_reminder" else []
        return {"items": items, "sessions": sessions, "groups": _given(self.details)["groups"]}

    def _item(self, kind: str, item: dict[str, Any]) -> dict[str, Any] | None:
        if item["meeting_id"]:
            return self.meetings.item(kind, item)
        details = _given(self.details)
        session = details["sessions"].get(item["session_id"])
        if item["session_id"] is not None and not (session and self._is_still_so(kind, session)):
            return None
        return item | {"session": session, "group": details["groups"].get(_group_id(item, session), {})}

    def _is_still_so(self, kind: str, session: dict[str, Any]) -> bool:
        if kind == "record_missing":
            return rules.a_record_is_missing_still(session["state"])
        if kind == "session_reminder":
            return not rules.a_mail_is_out_of_date(kind, session["state"], session["ends_at"], clock.now())
        return True

    def _about_a_thank_you(self, mail: Mail) -> dict[str, Any]:
        details = _given(self.details)
        thank_you = _found(self.thank_yous, mail.about_id)
        session = _found(details["sessions"], thank_you["session_id"])
        sender = self.contacts.get(thank_you["sender_id"], {"name": None})["name"]
        told = {"text": thank_you["text"], "line": thank_you["line"], "sender": sender, "session": session}
        return {"thank_you": told, "groups": details["groups"]}

    def _token(self, mail: Mail, purpose: str) -> dict[str, Any]:
        return {"token": self.call(identity.issue_token, person_id=mail.person_id, purpose=purpose).data["token"]}

    def _contacts(self, mails: Sequence[Mail]) -> dict[UUID, dict[str, Any]]:
        """Of the readers, and of those who thank them."""
        person_ids = {mail.person_id for mail in mails}
        if not isinstance(self.thank_yous, Refusal):
            person_ids |= {each["sender_id"] for each in self.thank_yous.values() if each["sender_id"]}
        return _by_id(self.call(identity.contacts, person_ids=list(person_ids)).data["people"])

    def _thank_yous(self, mails: Sequence[Mail]) -> Found:
        return self._asked(mails, ("thank_you",), trainings.thank_you_texts, "thank_you_ids", "thank_yous")

    def _certificates(self, mails: Sequence[Mail]) -> Found:
        kinds = rules.CERTIFICATE_MAIL_KINDS
        return self._asked(mails, kinds, trainings.certificate_links, "certificate_ids", "certificates")

    def _reports_back(self, mails: Sequence[Mail]) -> Found:
        return self._asked(mails, ("report_back",), feedback.report_back_texts, "report_back_ids", "reports")

    def _asked(self, mails: Sequence[Mail], kinds: Sequence[str], call: Call, wanted: str, answered: str) -> Found:
        """What the mails of these kinds are about, by its id."""
        ids = list({mail.about_id for mail in mails if mail.kind in kinds})
        try:
            return _by_id(self.call(call, **{wanted: ids}).data[answered]) if ids else {}
        except Refusal as refusal:
            return refusal

    def _details(self, mails: Sequence[Mail]) -> dict[str, Any] | Refusal:
        confirmed = {mail.about_id for mail in mails if mail.kind == "registration_confirmation"}  # of either
        session_ids = {mail.about_id for mail in mails if mail.kind in rules.SESSION_MAIL_KINDS} | confirmed
        session_ids.update(id_ for ids in self.sessions_of_groups.values() for id_ in ids)
        group_kinds = (*rules.GROUP_MAIL_KINDS, "nomination_request")
        group_ids = {mail.about_id for mail in mails if mail.kind in group_kinds} | confirmed
        for item in chain.from_iterable(self.bundles.values()):
            session_ids.add(item["session_id"])
            group_ids.add(item["group_id"])
        if not isinstance(self.thank_yous, Refusal):
            session_ids.update(each["session_id"] for each in self.thank_yous.values())
        session_ids.discard(None)
        group_ids.discard(None)
        if not session_ids and not group_ids:
            return {"sessions": {}, "groups": {}}
        try:
            wanted = {"session_ids": list(session_ids), "group_ids": list(group_ids)}
            found = self.call(trainings.session_details, **wanted).data
        except Refusal as refusal:
            return refusal
        return {"sessions": _by_id(found["sessions"]), "groups": _by_id(found["groups"])}

    def _places(self, mails: Sequence[Mail]) -> dict[Any, dict[str, Any]] | Refusal:
        wanted = [
            {"edition_id": mail.about_id, "person_id": mail.person_id}
            for mail in mails
            if mail.kind in rules.PLACE_MAIL_KINDS
        ]
        if not wanted:
            return {}
        try:
            found = self.call(trainings.place_details, places=wanted).data["places"]
        except Refusal as refusal:
            return refusal
        return {(place["edition_id"], place["person_id"]): place for place in found}

    def _partners(self, mails: Sequence[Mail]) -> dict[Any, dict[str, Any]] | Refusal:
        partner_ids = {mail.partner_id for mail in mails}
        if not isinstance(self.places, Refusal):
            partner_ids |= {place["partner_id"] for place in self.places.values()}
        wanted = [partner_id for partner_id in partner_ids if partner_id]
        if not wanted:
            return {}
        try:
            return _by_id(self.call(municipalities.partner_names, partner_ids=wanted).data["partners"])
        except Refusal as refusal:
            return refusal

    def _personal_links(self, mails: Sequence[Mail]) -> dict[UUID, dict[str, Any]]:
        """Person -> the links to their pages and to their calendar, where only they read the mail."""
        people = {mail.person_id for mail in mails if mail.kind in rules.PERSONAL_MAIL_KINDS}
        if not people or outlets.is_read_by_others(self.settings):
            return {}
        found = self.call(identity.personal_links, person_ids=list(people)).data["links"]
        return {links["person_id"]: links for links in found}


def _group_id(item: dict[str, Any], session: dict[str, Any] | None) -> UUID | None:
    return session["group_id"] if session else item["group_id"]


def _found(answered: Found, id_: UUID | None) -> dict[str, Any]:
    found = _given(answered)
    if id_ not in found:
        raise NotFound()
    return found[id_]


def _given(answer: dict[Key, Any] | Refusal) -> dict[Key, Any]:
    if isinstance(answer, Refusal):
        raise answer
    return answer


def _by_id(items: list[dict[str, Any]]) -> dict[UUID, dict[str, Any]]:
    return {item["id"]: item for item in items}
