"""Mails to members of the network about their being in it."""

from collections.abc import Callable

from services.notifications.letter import Letter, Translate
from services.notifications.occasions import Occasion


def membership_ending(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("Will you stay in the network?"),
        opening=[
            _("The time for which you joined the network of internal experts is nearly over. Will you stay?"),
            _("If you do not answer, your membership rests: you lose nothing, and are back whenever you say so."),
        ],
        action=(_("I stay"), on.link("network/membership")),
    )


def trainee_named(_: Translate, on: Occasion) -> Letter:
    """Who says so, and of which day, stands on the page: a mail can be forwarded."""
    return Letter(
        subject=_("May your name stand in the tree?"),
        opening=[
            _("A member of the network says that they trained you. May you be named as who was there?"),
            _("Your name then stands in the tree of who trained whom, for members of the network."),
            _("You need not answer: without a yes you are counted, and no more."),
        ],
        action=(_("Answer"), on.link("network/trainings")),
    )


def buddy_proposed(_: Translate, on: Occasion) -> Letter:
    """Who it is stands on the page, which only the two can open."""
    return Letter(
        subject=_("Somebody who could be your buddy"),
        opening=[
            _("There is a member of the network who fits you as a buddy: one of you is new, the other knows the way."),
            _("Both of you decide. A no needs no reason."),
        ],
        action=(_("See who it is"), on.link("network/buddies")),
    )


def buddies_paired(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("You have a buddy"),
        opening=[
            _("Both of you have said yes: from now on you are buddies in the network."),
            _("The page helps you with the first talk."),
        ],
        action=(_("To your buddy"), on.link("network/buddies")),
    )


AMONG_MEMBERS: dict[str, Callable[[Translate, Occasion], Letter]] = {
    function.__name__: function for function in (membership_ending, trainee_named, buddy_proposed, buddies_paired)
}
