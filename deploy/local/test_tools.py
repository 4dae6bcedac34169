"""Installs what `make test` needs besides Python: broker, browser, promtool. What can not be had is skipped later."""

import os

from deploy.local import browser, promtool, rabbitmq
from deploy.local.program import apt_install


def main() -> None:
    if not (os.environ.get("AMQP_URL") or rabbitmq.server_command() or rabbitmq.docker_answers()):
        apt_install("The message broker", "rabbitmq-server")
    if not browser.find():
        browser.install()
    if not promtool.find():
        promtool.fetch()


if __name__ == "__main__":
    main()
