from typing import Any
from uuid import NAMESPACE_URL, uuid5

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry

SECONDS = 30
# The gateway may end an idle connection just as something is sent; by its key it can be sent again.
AGAIN = Retry(2, status=0, allowed_methods=None, respect_retry_after_header=False)


class DemoError(Exception):
    """One sentence for whoever started the demo."""


class Api:
    """The public API, as one person uses it."""

    def __init__(self, url: str, city: str):
        self.url, self.city = f"{url}/api/v1", city
        self.http = requests.Session()
        self.http.mount("http", HTTPAdapter(max_retries=AGAIN))

    def sign_in(self, email: str, password: str) -> bool:
        answer = self.http.post(f"{self.url}/session", json={"email": email, "password": password}, timeout=SECONDS)
        if answer.ok:
            self._carry(answer.json()["session_token"])
        return answer.ok

    def accept(self, token: str, password: str) -> None:
        """Makes an account with the link of an invitation."""
        self._carry(self("PUT", "/account", token=token, password=password)["session_token"])

    def _carry(self, session_token: str) -> None:
        self.http.headers["Authorization"] = f"Bearer {session_token}"

    def __call__(self, method: str, path: str, /, step: str = "", **data: Any) -> Any:
        key = uuid5(NAMESPACE_URL, f"{self.city} {method} {path} {step}")
        sent: dict[str, Any] = {"params": data} if method == "GET" else {"json": data}
        answer = self.http.request(
            method, self.url + path, headers={"Idempotency-Key": str(key)}, timeout=SECONDS, **sent
        )
        if "Last-Change" in answer.headers:
            self.http.headers["After-Change"] = answer.headers["Last-Change"]
        if not answer.ok:
            raise DemoError(f"{method} {path} was refused with {answer.status_code}: {answer.text}")
        return answer.json()
