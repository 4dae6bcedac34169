"""What the broker's management API is needed for: vhosts, users and policies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import requests

TIMEOUT = 10
EVERYTHING = {"configure": ".*", "write": ".*", "read": ".*"}


class BrokerError(Exception):
    """The broker can not be reached or refuses; the message is one sentence for an operator."""


@dataclass(frozen=True)
class Broker:
    """A broker, as its administrator reaches it."""

    amqp_url: str = field(repr=False)
    api_url: str = field(repr=False)
    timeout: float = TIMEOUT

    def answers(self) -> bool:
        try:
            self._call("GET", "overview")
        except BrokerError:
            return False
        return True

    def check_version(self) -> None:
        version = str(self._call("GET", "overview")["rabbitmq_version"])
        major, minor = (int(part) for part in version.split(".")[:2])
        if not (3, 10) <= (major, minor) < (5, 0):
            raise BrokerError(f"The broker is RabbitMQ {version}; Middleground runs with 3.10 to 4.")

    def vhost(self) -> str:
        """The one that the AMQP address names."""
        return unquote(urlsplit(self.amqp_url).path[1:]) or "/"

    def ensure_vhost(self, name: str) -> None:
        self._call("PUT", f"vhosts/{quote(name, safe='')}", {})
        for user in {self._user(), unquote(urlsplit(self.amqp_url).username or "guest")}:
            self._permit(user, name)

    def vhosts(self) -> list[str]:
        """Those that its user may see."""
        return [vhost["name"] for vhost in self._call("GET", "vhosts")]

    def delete_vhost(self, name: str) -> None:
        self._call("DELETE", f"vhosts/{quote(name, safe='')}")

    def ensure_user(
        self, name: str, password: str, vhost: str, tags: str = "", permissions: Mapping[str, str] = EVERYTHING
    ) -> None:
        self._call("PUT", f"users/{quote(name, safe='')}", {"password": password, "tags": tags})
        self._permit(name, vhost, permissions)

    def delete_user(self, name: str) -> None:
        self._call("DELETE", f"users/{quote(name, safe='')}")

    def set_policies(self, vhost: str, policies: Mapping[str, Mapping[str, Any]]) -> None:
        for name, policy in policies.items():
            self._call("PUT", f"policies/{quote(vhost, safe='')}/{quote(name, safe='')}", policy)

    def policies(self, vhost: str) -> dict[str, dict[str, Any]]:
        parts = ("pattern", "apply-to", "priority", "definition")
        found = self._call("GET", f"policies/{quote(vhost, safe='')}")
        return {policy["name"]: {part: policy[part] for part in parts} for policy in found}

    def alarms(self) -> list[str] | None:
        """What a node runs out of, such as memory or disk; None when the user may not ask."""
        answer = self._ask("GET", "health/checks/alarms")
        if answer.status_code in (requests.codes.unauthorized, requests.codes.forbidden):
            return None
        return [alarm["resource"] for alarm in answer.json().get("alarms", [])]

    def amqp_url_of(self, vhost: str, user: str | None = None, password: str | None = None) -> str:
        return _with(self.amqp_url, user, password, path=f"/{quote(vhost, safe='')}")

    def api_url_of(self, user: str, password: str) -> str:
        return _with(self.api_url, user, password)

    def _user(self) -> str:
        return unquote(urlsplit(self.api_url).username or urlsplit(self.amqp_url).username or "guest")

    def _permit(self, user: str, vhost: str, permissions: Mapping[str, str] = EVERYTHING) -> None:
        self._call("PUT", f"permissions/{quote(vhost, safe='')}/{quote(user, safe='')}", permissions)

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        answer = self._ask(method, path, body)
        if method == "DELETE" and answer.status_code == requests.codes.not_found:
            return None
        if not answer.ok:
            raise BrokerError(f"RabbitMQ at {self._base} refuses {method} {path} with status {answer.status_code}.")
        return answer.json() if answer.content else None

    def _ask(self, method: str, path: str, body: Any = None) -> requests.Response:
        api = urlsplit(self.api_url)
        account = api if api.username else urlsplit(self.amqp_url)
        try:
            return requests.request(
                method,
                f"{self._base}/api/{path}",
                json=body,
                auth=(unquote(account.username or "guest"), unquote(account.password or "guest")),
                timeout=self.timeout,
            )
        except requests.RequestException as error:
            raise BrokerError(f"RabbitMQ's management API at {self._base} can not be reached.") from error

    @property
    def _base(self) -> str:
        api = urlsplit(self.api_url)
        return urlunsplit((api.scheme, _host(api.netloc), api.path.rstrip("/").removesuffix("/api"), "", ""))


def _with(url: str, user: str | None, password: str | None, path: str | None = None) -> str:
    parts = urlsplit(url)
    netloc = parts.netloc
    if user is not None:
        netloc = f"{quote(user, safe='')}:{quote(password or '', safe='')}@{_host(netloc)}"
    return urlunsplit(parts._replace(netloc=netloc, path=parts.path if path is None else path))


def _host(netloc: str) -> str:
    return netloc.rpartition("@")[2]
