"""Writes docs/sbom.cdx.json: what a city runs that others made, as CycloneDX.

That is the Python packages of the image with their licences, what the pages take from others, and the images beside it.

https://cyclonedx.org/specification/overview/
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import yaml

from deploy.local.program import ROOT
from shared.version import VERSION

FILE = ROOT / "docs/sbom.cdx.json"
PAGES = ROOT / "services/gateway/static/vendor/build/package.json"
LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[.*\])?==", re.MULTILINE)
# Where something comes from is left out: a library is found by its name and version.
LEFT_OUT = ("externalReferences", "properties")
# In their files, and not in their metadata.
LICENCES = {"nameko": "Apache-2.0"}


def named(name: str) -> str:
    """As packages are compared: PEP 503."""
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted() -> dict[str, str]:
    """Name -> version of what base.txt installs here; some of it is for other systems only."""
    locked = {named(name) for name in LOCKED.findall((ROOT / "requirements/base.txt").read_text())}
    return {named(each.name): each.version for each in distributions() if named(each.name) in locked}


def made() -> dict[str, Any]:
    command = ("environment", "--output-reproducible", "--of", "JSON", "--sv", "1.6", "--pyproject", "pyproject.toml")
    tool = Path(sys.executable).with_name("cyclonedx-py")
    done = subprocess.run((tool, *command, sys.executable), cwd=ROOT, capture_output=True, text=True, check=True)
    everything = json.loads(done.stdout)
    packages = [_of(each) for each in everything["components"] if named(each["name"]) in wanted()]
    components = [*packages, *_of_pages(), *_images()]
    refs = {each["bom-ref"] for each in components}
    root = everything["metadata"]["component"] | {"version": VERSION}
    depends = [
        {**each, "dependsOn": sorted(set(each.get("dependsOn", ())) & refs)}
        for each in everything["dependencies"]
        if each["ref"] in refs
    ]
    first = {"ref": root["bom-ref"], "dependsOn": sorted(refs)}
    kept = {name: everything[name] for name in ("$schema", "bomFormat", "specVersion", "version")}
    return {
        **kept,
        "metadata": {"component": root},
        "components": sorted(components, key=lambda each: named(each["name"])),
        "dependencies": sorted([first, *depends], key=lambda each: each["ref"]),
    }


def _of(component: dict[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in component.items() if name not in LEFT_OUT}
    if "licenses" not in rest and rest["name"] in LICENCES:
        rest["licenses"] = [{"license": {"id": LICENCES[rest["name"]]}}]
    return rest


def _of_pages() -> Iterator[dict[str, Any]]:
    for name, version in json.loads(PAGES.read_text())["dependencies"].items():
        purl = f"pkg:npm/{name.replace('@', '%40')}@{version}"
        yield {"bom-ref": purl, "name": name, "purl": purl, "type": "library", "version": version}


def _images() -> Iterator[dict[str, Any]]:
    """Those that docker-compose.yml and the Dockerfile name."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"].values()
    base = re.findall(r"^FROM (\S+)", (ROOT / "deploy/Dockerfile").read_text(), re.MULTILINE)
    for image in sorted({*base, *(each["image"] for each in services if "$" not in each["image"])}):
        name, _, version = image.partition(":")
        yield {"bom-ref": f"image:{image}", "name": name, "type": "container", "version": version}


if __name__ == "__main__":
    FILE.write_text(json.dumps(made(), indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    print(f"Wrote {FILE.relative_to(ROOT)}.")
