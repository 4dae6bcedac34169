"""What one mail is about, gathered for the moment of sending and forgotten after it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from services.notifications.language import Language
from services.notifications.rules import TRAINER
from shared.settings import Settings
from shared.taxonomies import label

Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class Occasion:
    """`contact`, `group`, `sessions`, `place` and `partner` are as their owners answered just now. `place`: where the
    reader stands, with `name`, what the place is in; `partner`: its name and code. `items`: what a bundle tells, each
    with its `session` and `group`; `groups`: those of several sessions, by id.

    `reading`: the chapters of the handbook to be read before the session.

    `closes_on` and `wave` are those of a survey; `mailed_at`: when its link went to the reader.

    `page` and `calendar`: the reader's own links; none where others read the mail too.
    """

    settings: Settings
    mail_id: UUID
    kind: str
    contact: dict[str, Any]
    about_id: UUID | None = None
    role: str | None = None
    group: dict[str, Any] = field(default_factory=dict)
    sessions: list[dict[str, Any]] = field(default_factory=list)
    token: str | None = None
    closes_on: date | None = None
    wave: str | None = None
    mailed_at: datetime | None = None
    page: str | None = None
    calendar: str | None = None
    place: dict[str, Any] = field(default_factory=dict)
    partner: dict[str, Any] = field(default_factory=dict)
    items: list[dict[str, Any]] = field(default_factory=list)
    groups: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    certificate: dict[str, Any] = field(default_factory=dict)
    thank_you: dict[str, Any] = field(default_factory=dict)
    report_back: dict[str, Any] = field(default_factory=dict)
    post: dict[str, Any] = field(default_factory=dict)
    reading: list[dict[str, Any]] = field(default_factory=list)
    intervision_role: str | None = None

    @cached_property
    def language(self) -> Language:
        return Language(self.contact["language"], self.settings.time_zone)

    @property
    def city(self) -> str:
        return self.settings.full_name

    @property
    def group_name(self) -> str:
        return self.group.get("name", "")

    @property
    def own_place(self) -> str | None:
        """The reader's page about their place."""
        return self.link(f"place/{self.place['token']}") if self.place else None

    def link(self, path: str) -> str:
        return f"{self.settings.public_url}/{path}"

    def name_of(self, session: dict[str, Any]) -> str:
        _ = self.language.translate
        kinds = {
            "introduction": _("Introduction"),
            "training_day": _("Training day"),
            "deepening": _("Deepening half-day"),
        }
        name = " ".join((session["title"] or kinds[session["kind"]]).split())
        group = self.groups.get(session["group_id"]) or self.group
        return f"{name}, {group['name']}" if group else name

    def page_of(self, session: dict[str, Any]) -> str | None:
        """Only trainers have a page about a session, and members one about a meeting."""
        if session["kind"] == "meeting":
            return self.link(f"network/meetings/{session['id']}")
        return self.link(f"sessions/{session['id']}") if self.role == TRAINER else None

    def facts_of(self, session: dict[str, Any]) -> Facts:
        """Who takes part from afar is told the time zone too."""
        _ = self.language.translate
        from_afar = session["delivery"] != "on_site"
        hours = self.language.hours(session["starts_at"], session["ends_at"])
        facts = [
            (_("What"), self.name_of(session)),
            (_("Date"), self.language.day_of(session["starts_at"])),
            (_("Time"), f"{hours} ({self.language.zone_of(session['starts_at'])})" if from_afar else hours),
            (_("How"), label("deliveries", session["delivery"], self.language.code) if from_afar else None),
            (_("Where"), session["place"]),
            (_("Online"), session["link"]),
            (_("Page of the meeting") if session["kind"] == "meeting" else _("Session page"), self.page_of(session)),
        ]
        return [(name, value) for name, value in facts if value]
