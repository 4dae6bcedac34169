"""The main menu. What a role has no use for is left out; whether it may be opened is decided by the services."""

from dataclasses import dataclass

from flask import request, session
from flask_babel import gettext as _

from services.gateway.visitor import Visitor
from shared.access import COORDINATOR, EDITOR, EXPERT, MEDIATOR, OPERATOR, SUPPORT, TRAINER


@dataclass(frozen=True)
class Item:
    href: str
    label: str
    active: bool


def items(visitor: Visitor | None) -> list[Item]:
    if visitor is None or visitor.came_by_link:
        return []
    of_participants = [("/my", _("My course"), ())] if session.get("takes_part") else []
    entries = [
        ("/", _("Overview"), ()),
        *of_participants,
        ("/programmes", _("Programmes"), (COORDINATOR, OPERATOR)),
        ("/people", _("People"), (COORDINATOR, OPERATOR)),
        ("/sessions", _("Sessions"), (COORDINATOR, TRAINER)),
        ("/groups", _("Groups"), (COORDINATOR, TRAINER)),
        ("/trainers", _("Trainers"), (COORDINATOR, TRAINER)),
        ("/strategies", _("Strategies"), ()),
        ("/report", _("Report"), (COORDINATOR, OPERATOR)),
        ("/map", _("Map"), (COORDINATOR, OPERATOR)),
        ("/signals", _("Signals"), (COORDINATOR, TRAINER, EXPERT)),
        ("/network", _("Network"), (EXPERT, COORDINATOR, SUPPORT)),
        ("/mediations", _("Mediations"), (MEDIATOR, COORDINATOR)),
        ("/handbook", _("Handbook"), (EDITOR, EXPERT, TRAINER, COORDINATOR)),
        ("/operation", _("Operation"), (OPERATOR,)),
    ]
    return [Item(href, label, _is_here(href)) for href, label, roles in entries if not roles or visitor.has(*roles)]


def _is_here(href: str) -> bool:
    return request.path == href if href == "/" else request.path.startswith(href)
