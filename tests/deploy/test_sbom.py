"""docs/sbom.cdx.json says what a city runs that others made; `make sbom` writes it."""

import json
from typing import Any

import pytest

from deploy.docs import sbom

WRITTEN: dict[str, Any] = json.loads(sbom.FILE.read_text())


def of(start: str) -> dict[str, str]:
    """Name -> version of the components whose package address starts like this."""
    found = [each for each in WRITTEN["components"] if each.get("purl", "").startswith(start)]
    return {sbom.named(each["name"]): each["version"] for each in found}


def test_it_has_every_package_that_the_image_gets() -> None:
    assert of("pkg:pypi/") == sbom.wanted()


@pytest.mark.parametrize("made", [sbom._of_pages, sbom._images])
def test_it_has_what_the_pages_take_and_the_images_beside_ours(made: Any) -> None:
    assert [each for each in made() if each not in WRITTEN["components"]] == []


def test_every_package_says_its_licence() -> None:
    packages = [each for each in WRITTEN["components"] if each.get("purl", "").startswith("pkg:pypi/")]
    assert [each["name"] for each in packages if not each.get("licenses")] == []


def test_every_part_that_something_depends_on_is_there() -> None:
    refs = {each["bom-ref"] for each in WRITTEN["components"]}
    assert {ref for each in WRITTEN["dependencies"] for ref in each["dependsOn"]} == refs
