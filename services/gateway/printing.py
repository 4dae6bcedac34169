"""Pages on paper: print templates as PDF, tagged for assistive technology (PDF/UA), in the city's look.

WeasyPrint is imported when something is printed, because it takes as much memory as all the rest of the gateway.
Nothing is fetched from outside: style sheets and fonts are our own files.
"""

import io
import logging
from collections import OrderedDict
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

import segno
import structlog
from flask import Response, current_app, render_template
from flask_babel import force_locale

from services.gateway import formats
from shared.errors import Refusal

log = structlog.get_logger()

# They tell of every step, and of the names of files.
TALKATIVE = ("weasyprint", "fontTools")


# What everybody may ask for and takes long to set: file name -> checksum of the page, and its PDF. Used last, last.
KEPT = 4
_kept: OrderedDict[str, tuple[bytes, bytes]] = OrderedDict()
_setting = Lock()


class CannotPrint(Refusal):
    """The libraries that set type are not installed on this machine."""

    code = "printing_unavailable"
    status = 503


def pdf(template: str, *, language: str, file_name: str, keep: bool = False, **values: Any) -> Response:
    """`template` in one of the city's languages, which need not be that of the page. `keep`: until the page under this
    name is another."""
    city = current_app.config["CITY"]
    with force_locale(language):
        html = render_template(template, language=formats.language(), theme=city.theme, file_of=_file_of, **values)
    response = Response(set_once(file_name, html) if keep else _set(html), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=file_name)
    return response


def qr_code(address: str) -> str:
    """As the source of an image."""
    return segno.make(address, error="m").svg_data_uri(border=0, scale=4)


def _file_of(name: str) -> str:
    """The address of one of our static files for the print template."""
    return Path(current_app.static_folder or "", name).as_uri()


def set_once(name: str, html: str) -> bytes:
    """One at a time: who asks for the same meanwhile waits for it."""
    checksum = sha256(html.encode()).digest()
    with _setting:
        before, made = _kept.pop(name, (b"", b""))
        if before != checksum:
            made = _set(html)
        _kept[name] = checksum, made
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def _set(html: str) -> bytes:
    try:
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except OSError as error:  # what it sets type with is loaded by its import
        log.warning("printing_unavailable", reason=str(error).partition("\n")[0][:200])
        raise CannotPrint() from error
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
    made = io.BytesIO()
    fetcher = URLFetcher(allowed_protocols=("file", "data"))
    HTML(string=html, url_fetcher=fetcher).write_pdf(made, pdf_variant="pdf/ua-1")
    return made.getvalue()
