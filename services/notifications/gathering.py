"""What mails need for the moment of sending: asked of the services that own it, in a few calls for many mails."""

from collections.abc import Sequence
from secrets import SystemRandom
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications import rules
from services.notifications.occasions import Occasion
from services.notifications.outlets import NotSent
from services.notifications.tables import Mail
from services.notifications.tables import Session as PlannedSession
from shared import clock
from shared.contracts import feedback, identity, trainings
from shared.errors import NotFound, Refusal
from shared.messaging.service import Resources

INVITATION, PASSWORD_RESET = identity.TOKEN_PURPOSES


class PersonRemoved(Exception):
    """identity knows nobody of that id any more."""


class Gathered:
    """What was answered for a batch of mails. What was refused is raised for those mails that need it."""

    def __init__(self, resources: Resources, mails: Sequence[Mail], sessions_of_groups: dict[UUID | None, list[UUID]]):
        self.resources, self.settings, self.call = resources, resources.settings, resources.call
        self.sessions_of_groups = sessions_of_groups
        self.contacts = self._contacts(mails)
        self.details = self._details(mails)
        self.links = self._links(mails)

    def occasion(self, mail: Mail) -> Occasion:
        """Raises PersonRemoved, NotSent or the Refusal of a service."""
        if mail.person_id not in self.contacts:
            raise PersonRemoved()
        contact = self.contacts[mail.person_id]
        return Occasion(
            self.settings,
            mail.id,
            mail.kind,
            contact,
            about_id=mail.about_id,
            role=mail.role,
            **self._more(mail, contact),
        )

    def _more(self, mail: Mail, contact: dict[str, Any]) -> dict[str, Any]:
        if mail.kind in rules.SESSION_MAIL_KINDS:
            return self._about_session(mail)
        if mail.kind in rules.GROUP_MAIL_KINDS:
            return self._about_group(mail)
        if mail.kind == "feedback_link":
            return _given(self.links[mail.id])
        if mail.kind == "password_reset":
            return self._token(mail, PASSWORD_RESET)
        if mail.kind == "account_invitation" or (mail.kind == "network_invitation" and not contact["has_account"]):
            return self._token(mail, INVITATION)
        return {}

    def _about_session(self, mail: Mail) -> dict[str, Any]:
        details = _given(self.details)
        session = details["sessions"].get(mail.about_id)
        if session is None:
            raise NotFound()
        if rules.a_mail_is_out_of_date(mail.kind, session["state"], session["ends_at"], clock.now()):
            raise NotSent("out_of_date", for_good=True)
        return {"sessions": [session], "group": details["groups"].get(session["group_id"], {})}

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

    def _token(self, mail: Mail, purpose: str) -> dict[str, Any]:
        return {"token": self.call(identity.issue_token, person_id=mail.person_id, purpose=purpose).data["token"]}

    def _contacts(self, mails: Sequence[Mail]) -> dict[UUID, dict[str, Any]]:
        person_ids = list({mail.person_id for mail in mails})
        return _by_id(self.call(identity.contacts, person_ids=person_ids).data["people"])

    def _details(self, mails: Sequence[Mail]) -> dict[str, Any] | Refusal:
        session_ids = {mail.about_id for mail in mails if mail.kind in rules.SESSION_MAIL_KINDS}
        session_ids.update(id_ for ids in self.sessions_of_groups.values() for id_ in ids)
        group_ids = {mail.about_id for mail in mails if mail.kind in rules.GROUP_MAIL_KINDS}
        if not session_ids and not group_ids:
            return {"sessions": {}, "groups": {}}
        try:
            wanted = {"session_ids": list(session_ids), "group_ids": list(group_ids)}
            found = self.call(trainings.session_details, **wanted).data
        except Refusal as refusal:
            return refusal
        return {"sessions": _by_id(found["sessions"]), "groups": _by_id(found["groups"])}

    def _links(self, mails: Sequence[Mail]) -> dict[UUID, dict[str, Any] | Refusal]:
        """Mail -> a link of its survey, dealt out in random order. This is the only place that knows who got which."""
        surveys: dict[UUID, list[UUID]] = {}
        for mail in mails:
            if mail.kind == "feedback_link" and mail.about_id and mail.person_id in self.contacts:
                surveys.setdefault(mail.about_id, []).append(mail.id)
        dealt: dict[UUID, dict[str, Any] | Refusal] = {}
        for survey_id, mail_ids in surveys.items():
            try:
                issued = self.call(feedback.issue_links, survey_id=survey_id, count=len(mail_ids)).data
            except Refusal as refusal:
                dealt |= dict.fromkeys(mail_ids, refusal)
                continue
            SystemRandom().shuffle(issued["tokens"])
            for mail_id, token in zip(mail_ids, issued["tokens"], strict=True):
                dealt[mail_id] = {"token": token, "closes_on": issued["closes_on"]}
        return dealt


def sessions_to_come(tx: Session, mails: Sequence[Mail]) -> dict[UUID | None, list[UUID]]:
    """Group -> its sessions that are still to come, for the mails that name them."""
    group_ids = {
        mail.about_id for mail in mails if mail.kind in rules.GROUP_MAIL_KINDS and rules.hears_of_sessions(mail.role)
    }
    if not group_ids:
        return {}
    rows = tx.execute(
        select(PlannedSession.group_id, PlannedSession.id)
        .where(
            PlannedSession.group_id.in_(group_ids),
            PlannedSession.ends_at > clock.now(),
            PlannedSession.cancelled.is_(False),
        )
        .order_by(PlannedSession.starts_at)
    )
    found: dict[UUID | None, list[UUID]] = {}
    for group_id, session_id in rows:
        found.setdefault(group_id, []).append(session_id)
    return found


def _given(answer: dict[str, Any] | Refusal) -> dict[str, Any]:
    if isinstance(answer, Refusal):
        raise answer
    return answer


def _by_id(items: list[dict[str, Any]]) -> dict[UUID, dict[str, Any]]:
    return {item["id"]: item for item in items}
