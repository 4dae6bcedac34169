"""Mails about what comes due in a strategy. What it is stands on the page: a mail can be forwarded."""

from collections.abc import Callable

from services.notifications.letter import Letter, Translate
from services.notifications.occasions import Occasion


def strategy_actions_due(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("Something you took on is to be done soon"),
        opening=[
            _("In the strategy of your programme you took on something whose day comes within a week, or is past."),
            _("The page says what. Say there how far it is, or talk to a coordinator about another day."),
        ],
        action=(_("To the strategy"), on.link(f"programmes/{on.about_id}/strategy#actions")),
    )


def strategy_review_due(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("The strategy is to be reviewed"),
        opening=[
            _("Within two weeks comes the day on which you wanted to look at the strategy of your programme again."),
            _("What has changed since? What works, and what would you write differently now?"),
        ],
        action=(_("To the strategy"), on.link(f"programmes/{on.about_id}/strategy")),
    )


OF_STRATEGIES: dict[str, Callable[[Translate, Occasion], Letter]] = {
    function.__name__: function for function in (strategy_actions_due, strategy_review_due)
}
