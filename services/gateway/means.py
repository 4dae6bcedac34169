"""Means and numbers of answers in words: what is exact, what is about so, what is a bound."""

from typing import Any

from flask_babel import gettext as _

from services.gateway import formats


def mean(figure: dict[str, Any]) -> str:
    """7.4, about 7.4, 7.8 or higher"""
    value = formats.decimal(figure["mean"])
    return {
        "exact": value,
        "about": _("about %(value)s", value=value),
        "at_least": _("%(value)s or higher", value=value),
        "at_most": _("%(value)s or lower", value=value),
    }[figure["mean_is"]]


def number(figure: dict[str, Any]) -> str:
    """14, or 10 or more"""
    value = formats.number(figure["n"])
    return value if figure["n_is_exact"] else _("%(value)s or more", value=value)
