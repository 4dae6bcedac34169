"""What the routes of the handbook are asked about. Which editor made it makes no difference, and is not kept."""

from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from shared.access import COORDINATOR, EDITOR, NOBODY, TRAINER, Actor
from shared.contracts import handbook
from tests.city import City
from tests.gateway.from_other_cities import a_lesson, offered, withdrawn

LESSON = dict.fromkeys(handbook.PARTS["lesson"], "Listen first, and ask after that.")
A_LESSON = {"kind": "lesson", "source": "session", "theme": "identity", "language": "en", "title": "The middle"}


class HandbookRecords:
    city: City
    checks = list(handbook.REDACTION_CHECKS)
    a_chapter = A_LESSON
    a_link = {"partner": "Community centre", "theme": "identity", "language": "en", "days": 30}
    another_language = "tr"
    share_notes = {"context_note": "A market square.", "adaptation_note": "Choose a square of your own."}

    @property
    def editor(self) -> Actor:
        return Actor(uuid4(), frozenset({EDITOR}))

    @cached_property
    def chapter_id(self) -> UUID:
        """A draft with all its parts."""
        return self.city.ask(handbook.start_chapter, self.editor, **A_LESSON, parts=LESSON).data["id"]

    @cached_property
    def published_id(self) -> UUID:
        chapter_id = self.city.ask(handbook.start_chapter, self.editor, **A_LESSON, parts=LESSON).data["id"]
        about = {"chapter_id": chapter_id, "language": "en", "version": 1, "confirmed": self.checks}
        self.city.ask(handbook.publish_text, self.editor, **about)
        return chapter_id

    @property
    def published_language(self) -> str:
        """One in which something can be read."""
        assert self.published_id
        return "en"

    @cached_property
    def partner_link(self) -> dict[str, Any]:
        return self.city.ask(handbook.make_partner_link, self.editor, **self.a_link).data

    @property
    def link_id(self) -> UUID:
        return self.partner_link["id"]

    @property
    def partner_token(self) -> str:
        return self.partner_link["token"]

    @property
    def a_contribution(self) -> dict[str, Any]:
        title = f"Coffee on the pavement {uuid4().hex[:6]}"
        return {"title": title, "parts": LESSON, "language": "en", "agreed": True}

    @property
    def a_contribution_form(self) -> dict[str, Any]:
        return {"title": "Coffee on the pavement", "agreed": "y", **LESSON}

    @property
    def a_lesson(self) -> dict[str, Any]:
        about = {"source": "session", "theme": "identity", "language": "en"}
        return {"title": "Ask the second question", "parts": LESSON, "agreed": True, **about}

    @property
    def a_lesson_form(self) -> dict[str, Any]:
        lesson = self.a_lesson
        return {**lesson.pop("parts"), **lesson, "agreed": "y"}

    @cached_property
    def sent_lesson_id(self) -> UUID:
        trainer = Actor(uuid4(), frozenset({TRAINER}))
        return self.city.ask(handbook.contribute_lesson, trainer, **self.a_lesson).data["id"]

    @cached_property
    def contribution_id(self) -> UUID:
        self.city.ask(handbook.contribute, NOBODY, token=self.partner_token, **self.a_contribution)
        found = self.city.ask(handbook.contributions, self.editor, state="waiting", per_page=200).data["items"]
        return found[-1]["id"]

    # the exchange between cities

    @property
    def manual_city(self) -> str:
        return self.city.settings.city

    @cached_property
    def proposed_id(self) -> UUID:
        """Proposed for other cities."""
        told = {"chapter_id": self.published_id, "language": "en", **self.share_notes}
        self.city.ask(handbook.propose_share, self.editor, **told)
        return self.published_id

    @cached_property
    def shared_id(self) -> UUID:
        """Other cities have it."""
        who = Actor(uuid4(), frozenset({COORDINATOR}))
        self.city.ask(handbook.approve_share, who, chapter_id=self.proposed_id, language="en", number=1)
        return self.proposed_id

    @cached_property
    def of_genk_id(self) -> UUID:
        """An offer that waits."""
        return offered(self.city)

    @cached_property
    def withdrawn_offer_id(self) -> UUID:
        """Taken over, and withdrawn by its city after that."""
        origin_id = a_lesson()["chapter_id"]
        offer_id = offered(self.city, chapter_id=origin_id)
        self.city.ask(handbook.adapt_offer, self.editor, offer_id=offer_id, version=1)
        withdrawn(self.city, origin_id)
        return offer_id
