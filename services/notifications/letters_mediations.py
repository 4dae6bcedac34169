"""Mails to mediators: that something waits. Whoever reads such a mail over their shoulder learns no more than that."""

from collections.abc import Callable

from services.notifications.letter import Letter, Translate
from services.notifications.occasions import Occasion


def mediations_wait(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("A mediation waits for you"),
        opening=[
            _("Nothing has happened in one of your mediations for a month, or something that was promised is due."),
            _("Or one was opened almost two years ago: what you wrote in it is destroyed within a month."),
            _("Which one it is stands on the page, after you have signed in. Is it over? Then close it."),
        ],
        action=(_("To your mediations"), on.link("mediations")),
    )


OF_MEDIATIONS: dict[str, Callable[[Translate, Occasion], Letter]] = {mediations_wait.__name__: mediations_wait}
