"""Links to surveys, and reminders of them."""

from collections.abc import Collection, Sequence
from secrets import SystemRandom
from typing import Any
from uuid import UUID

from services.notifications.outlets import NotSent
from services.notifications.tables import Mail
from services.notifications.told import LinksSent
from shared.contracts import feedback
from shared.errors import NotFound, Refusal

SURVEY_MAIL_KINDS = ("feedback_link", "feedback_reminder")


class SurveyMails:
    """What the mails about surveys in a batch say, or what the service that was asked refused with."""

    def __init__(self, call: Any, mails: Sequence[Mail], readers: Collection[UUID], links_sent: LinksSent):
        self.call, self.links_sent = call, links_sent
        known = [mail for mail in mails if mail.about_id and mail.person_id in readers]
        self.links = self._links([mail for mail in known if mail.kind == "feedback_link"])
        self.details = self._details({mail.about_id for mail in known if mail.kind == "feedback_reminder"})

    def told(self, mail: Mail) -> dict[str, Any]:
        """Raises NotSent or the Refusal of the service."""
        if mail.kind == "feedback_link":
            return _given(self.links[mail.id])
        survey = _given(self.details).get(mail.about_id)
        if survey is None:
            raise NotFound()
        if not survey["open"]:
            raise NotSent("out_of_date", for_good=True)
        mailed_at = self.links_sent.get((mail.about_id, mail.person_id))
        return {"wave": survey["wave"], "closes_on": survey["closes_on"], "mailed_at": mailed_at}

    def _links(self, mails: Sequence[Mail]) -> dict[UUID, dict[str, Any] | Refusal]:
        """Mail -> a link of its survey, dealt out in random order. This is the only place that knows who got which."""
        surveys: dict[UUID | None, list[UUID]] = {}
        for mail in mails:
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
                dealt[mail_id] = {"token": token, "wave": issued["wave"], "closes_on": issued["closes_on"]}
        return dealt

    def _details(self, survey_ids: Collection[UUID | None]) -> dict[Any, dict[str, Any]] | Refusal:
        if not survey_ids:
            return {}
        try:
            found = self.call(feedback.survey_details, survey_ids=list(survey_ids)).data["surveys"]
        except Refusal as refusal:
            return refusal
        return {survey["id"]: survey for survey in found}


def _given(answer: Any) -> Any:
    if isinstance(answer, Refusal):
        raise answer
    return answer
