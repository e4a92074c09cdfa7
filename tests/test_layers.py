"""A module imports only from the layers to its left, and only one folder knows MkDocs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "dossier"
# `problems` stands before `text`, since reading a file makes problems; `language` before everything.
LAYERS = (
    "language", "theme", "words", "problems", "text", "records", "dossier", "parse", "load", "compute", "checks", "views", "render",
    "exchange", "hosts", "cli", "__main__",
)  # fmt: skip
HOSTS = ("mkdocs", "material", "mermaid2", "properdocs")
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of every import in a file, also those inside functions and under TYPE_CHECKING."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ("." * node.level) + (node.module or "")
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def layer(path: Path) -> int:
    return LAYERS.index(path.relative_to(PACKAGE).parts[0].removesuffix(".py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_imports_only_from_its_left(path: Path):
    wrong = []
    for line, name in imports(path):
        assert not name.startswith("."), f"{path}:{line}: write the full name instead of {name}"
        parts = name.split(".")
        if parts[0] == "dossier" and len(parts) > 1 and (parts[1] in LAYERS or len(parts) > 2):
            assert parts[1] in LAYERS, f"{path}:{line}: say in LAYERS where {parts[1]} stands"
            if LAYERS.index(parts[1]) > layer(path):
                wrong.append(f"{path.name}:{line} imports {name}")
    assert wrong == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_hosts_knows_the_host(path: Path):
    outside = path.relative_to(PACKAGE).parts[0] != "hosts"
    assert not [name for _, name in imports(path) if outside and name.split(".")[0] in HOSTS]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_module_stays_short_and_says_what_it_is(path: Path):
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "begin with one sentence that a client could follow"
    assert text.count("\n") <= 300


def test_every_layer_is_there():
    found = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES}
    assert found <= set(LAYERS)
    assert set(LAYERS) - {"hosts", "exchange", "views"} <= found
