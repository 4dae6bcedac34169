"""What the pages about certificates share: how one is shown, and on paper."""

from typing import Any

from flask import Response, current_app, request, url_for
from flask_babel import gettext as _

from services.gateway import formats, languages, printing

TAGS = {"valid": "ok", "expired": "wait", "revoked": "stop"}


def facts(certificate: dict[str, Any]) -> list[dict[str, Any]]:
    """For `ui.summary_list`: what everybody may know who has the code."""
    city = current_app.config["CITY"]
    rows = [
        {"key": _("Course"), "value": course()},
        {"key": _("Issued by"), "value": city.full_name},
        {"key": _("Training day"), "value": formats.day(certificate["training_day_on"])},
        {"key": _("Deepening half-day"), "value": formats.day(certificate["deepening_on"])},
        {"key": _("Issued on"), "value": formats.day(certificate["issued_on"])},
        {"key": _("Valid until"), "value": formats.day(certificate["expires_on"]) or _("It does not expire")},
    ]
    if certificate["revoked_on"]:
        rows.append({"key": _("Revoked on"), "value": formats.day(certificate["revoked_on"])})
    return [*rows, {"key": _("Code"), "value": certificate["code"]}]


def course() -> str:
    return _("Dealing with polarisation: training day and deepening half-day")


def address_of(code: str) -> str:
    """Where everybody can see whether it is valid, in full: it stands on paper."""
    city = current_app.config["CITY"]
    return f"{city.public_url}{url_for('verification.show', code=code)}"


def on_paper(certificate: dict[str, Any], name: str, language: str) -> Response:
    """In the language that the address asks for, else in that given."""
    wanted = request.args.get("language", "")
    offered = [code for code, _name in languages.available(current_app.config["CITY"])]
    address = address_of(certificate["code"])
    return printing.pdf(
        "certificates/print.html",
        language=wanted if wanted in offered else language,
        file_name=f"{certificate['code']}.pdf",
        certificate=certificate,
        name=name,
        address=address,
        qr_code=printing.qr_code(address),
    )
