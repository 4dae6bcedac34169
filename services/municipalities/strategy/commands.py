from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from services.municipalities.errors import LatestVersion, StrategyNotYours
from services.municipalities.maps.queries import map_of
from services.municipalities.strategy import queries
from services.municipalities.strategy.access import commentable, leading, readable, writable
from services.municipalities.strategy.tables import Action, Comment, SectionText
from shared import clock
from shared.access import Actor
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from shared.ids import new_id


def save_section(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    """A new version, unless it says what the last one says."""
    seen = writable(tx, actor, request["programme_id"])
    last = queries.latest_text(tx, seen.programme_id, request["section"])
    number = last.number if last else 0
    if request["number"] != number:
        raise ChangedMeanwhile(number=number)
    if request["text"] == (last.text if last else None):
        return {"number": number}
    written = {"text": request["text"], "author_id": actor.id, "written_at": clock.now()}
    of_section = {"programme_id": seen.programme_id, "section": request["section"], "number": number + 1}
    tx.add(SectionText(id=new_id(), **of_section, **written))
    return {"number": number + 1}


def remove_section_version(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """An earlier one, in which somebody is named for example. The last one is changed instead."""
    seen = leading(tx, actor, request["programme_id"])
    last = queries.latest_text(tx, seen.programme_id, request["section"])
    if last is not None and last.number == request["number"]:
        raise LatestVersion()
    names = ("section", "number")
    removed = tx.execute(
        delete(SectionText)
        .filter_by(programme_id=seen.programme_id, **{name: request[name] for name in names})
        .returning(SectionText.id)
    )
    if removed.first() is None:
        raise NotFound()


def comment_on_section(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    seen = commentable(tx, actor, request["programme_id"])
    said = {"section": request["section"], "text": request["text"]}
    comment = Comment(id=new_id(), programme_id=seen.programme_id, author_id=actor.id, written_at=clock.now(), **said)
    tx.add(comment)
    return {"id": comment.id}


def resolve_section_comment(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    writable(tx, actor, request["programme_id"])
    comment = _comment(tx, request)
    comment.resolved_at = clock.now() if request["resolved"] else None
    comment.resolved_by = actor.id if request["resolved"] else None


def remove_section_comment(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """By its author, or by a coordinator of the programme."""
    seen = commentable(tx, actor, request["programme_id"])
    comment = _comment(tx, request)
    if comment.author_id != actor.id and not seen.leads:
        raise StrategyNotYours()
    tx.delete(comment)


def _comment(tx: Session, request: dict[str, Any]) -> Comment:
    comment = tx.get(Comment, request["comment_id"])
    if comment is None or comment.programme_id != request["programme_id"]:
        raise NotFound()
    return comment


def add_strategy_action(tx: Session, actor: Actor, request: dict[str, Any]) -> dict[str, Any]:
    seen = writable(tx, actor, request["programme_id"])
    _refuse_an_owner_whom_nobody_knows(request["owner_id"], seen.may_own)
    wanted = {name: request[name] for name in ("text", "owner_id", "due_on")}
    action = Action(id=new_id(), programme_id=seen.programme_id, **wanted)
    tx.add(action)
    return {"id": action.id}


def change_strategy_action(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    seen = writable(tx, actor, request["programme_id"])
    action = _action(tx, request)
    if request["version"] != action.version:
        raise ChangedMeanwhile(version=action.version)
    _refuse_an_owner_whom_nobody_knows(request["owner_id"], [*seen.may_own, action.owner_id])
    if request["owner_id"] != action.owner_id:
        action.reminded = None
    for name in ("text", "owner_id", "due_on"):
        setattr(action, name, request[name])
    action.version += 1


def set_strategy_action_state(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    """By who writes the strategy, and by who took on the action; not from a page that is older than its state."""
    seen = readable(tx, actor, request["programme_id"])
    action = _action(tx, request)
    if not seen.writes and action.owner_id != actor.id:
        raise StrategyNotYours()
    if request["shown"] != action.state:
        raise ChangedMeanwhile(state=action.state)
    action.state = request["state"]
    action.version += 1


def remove_strategy_action(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    writable(tx, actor, request["programme_id"])
    tx.delete(_action(tx, request))


def _action(tx: Session, request: dict[str, Any]) -> Action:
    action = tx.get(Action, request["action_id"], with_for_update=True)
    if action is None or action.programme_id != request["programme_id"]:
        raise NotFound()
    return action


def _refuse_an_owner_whom_nobody_knows(owner_id: Any, known: list[Any]) -> None:
    if owner_id is not None and owner_id not in known:
        raise Invalid({"owner_id": ["not_a_choice"]})


def plan_strategy_review(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    _change(tx, actor, request, "review_on")


def set_strategy_sources(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    _change(tx, actor, request, "session_ids")


def choose_strategy_map(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    seen = leading(tx, actor, request["programme_id"])
    if request["map_id"] is not None:
        _drawn, issue = map_of(tx, request["map_id"])
        if issue.programme_id != seen.programme_id:
            raise NotFound()
    seen.strategy.map_id = request["map_id"]


def _change(tx: Session, actor: Actor, request: dict[str, Any], name: str) -> None:
    strategy = leading(tx, actor, request["programme_id"]).strategy
    if request["version"] != strategy.version:
        raise ChangedMeanwhile(version=strategy.version)
    setattr(strategy, name, request[name])
    strategy.version += 1


def add_strategy_writer(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    strategy = leading(tx, actor, request["programme_id"]).strategy
    strategy.writer_ids = list(dict.fromkeys([*strategy.writer_ids, request["person_id"]]))


def remove_strategy_writer(tx: Session, actor: Actor, request: dict[str, Any]) -> None:
    strategy = leading(tx, actor, request["programme_id"]).strategy
    strategy.writer_ids = [each for each in strategy.writer_ids if each != request["person_id"]]
