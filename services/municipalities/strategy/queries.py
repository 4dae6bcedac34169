from typing import Any
from uuid import UUID

from sqlalchemy import and_, any_, func, literal, or_, select
from sqlalchemy.orm import Session

from services.municipalities.strategy import rules
from services.municipalities.strategy.access import readable
from services.municipalities.strategy.tables import Action, AdoptedStrategy, Comment, SectionText, Strategy
from services.municipalities.tables import Coordinator, Programme
from services.municipalities.wording.queries import what_looks_like_names
from shared import taxonomies
from shared.access import Actor
from shared.contracts.municipalities import strategy_sections
from shared.errors import NotFound

ADOPTED = ("number", "adopted_at", "adopted_by", "checksum")
ACTION = ("id", "text", "owner_id", "due_on", "state", "version")


def strategies(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Those that concern the asking person: one for each registered programme that they read."""
    written = _latest().where(SectionText.text.is_not(None)).subquery()
    count = select(func.count()).where(written.c.programme_id == Programme.id).scalar_subquery()
    adopted = (
        select(func.max(AdoptedStrategy.adopted_at)).where(AdoptedStrategy.programme_id == Programme.id)
    ).scalar_subquery()
    me = literal(actor.id)
    coordinated = select(Coordinator.programme_id).where(Coordinator.person_id == actor.id)
    owned = select(Action.programme_id).where(Action.owner_id == actor.id)
    statement = (
        select(Programme.id, Programme.name, Strategy.review_on, count.label("written"), adopted.label("adopted_at"))
        .outerjoin(Strategy, Strategy.programme_id == Programme.id)
        .where(
            Programme.state == "registered",
            or_(
                Programme.id.in_(coordinated),
                Programme.id.in_(owned),
                me == any_(Programme.decision_maker_ids),
                me == any_(Strategy.writer_ids),
            ),
        )
        .order_by(Programme.name, Programme.id)
    )
    return {
        "strategies": [
            {
                "programme_id": row.id,
                "programme_name": row.name,
                "written": row.written,
                "review_on": row.review_on,
                "adopted_at": row.adopted_at,
            }
            for row in tx.execute(statement)
        ]
    }


def strategy(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """Six statements, however much is written."""
    seen = readable(tx, actor, request["programme_id"])
    texts = latest_texts(tx, seen.programme_id)
    comments = _open_comments(tx, seen.programme_id)
    known = strategy_sections()
    actions = actions_of(tx, seen.programme_id)
    content = draft(seen.programme["name"], texts, actions, seen.strategy.review_on)
    adopted = tx.scalars(
        select(AdoptedStrategy)
        .where(AdoptedStrategy.programme_id == seen.programme_id)
        .order_by(AdoptedStrategy.number.desc())
    )
    said = [*(text.text for text in texts.values()), *(action["text"] for action in actions)]
    return seen.about() | {
        "sections": [
            {"section": code, **_as_text(texts.get(code)), "open_comments": comments.get(code, 0)}
            for code in rules.in_order([*known, *texts], known)
        ],
        "actions": actions,
        "session_ids": seen.strategy.session_ids,
        "adopted": [{name: getattr(each, name) for name in ADOPTED} for each in adopted],
        "checksum": rules.checksum(content) if content else None,
        "looks_like_names": what_looks_like_names(tx, seen.programme_id, said) if seen.leads else [],
    }


def strategy_section(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    seen = readable(tx, actor, request["programme_id"])
    of_section = {"programme_id": seen.programme_id, "section": request["section"]}
    text = latest_text(tx, **of_section)
    versions = tx.execute(
        select(SectionText.number, SectionText.author_id, SectionText.written_at)
        .filter_by(**of_section)
        .order_by(SectionText.number.desc())
    )
    comments = tx.scalars(select(Comment).filter_by(**of_section).order_by(Comment.written_at, Comment.id))
    names = ("id", "text", "author_id", "written_at", "resolved_at", "resolved_by")
    return seen.about() | {
        "section": request["section"],
        "text": text.text if text else None,
        "number": text.number if text else 0,
        "versions": [row._asdict() for row in versions],
        "comments": [{name: getattr(each, name) for name in names} for each in comments],
    }


def section_versions(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    seen = readable(tx, actor, request["programme_id"])
    wanted = (request["earlier"], request["later"])
    rows = tx.execute(
        select(SectionText.number, SectionText.text).where(
            SectionText.programme_id == seen.programme_id,
            SectionText.section == request["section"],
            SectionText.number.in_(wanted),
        )
    )
    texts = {0: None, **{row.number: row.text for row in rows}}
    if not texts.keys() >= set(wanted):
        raise NotFound()
    return {"earlier": texts[wanted[0]], "later": texts[wanted[1]]}


def latest_text(tx: Session, programme_id: UUID, section: str) -> SectionText | None:
    newest = select(SectionText).filter_by(programme_id=programme_id, section=section)
    return tx.scalars(newest.order_by(SectionText.number.desc()).limit(1)).first()


def latest_texts(tx: Session, programme_id: UUID) -> dict[str, SectionText]:
    found = tx.scalars(_latest().where(SectionText.programme_id == programme_id))
    return {text.section: text for text in found}


def actions_of(tx: Session, programme_id: UUID) -> list[dict[str, Any]]:
    """What comes next first; what has no day, last."""
    found = tx.scalars(
        select(Action).where(Action.programme_id == programme_id).order_by(Action.due_on.asc().nulls_last(), Action.id)
    )
    return [{name: getattr(action, name) for name in ACTION} for action in found]


def draft(name: str, texts: dict[str, SectionText], actions: list[dict[str, Any]], review_on: Any) -> str | None:
    """The document that would be adopted now; None while no section says anything."""
    written = {code: text.text for code, text in texts.items() if text.text is not None}
    if not written:
        return None
    labels = taxonomies.entries("strategy_sections")
    sections = [
        {"section": code, "headings": labels.get(code, {}), "text": written[code]}
        for code in rules.in_order(written, strategy_sections())
    ]
    return rules.frozen(name, sections, actions, review_on)


def _latest() -> Any:
    later = select(SectionText.programme_id, SectionText.section, func.max(SectionText.number).label("number"))
    newest = later.group_by(SectionText.programme_id, SectionText.section).subquery()
    return select(SectionText).join(
        newest,
        and_(
            newest.c.programme_id == SectionText.programme_id,
            newest.c.section == SectionText.section,
            newest.c.number == SectionText.number,
        ),
    )


def _open_comments(tx: Session, programme_id: UUID) -> dict[str, int]:
    rows = tx.execute(
        select(Comment.section, func.count().label("open"))
        .where(Comment.programme_id == programme_id, Comment.resolved_at.is_(None))
        .group_by(Comment.section)
    )
    return {row.section: row.open for row in rows}


def _as_text(text: SectionText | None) -> dict[str, Any]:
    if text is None:
        return {"text": None, "number": 0, "author_id": None, "written_at": None}
    return {name: getattr(text, name) for name in ("text", "number", "author_id", "written_at")}
