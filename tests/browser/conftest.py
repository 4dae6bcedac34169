from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.filled import FilledCity, filled_city


@pytest.fixture(scope="session")
def filled(postgres: str, rabbitmq: dict[str, str], chromium: Browser) -> Iterator[FilledCity]:
    """A city with demo data. For looking at: nobody changes anything in it."""
    with filled_city(postgres, rabbitmq, chromium) as filled:
        yield filled
