"""Installs what `make test` needs besides Python: a broker and a browser. What can not be is skipped later."""

import os
import shutil
import subprocess

from deploy.local import browser, rabbitmq
from deploy.local.program import ROOT


def main() -> None:
    if not (os.environ.get("AMQP_URL") or rabbitmq.server_command() or rabbitmq.docker_answers()):
        apt_install("The message broker", "rabbitmq-server")
    if not browser.find():
        if debian() and apt_install("The browser tests", "chromium", "fonts-liberation"):
            return
        browser.install()


def debian() -> bool:
    """Debian has Chromium as a package; in Ubuntu that package only points to a snap."""
    with open("/etc/os-release", encoding="utf-8") as release:
        return "ID=debian\n" in release


def apt_install(reason: str, *packages: str) -> bool:
    if not shutil.which("apt-get"):
        return False
    return subprocess.run([str(ROOT / "deploy/apt-install.sh"), reason, *packages], check=False).returncode == 0


if __name__ == "__main__":
    main()
