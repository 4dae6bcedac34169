"""What the broker's management API is needed for: vhosts, users and their rights, policies, and what is to be seen."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

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
        overview = self._call("GET", "overview")
        if not isinstance(overview, dict) or "rabbitmq_version" not in overview:
            raise BrokerError(_strange(self._base()))
        version = str(overview["rabbitmq_version"])
        major, minor = (int(part) for part in version.split(".")[:2])
        if not (3, 10) <= (major, minor) < (5, 0):
            raise BrokerError(f"The broker is RabbitMQ {version}; Middleground runs with 3.10 to 4.")

    def vhost(self) -> str:
        """The one that the AMQP address names."""
        return unquote(urlsplit(self.amqp_url).path[1:]) or "/"

    def ensure_vhost(self, name: str) -> None:
        self._call("PUT", f"vhosts/{_path(name)}", {})
        signs_in = urlsplit(self.amqp_url).username
        for user in {self._user(), unquote(signs_in or self._user())}:
            self.permit(user, name)

    def vhosts(self) -> list[str]:
        """Those that its user may see."""
        return [vhost["name"] for vhost in self._call("GET", "vhosts")]

    def delete_vhost(self, name: str) -> None:
        self._call("DELETE", f"vhosts/{_path(name)}")

    def ensure_user(
        self, name: str, password: str, vhost: str, tags: str = "", permissions: Mapping[str, str] = EVERYTHING
    ) -> None:
        self.put_user(name, password, tags)
        self.permit(name, vhost, permissions)

    def put_user(self, name: str, password: str, tags: str = "") -> None:
        """Without any right yet; an existing one gets this password and these tags."""
        self._call("PUT", f"users/{_path(name)}", {"password": password, "tags": tags})

    def permit(self, user: str, vhost: str, permissions: Mapping[str, str] = EVERYTHING) -> None:
        self._call("PUT", f"permissions/{_path(vhost, user)}", permissions)

    def delete_user(self, name: str) -> None:
        """Ends the user's connections too."""
        self._call("DELETE", f"users/{_path(name)}")

    def users(self) -> dict[str, set[str]]:
        """The tags of each."""
        found = self._call("GET", "users")
        return {user["name"]: set(_tags(user["tags"])) for user in found}

    def permit_topics(self, user: str, vhost: str, exchange: str, *, write: str, read: str) -> None:
        """The routing keys, as regular expressions; without this a user may take any who may write to `exchange`."""
        allowed = {"exchange": exchange, "write": write, "read": read}
        self._call("PUT", f"topic-permissions/{_path(vhost, user)}", allowed)

    def limit_user(self, user: str, limits: Mapping[str, int]) -> None:
        for name, value in limits.items():
            self._call("PUT", f"user-limits/{_path(user, name)}", {"value": value})

    def close_connections(self, user: str) -> None:
        self._call("DELETE", f"connections/username/{_path(user)}")

    def connections(self, vhost: str) -> Counter[str]:
        """How many each user has open."""
        return Counter(connection["user"] for connection in self._call("GET", f"vhosts/{_path(vhost)}/connections"))

    def ensure_exchange(self, vhost: str, name: str, kind: str) -> None:
        self._call("PUT", f"exchanges/{_path(vhost, name)}", {"type": kind, "durable": True})

    def ensure_queue(self, vhost: str, name: str, arguments: Mapping[str, Any]) -> None:
        self._call("PUT", f"queues/{_path(vhost, name)}", {"durable": True, "arguments": arguments})

    def bind(self, vhost: str, exchange: str, queue: str, routing_key: str) -> None:
        between = f"{_path(vhost)}/e/{_path(exchange)}/q/{_path(queue)}"
        self._call("POST", f"bindings/{between}", {"routing_key": routing_key})

    def delete_queue(self, vhost: str, name: str) -> None:
        self._call("DELETE", f"queues/{_path(vhost, name)}")

    def queues(self, vhost: str) -> dict[str, tuple[int, int]]:
        """How many messages each holds, and their bytes, as the broker counted them some seconds ago."""
        found = self._call("GET", f"queues/{_path(vhost)}?columns=name,messages,message_bytes")
        return {queue["name"]: (queue.get("messages", 0), queue.get("message_bytes", 0)) for queue in found}

    def set_policies(self, vhost: str, policies: Mapping[str, Mapping[str, Any]]) -> None:
        for name, policy in policies.items():
            self._call("PUT", f"policies/{_path(vhost, name)}", policy)

    def policies(self, vhost: str) -> dict[str, dict[str, Any]]:
        parts = ("pattern", "apply-to", "priority", "definition")
        found = self._call("GET", f"policies/{_path(vhost)}")
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
        return unquote(self._account().username or "guest")

    def _account(self) -> SplitResult:
        api = urlsplit(self.api_url)
        return api if api.username else urlsplit(self.amqp_url)

    def _base(self) -> str:
        api = urlsplit(self.api_url)
        return urlunsplit((api.scheme, _host(api.netloc), api.path.rstrip("/").removesuffix("/api"), "", ""))

    def _call(self, method: str, path: str, body: Any = None) -> Any:
        answer, base = self._ask(method, path, body), self._base()
        if answer.status_code >= requests.codes.server_error:
            raise BrokerError(f"RabbitMQ at {base} failed at {method} {path} with status {answer.status_code}.")
        try:
            said = answer.json() if answer.content else None
        except ValueError as error:
            raise BrokerError(_strange(base)) from error
        if method == "DELETE" and answer.status_code == requests.codes.not_found:
            return None
        if answer.status_code == requests.codes.unauthorized:
            raise BrokerError(
                f"RabbitMQ at {base} does not let {self._user()} do this: the password is wrong, or the user has no"
                " right to it."
            )
        if not answer.ok:
            raise BrokerError(f"RabbitMQ at {base} refuses {method} {path} with status {answer.status_code}.")
        return said

    def _ask(self, method: str, path: str, body: Any = None) -> requests.Response:
        account, base = self._account(), self._base()
        try:
            return requests.request(
                method,
                f"{base}/api/{path}",
                json=body,
                auth=(unquote(account.username or "guest"), unquote(account.password or "guest")),
                timeout=self.timeout,
            )
        except requests.RequestException as error:
            raise BrokerError(f"RabbitMQ's management API at {base} can not be reached.") from error


def _strange(base: str) -> str:
    return f"What answers at {base} is not RabbitMQ's management API."


def _tags(said: str | list[str]) -> list[str]:
    """A list, or one text with commas, as older versions say it."""
    return said.split(",") if isinstance(said, str) else said


def _path(*names: str) -> str:
    return "/".join(quote(name, safe="") for name in names)


def _with(url: str, user: str | None, password: str | None, path: str | None = None) -> str:
    parts = urlsplit(url)
    netloc = parts.netloc
    if user is not None:
        netloc = f"{quote(user, safe='')}:{quote(password or '', safe='')}@{_host(netloc)}"
    return urlunsplit(parts._replace(netloc=netloc, path=parts.path if path is None else path))


def _host(netloc: str) -> str:
    return netloc.rpartition("@")[2]
