"""Pictures of every page, to look at them all: python -m tests.browser.screenshots FOLDER [NAME ...]

Of each page in the list, or of those named: the whole of it at 1280 and at 390 px, in Dutch.
"""

import argparse
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.browsing import NARROW, WIDE, resize, running_chromium, undisturbed
from tests.browser.filled import FilledCity, filled_city
from tests.browser.pages import PAGES, Visit
from tests.browser.visiting import open_visit, visitor
from tests.machine import Machine


def take(chromium: Browser, filled: FilledCity, visit: Visit, language: str, folder: Path) -> None:
    with visitor(chromium, filled, visit.role) as page:
        open_visit(page, filled, visit, language)
        for size in (WIDE, NARROW):
            resize(page, size)
            page.screenshot(path=folder / f"{visit.name}-{size['width']}.png", full_page=True)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("names", nargs="*")
    arguments.add_argument("--language", default="nl")
    given = arguments.parse_args()
    machine = Machine()
    try:
        addresses = machine.everything()
        postgres = addresses["postgres"]
        with running_chromium() as chromium, filled_city(postgres, addresses) as filled:
            for visit in PAGES:
                if not given.names or visit.name in given.names:
                    undisturbed(lambda: take(chromium, filled, visit, given.language, given.folder))  # noqa: B023
    finally:
        machine.stop()


if __name__ == "__main__":
    main()
