"""ARCHITECTURE.md names files that exist, the layers that are held, and every dependency."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from tests.test_layers import LAYERS

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_every_file_it_names_is_there():
    named = set(re.findall(r"`((?:[\w-]+/)+[\w.-]*|\w+\.py)(?:: \w+)?`", TEXT))
    places = (ROOT, ROOT / "dossier")
    assert len(named) > 30
    assert {name for name in named if not any((place / name).exists() for place in places)} == set()


def test_every_function_it_names_with_a_file_is_in_it():
    found = re.findall(r"`((?:\w+/)*\w+\.py): (\w+)`", TEXT)
    assert len(found) > 5
    for file, name in found:
        path = ROOT / file if (ROOT / file).exists() else ROOT / "dossier" / file
        assert re.search(rf"^(?:def|class) {name}\b", path.read_text(encoding="utf-8"), re.MULTILINE), f"{file}: {name}"


def test_the_layers_are_those_that_are_held():
    (line,) = (line for line in TEXT.split("\n") if line.strip().startswith("language →"))
    assert tuple(line.strip().split(" → ")) == tuple(layer for layer in LAYERS if layer != "__main__")


def test_every_dependency_has_its_line():
    table = TEXT.split("\n## Dependencies\n")[1]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {re.split(r"[\[<>=~ ]", each)[0] for each in project["dependencies"]}
    rows = {
        name
        for row in table.split("\n")
        if row.startswith("| ")
        for name in re.split(r", | ", row.split("|")[1].strip())
    }
    assert needed - rows == set()


def test_links_lead_to_files():
    for page in ("ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        for target in re.findall(r"\]\(([^):#]+)\)", (ROOT / page).read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{page}: {target}"
