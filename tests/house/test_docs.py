from pathlib import Path

import pytest

from deploy.docs.__main__ import PAGES


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_made_from_the_contracts_is_up_to_date(path: Path):
    """`make docs` writes it."""
    assert path.read_text(encoding="utf-8") == PAGES[path]()
