"""What mails say about a place: to be confirmed, held, waited for; and about nominating."""

from services.notifications.letter import Letter, Translate
from services.notifications.occasions import Occasion


def registration_confirmation(_: Translate, on: Occasion) -> Letter:
    """What the page could not say without telling who is known."""
    if on.place["state"] not in ("held", "asked"):
        return _registered_before(_, on)
    until = on.language.moment(on.place["until"])
    held = [
        _("You have been registered with this address for “{name}”."),
        _("A place is held for you until {until}. Confirm it; otherwise it goes to somebody else."),
    ]
    asked = [
        _("You have been registered with this address for “{name}”. All places are taken."),
        _("Confirm before {until} that you want to wait: from then on you are on the waiting list."),
    ]
    return Letter(
        subject=_("Please confirm: {name}").format(name=on.place["name"]),
        opening=[
            each.format(name=on.place["name"], until=until) for each in (held if on.place["state"] == "held" else asked)
        ],
        action=(_("Confirm"), on.own_place or ""),
        closing=[_("Was it not you? Then do nothing: what was filled in is removed by itself."), for_you_alone(_)],
    )


def _registered_before(_: Translate, on: Occasion) -> Letter:
    said = {
        "enrolled": _("You have been registered for “{name}” once more. You have a place already."),
        "waiting": _("You have been registered for “{name}” once more. You are on the waiting list already."),
        "elsewhere": _(
            "You have been registered for “{name}”. You are in another group of this programme, or wait for a place in"
            " it, so nothing has changed."
        ),
    }
    return Letter(
        subject=_("Your registration: {name}").format(name=on.place["name"]),
        opening=[said[on.place["state"]].format(name=on.place["name"]), *number(_, on)],
        action=(_("See your place"), on.own_place or ""),
        closing=[
            _("Would you like to change something? The coordinator of the programme helps you."),
            for_you_alone(_),
        ],
    )


def nomination_request(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("Whom do you nominate for “{group}”?").format(group=on.group_name),
        opening=[
            _("“{partner}” may nominate up to two people for the group “{group}”.").format(
                partner=on.partner["name"], group=on.group_name
            ),
            _("Two whom you name together both get a place, or both wait for one."),
        ],
        action=(_("Nominate"), on.link(f"nominations/{on.partner['code']}")),
        closing=[
            _("You can also type the code {code} at {link}").format(
                code=on.partner["code"], link=on.link("nominations")
            ),
            _("Whoever has the code can nominate for you: please share it within your organisation only."),
        ],
    )


def nominated(_: Translate, on: Occasion) -> list[str]:
    return [_("“{partner}” has nominated you.").format(partner=on.partner["name"])] if on.partner else []


def number(_: Translate, on: Occasion) -> list[str]:
    """Where the reader stands on the waiting list by now."""
    if not on.place.get("position"):
        return []
    place = _("You are at number {number}.").format(number=on.place["position"])
    return [place, *([_pair(_)] if on.place["together"] else [])]


def _pair(_: Translate) -> str:
    return _("You were nominated together with a colleague: you both get a place, or you both wait.")


def leaving(_: Translate, on: Occasion, sentence: str) -> list[str]:
    return [sentence.format(link=on.own_place)] if on.own_place else []


def for_you_alone(_: Translate) -> str:
    return _("The link is meant for you alone: please do not pass it on.")
