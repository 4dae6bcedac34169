"""The page for the council: composed by coordinators, published as a snapshot that holds no person."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.municipalities import queries as programmes
from services.municipalities.dashboard import queries as dashboard
from services.municipalities.errors import CouncilPageWithdrawn, FiguresIncomplete
from services.municipalities.strategy import adopted, rules
from services.municipalities.strategy.tables import AdoptedStrategy, CouncilPage, Strategy
from services.municipalities.tables import Area, Programme
from shared import clock
from shared.access import Actor
from shared.contracts.municipalities import MOST_COUNCIL_PAGES, PublishedCouncilPage
from shared.database import settings_of
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from shared.wording import names_in

TEXTS = ("changed_practice", "lessons")
PEOPLE = ("introduced", "completed", "experts")
HELD = ("introductions_held", "sessions_held")


def council_page(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme = programmes.readable(tx, actor, request["programme_id"])
    lists = ("coordinator_ids", "decision_maker_ids", "street_level_ids")
    people = {person_id for name in lists for person_id in programme[name]}
    composed = _Composed(tx, programme["id"], programme["name"])
    hints = names_in(composed.texts(), [settings_of(tx).city_name, programme["name"] or "", *composed.area_names])
    return composed.as_data() | {"person_ids": sorted(people), "looks_like_names": hints}


def save_council_page(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """What is published stays as it is until somebody publishes again."""
    programme = programmes.own(tx, actor, request["programme_id"])
    page = _as_it_was_read(tx, programme, request["version"])
    offered = {section["section"] for section in _Composed(tx, programme.id, "").offered}
    if set(request["sections"]) - offered:
        raise Invalid({"sections": ["not_a_choice"]})
    for name in (*TEXTS, "sections"):
        setattr(page, name, request[name])
    page.version += 1


def publish_council_page(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    programme = programmes.own(tx, actor, request["programme_id"])
    page = _as_it_was_read(tx, programme, request["version"])
    composed = _Composed(tx, programme.id, programme.name or "")
    if request["adopted_number"] != composed.adopted_number:
        raise ChangedMeanwhile(adopted_number=composed.adopted_number)
    if composed.reached["rebuilding"]:
        raise FiguresIncomplete()
    page.address = page.address or _address(tx, programme)
    page.published_at = clock.now()
    snapshot = composed.snapshot() | {"outcomes": request["outcomes"], "published_at": page.published_at}
    page.published = PublishedCouncilPage().dump(snapshot)
    return {"address": page.address}


def withdraw_council_page(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """Whoever looked at the page before cannot publish it again without knowing of this."""
    programme = programmes.own(tx, actor, request["programme_id"])
    page = _page(tx, programme.id)
    if page is not None and page.published is not None:
        page.published = page.published_at = None
        page.version += 1


def council_pages(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """All that anybody can read, by the names that they bear there. For anybody."""
    name = CouncilPage.published["programme_name"].astext
    rows = tx.execute(
        select(name, CouncilPage.address, CouncilPage.published_at)
        .where(CouncilPage.published.is_not(None))
        .order_by(name, CouncilPage.address)
        .limit(MOST_COUNCIL_PAGES)
    )
    told = ("programme_name", "address", "published_at")
    return {"pages": [dict(zip(told, row, strict=True)) for row in rows]}


def published_council_page(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """For anybody."""
    page = tx.scalars(select(CouncilPage).where(CouncilPage.address == request["address"])).first()
    if page is None:
        raise NotFound()
    if page.published is None:
        raise CouncilPageWithdrawn()
    return PublishedCouncilPage().load(page.published)


@dataclass
class _Composed:
    """The page as it would be published now. Three statements."""

    tx: Session
    programme_id: UUID
    programme_name: str

    def __post_init__(self) -> None:
        statement = (
            select(
                CouncilPage, Strategy.review_on, AdoptedStrategy, select(func.array_agg(Area.name)).scalar_subquery()
            )
            .select_from(Programme)
            .outerjoin(CouncilPage, CouncilPage.programme_id == Programme.id)
            .outerjoin(Strategy, Strategy.programme_id == Programme.id)
            .outerjoin(AdoptedStrategy, AdoptedStrategy.programme_id == Programme.id)
            .where(Programme.id == self.programme_id)
            .order_by(AdoptedStrategy.number.desc())
            .limit(1)
        )
        self.page, self.review_on, self.newest, area_names = self.tx.execute(statement).one()
        self.area_names = [name for name in area_names or [] if name]
        self.adopted_number = self.newest.number if self.newest else 0
        self.offered = adopted.read(self.newest)["sections"] if self.newest else []
        self.reached = dashboard.reached(self.tx, self.programme_id)

    def as_data(self) -> dict[str, Any]:
        page = self.page or CouncilPage(sections=[], version=0)
        return {
            "programme_id": self.programme_id,
            "sections": page.sections,
            "offered": self.offered,
            "adopted_at": self.newest.adopted_at if self.newest else None,
            "adopted_number": self.adopted_number,
            **{name: getattr(page, name) for name in ("address", "published_at", "version")},
            **self._told(page),
        }

    def snapshot(self) -> dict[str, Any]:
        assert self.page is not None
        sections = [{name: section[name] for name in ("headings", "text")} for section in self._chosen()]
        return self._told(self.page) | {"sections": sections}

    def texts(self) -> list[str | None]:
        """What anybody would read of what people wrote."""
        written = [getattr(self.page, name) for name in TEXTS] if self.page else []
        return [*written, *(section["text"] for section in self._chosen())]

    def _chosen(self) -> list[dict[str, Any]]:
        wanted = self.page.sections if self.page else []
        return [section for section in self.offered if section["section"] in wanted]

    def _told(self, page: CouncilPage) -> dict[str, Any]:
        people = {part: rules.a_count_that_may_be_published(self.reached["people"].get(part, 0)) for part in PEOPLE}
        return {
            "programme_name": self.programme_name,
            "review_on": self.review_on,
            "figures": {name: self.reached[name] for name in HELD} | people,
            **{name: getattr(page, name) for name in TEXTS},
        }


def _page(tx: Session, programme_id: UUID) -> CouncilPage | None:
    return tx.get(CouncilPage, programme_id)


def _as_it_was_read(tx: Session, programme: Programme, version: int) -> CouncilPage:
    """Under the lock of the programme."""
    page = _page(tx, programme.id)
    if version != (page.version if page else 0):
        raise ChangedMeanwhile(version=page.version if page else 0)
    if page is None:
        page = CouncilPage(programme_id=programme.id, sections=[], version=0)
        tx.add(page)
    return page


def _address(tx: Session, programme: Programme) -> str:
    taken = tx.scalars(select(CouncilPage.address).where(CouncilPage.address.is_not(None)))
    return rules.address_of(programme.name or "", {address for address in taken if address})
