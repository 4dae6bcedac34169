"""Finds promtool, which checks and tries out what Prometheus is told, or fetches it.

It comes with the package of the server, which would run from its installation on. So the package is only unpacked.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from deploy.local.program import ROOT

PACKAGE = "prometheus"
UNPACKED = ROOT / "var/tools/promtool"
MINUTES = 5


def find() -> Path | None:
    found = shutil.which("promtool")
    if found:
        return Path(found)
    return UNPACKED if UNPACKED.exists() else None


def fetch() -> None:
    """On Debian and Ubuntu, by anybody: nothing is installed. Says why when it can not."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return
    print("Fetching promtool, for the tests of the monitoring", flush=True)
    with tempfile.TemporaryDirectory(prefix="middleground-promtool-") as name:
        folder = Path(name)
        try:
            _download(folder)
            [package] = folder.glob("*.deb")
            _run("dpkg-deb", "--extract", package.name, "unpacked", folder=folder)
            UNPACKED.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(folder / "unpacked/usr/bin/promtool", UNPACKED)
        except (OSError, ValueError, subprocess.SubprocessError):
            print(f"promtool could not be had from the package {PACKAGE}; its tests are skipped.")


def _download(folder: Path) -> None:
    """With the package lists of this machine, or, where it has none, with lists of our own."""
    folder.chmod(0o755)  # apt fetches as a user of its own
    try:
        _run("apt-get", "download", PACKAGE, folder=folder)
    except subprocess.CalledProcessError:
        own = ("-o", f"Dir::State::lists={folder}/lists", "-o", f"Dir::Cache={folder}/cache")
        (folder / "lists/partial").mkdir(parents=True)
        (folder / "cache/archives/partial").mkdir(parents=True)
        _run("apt-get", *own, "update", folder=folder)
        _run("apt-get", *own, "download", PACKAGE, folder=folder)


def _run(*command: str, folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=MINUTES * 60)
