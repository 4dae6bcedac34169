"""Who could be asked for advice, as the rules want to know it."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from services.networks import rules
from services.networks.queries import membership
from services.networks.tables import Answer, Asked, FollowedTheme, Member, Post, Resting

HAS_SHARED = or_(
    exists().where(Post.author_id == Member.person_id, Post.kind == "experience"),
    exists().where(Answer.author_id == Member.person_id),
)
THEMES = func.array(
    select(FollowedTheme.theme).where(FollowedTheme.person_id == Member.person_id).correlate(Member).scalar_subquery(),
    type_=ARRAY(Text),
)


def need_of(tx: Session, post: Post) -> rules.Need:
    asker = tx.get(Member, post.author_id) if post.author_id else None
    about = {name: getattr(post, name) for name in ("expertise", "theme", "area_id", "language")}
    return rules.Need(asker_id=post.author_id, asker_joined_at=asker.joined_at if asker else None, **about)


def waiting(tx: Session, post_id: UUID) -> int:
    """How many members have the request before them."""
    counted = select(func.count()).select_from(Asked).where(Asked.post_id == post_id, Asked.state == "waiting")
    return tx.scalar(counted) or 0


def others(tx: Session, post: Post) -> Iterator[rules.Helper]:
    """Every member who takes part, was not asked this before and does not rest, with what waits for them.

    Of each only what members may see: who is asked would tell the rest.
    """
    today = membership.today(tx)
    load = (
        select(
            Asked.person_id,
            func.count().filter(Asked.state == "waiting").label("waiting"),
            func.max(Asked.asked_at).label("asked_at"),
        )
        .group_by(Asked.person_id)
        .subquery()
    )
    rows = tx.execute(
        select(Member, HAS_SHARED.label("has_shared"), THEMES.label("themes"), load.c.waiting, load.c.asked_at)
        .outerjoin(load, load.c.person_id == Member.person_id)
        .where(
            Member.until >= today,
            ~exists().where(Asked.post_id == post.id, Asked.person_id == Member.person_id),
            ~exists().where(Resting.person_id == Member.person_id),
        )
    )
    for member, has_shared, themes, waiting, asked_at in rows:
        shown = membership.as_shown(member, rules.audiences_with(a_member=True, a_coordinator=False), today)
        yield rules.Helper(
            person_id=member.person_id,
            joined_at=member.joined_at,
            expertise=tuple(shown["expertise"] or ()),
            themes=tuple(themes),
            area_ids=tuple(shown["area_ids"] or ()),
            languages=tuple(shown["languages"] or ()),
            has_shared=has_shared,
            waiting=waiting or 0,
            asked_at=asked_at,
        )
