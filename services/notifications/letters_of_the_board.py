"""Mails about what members of the network write to each other, and the lines about it in their digest."""

from collections.abc import Callable
from typing import Any

from services.notifications.letter import Letter, Translate
from services.notifications.occasions import Occasion
from shared.taxonomies import label


def advice_asked(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("Your advice is asked: {title}").format(title=on.post["title"]),
        opening=[
            _("A colleague in the network asks for advice on something that you know of: “{title}”.").format(
                title=on.post["title"]
            ),
            _("Does it not suit you? Say so with one click, and somebody else is asked. Nobody wants to know why."),
        ],
        action=(_("Read and answer"), _page(on)),
    )


def advice_answered(_: Translate, on: Occasion) -> Letter:
    return Letter(
        subject=_("You have an answer in the network"),
        opening=[_("Somebody in the network has answered what you asked: “{title}”.").format(title=on.post["title"])],
        action=(_("Read the answer"), _page(on)),
        closing=[_("More answers of today come in your digest.")],
    )


def post_hidden(_: Translate, on: Occasion) -> Letter:
    reason = label("hiding_reasons", on.post["hidden_for"], on.language.code)
    return Letter(
        subject=_("What you wrote is hidden for now"),
        opening=[
            _("Others in the network do not see any more what you wrote at “{title}”.").format(title=on.post["title"]),
            _("The reason: {reason}.").format(reason=reason),
            _("Change it, and it is shown again at once. If you see it differently, somebody else can look at it."),
        ],
        action=(_("See what you wrote"), _page(on)),
    )


def second_look_given(_: Translate, on: Occasion) -> Letter:
    is_hidden = bool(on.post["hidden_for"])
    found = (
        _("They came to the same view: it stays hidden until you change it.")
        if is_hidden
        else _("They see it as you do: it is shown again.")
    )
    return Letter(
        subject=_("Somebody has looked at it again"),
        opening=[
            _("You asked somebody else to look at what you wrote at “{title}”.").format(title=on.post["title"]),
            found,
        ],
        action=(_("See what you wrote"), _page(on)),
    )


def news(on: Occasion, item: dict[str, Any]) -> tuple[str, str]:
    """A line of a digest, and the page that it leads to."""
    _, ngettext, many = on.language.translate, on.language.translate_number, item["number"]
    texts = {
        "advice_asked": _("Your advice is asked: “{title}”"),
        "answered": ngettext("{number} answer to “{title}”", "{number} answers to “{title}”", many),
        "accepted": _("Your answer helped: “{title}”"),
        "used": ngettext(
            "{number} colleague used “{title}”",
            "{number} colleagues used “{title}”",
            many,
        ),
        "followed": ngettext(
            "{number} answer to “{title}”, which you follow",
            "{number} answers to “{title}”, which you follow",
            many,
        ),
        "on_theme": _("New on a theme that you follow: “{title}”"),
        "new_posts": ngettext("{number} new post on the board", "{number} new posts on the board", many),
        "reported": ngettext("{number} thing on the board to look at", "{number} things on the board to look at", many),
    }
    title = item["post"]["title"] if item.get("post") else ""
    return texts[item["kind"]].format(number=many, title=title), _page_of(on, item)


def _page_of(on: Occasion, item: dict[str, Any]) -> str:
    if item["kind"] == "reported":
        return on.link("network/reports")
    return on.link(f"network/posts/{item['about_id']}" if item["about_id"] else "network")


def _page(on: Occasion) -> str:
    return on.link(f"network/posts/{on.post['post_id']}")


ON_THE_BOARD: dict[str, Callable[[Translate, Occasion], Letter]] = {
    function.__name__: function for function in (advice_asked, advice_answered, post_hidden, second_look_given)
}
