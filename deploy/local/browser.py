"""Finds a Chromium that Playwright can drive for the browser tests, or installs one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.local.program import apt_install

# The same browser without its windows, for a third of the processor's time.
HEADLESS = "chromium-headless-shell"
NAMES = (HEADLESS, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
REASON = "A browser for the tests"
# A library that Playwright's driver needs and a small Debian lacks.
DRIVER_LIBRARY = "libatomic1"


def find() -> Path | None:
    """The program to pass to Playwright as `executable_path`."""
    if not _driver_runs():
        return None
    for name in NAMES:
        found = shutil.which(name)
        if found and not _leads_to_a_snap(Path(found)):
            return Path(found)
    return _playwrights_own()


def install() -> None:
    """From Debian's packages; elsewhere, as in Ubuntu, that package only points to a snap, so Playwright's own."""
    if _is_debian() and apt_install(REASON, HEADLESS, "fonts-liberation", DRIVER_LIBRARY):
        return
    if not _driver_runs() and not apt_install(REASON, DRIVER_LIBRARY):
        return
    if _is_root() and shutil.which("apt-get"):
        _playwright("install", "--with-deps", "chromium")
    else:
        _playwright("install", "chromium")


def _playwright(*arguments: str) -> None:
    print(f"{REASON}: Playwright downloads its own Chromium", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", *arguments], check=False)


def _driver_runs() -> bool:
    command = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _playwrights_own() -> Path | None:
    kept = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright")
    return max(kept.glob("chromium-*/chrome-linux*/chrome"), default=None)


def _leads_to_a_snap(program: Path) -> bool:
    """A snap starts only inside a full desktop or server system, and can not open files in /tmp."""
    if "/snap/" in str(program.resolve()):
        return True
    with program.open("rb") as start:
        return start.read(2) == b"#!" and b"/snap/bin" in start.read(4096)


def _is_debian() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "ID=debian" in release.read_text().splitlines()


def _is_root() -> bool:
    """Or can become it without a question."""
    if os.geteuid() == 0:
        return True
    return bool(shutil.which("sudo")) and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0
