"""Finds a Chromium for the browser tests, or has Playwright install its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find() -> Path | None:
    """The program to pass to Playwright as `executable_path`."""
    for name in NAMES:
        found = shutil.which(name)
        if found and not _leads_to_a_snap(Path(found)):
            return Path(found)
    return _playwrights_own()


def install() -> bool:
    """Without root or sudo only the browser itself, which often suffices."""
    print("The browser tests need Chromium: Playwright downloads its own", flush=True)
    command = [sys.executable, "-m", "playwright", "install", "chromium"]
    if os.geteuid() == 0 or (shutil.which("sudo") and not subprocess.run(["sudo", "-n", "true"]).returncode):
        command.insert(-1, "--with-deps")
    return subprocess.run(command, check=False).returncode == 0


def _leads_to_a_snap(program: Path) -> bool:
    """A snap starts only inside a full desktop or server system, and can not open files in /tmp."""
    if "/snap/" in str(program.resolve()):
        return True
    with program.open("rb") as start:
        return start.read(2) == b"#!" and b"snap" in start.read(4096)


def _playwrights_own() -> Path | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    return own if own.exists() else None
