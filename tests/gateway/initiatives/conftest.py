from collections.abc import Callable
from typing import Any

import pytest

from tests.gateway.network.conftest import another_member, invite, join, member
from tests.gateway.visiting import Visitor

__all__ = ["another_member", "invite", "join", "member"]

BENCHES: dict[str, Any] = {
    "title": "Benches on the square",
    "purpose": "People who live side by side sit side by side.",
}


@pytest.fixture
def started() -> Callable[..., str]:
    """`started(by=member)`: the address of a new initiative, made by the API."""

    def started(by: Visitor, **more: Any) -> str:
        made = by.api("POST", "/network/initiatives", **{**BENCHES, **more})
        return f"/network/initiatives/{made['id']}"

    return started
