"""Stylesheets and scripts: their addresses carry a print of what is in them, so that a browser may keep them and asks
for them again only once they have changed."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

KEPT = (".css", ".js")
YEAR = 365 * 24 * 3600


def install(app: Flask) -> None:
    folder = Path(app.static_folder or "")

    def carry_print(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and values["filename"].endswith(KEPT):
            values["v"] = _print(folder / values["filename"])

    def keep(response: Response) -> Response:
        """Not under the print of another version: during an upgrade either may be asked."""
        wanted = request.args.get("v")
        if request.endpoint == "static" and wanted and response.status_code in (200, 304):
            name = (request.view_args or {})["filename"]
            if name.endswith(KEPT) and wanted == _print(folder / name):
                response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        return response

    app.url_defaults(carry_print)
    app.after_request(keep)


def _print(file: Path) -> str | None:
    try:
        return _print_of(file, file.stat().st_mtime_ns)
    except OSError:
        return None


@lru_cache(256)
def _print_of(file: Path, _changed_at: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
