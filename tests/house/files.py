"""The files of the repository."""

import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from deploy.local.program import ROOT

NOT_OURS = ("services/gateway/static/vendor/", "requirements/")
TEXT = {
    ".py",
    ".html",
    ".txt",
    ".md",
    ".css",
    ".js",
    ".json",
    ".toml",
    ".yml",
    ".yaml",
    ".sh",
    ".env",
    ".in",
    ".cfg",
    "",
}


@cache
def ours() -> tuple[Path, ...]:
    """Those that are or would be committed, vendored ones aside, as paths below the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    names = listed.stdout.splitlines() if listed.returncode == 0 else _without_git()
    return tuple(Path(name) for name in names if not name.startswith(NOT_OURS) and (ROOT / name).is_file())


def _without_git() -> Iterator[str]:
    """A copy without its history: everything but what is installed or made here."""
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if not any(part in ("var", "dist", "__pycache__") or part.startswith(".venv") for part in parts):
            yield str(path.relative_to(ROOT))


def python(*folders: str) -> list[Path]:
    return [path for path in ours() if path.suffix == ".py" and (not folders or path.parts[0] in folders)]


def texts() -> Iterator[tuple[Path, str]]:
    for path in ours():
        if path.suffix in TEXT:
            yield path, read(path)


@cache
def read(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")
