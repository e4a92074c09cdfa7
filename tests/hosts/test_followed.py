"""What mkdocs.yml names is followed while a site is served, wherever in it and wherever that is."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.hosts.followed import followed_paths
from dossier.hosts.mark import MARK


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / ".cloned/workspace"  # what lies above does not matter
    for folder in ("over", "hooks", "parts", "site/acme", ".cache/dossier", "../shared"):
        (root / folder).mkdir(parents=True)
    for file in ("hooks/names.py", "base.yml", "notes.md", f"site/acme/{MARK}", "../shared/first.yml"):
        (root / file).touch()
    return root


def followed(root: Path, settings: str) -> list[str]:
    (root / "mkdocs.yml").write_text(f"site_name: x\nsite_dir: site\n{settings}\n")
    return sorted(str(path.relative_to(root.parent)) for path in followed_paths(root / "mkdocs.yml"))


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("theme: {name: material, custom_dir: over}", ["workspace/over"]),
        ("theme: {name: material, custom_dir: ./over/}", ["workspace/over"]),
        ("hooks: [hooks/names.py]", ["workspace/hooks", "workspace/hooks/names.py"]),
        ("watch: [parts, not-there, ../shared]", ["shared", "workspace/parts"]),
        ("plugins: [{unknown: {reads: [!ENV [PARTS, parts]]}}]", ["workspace/parts"]),
        ("markdown_extensions: [{pymdownx.snippets: {base_path: [parts]}}]", ["workspace/parts"]),
        ("plugins: [{unknown: {keeps: .cache}}]", []),
        ("docs_dir: ..", []),
        (f"copyright: {'long ' * 2000}", []),
        ("theme: [not closed", []),
    ],
)
def test_what_is_named_and_there_is_followed(root: Path, settings: str, expected: list[str]):
    assert followed(root, settings) == expected


@pytest.mark.parametrize("base_path", ["", ": {base_path: [.]}"])
def test_where_snippets_come_from_anywhere_all_but_what_is_built_is_followed(root: Path, base_path: str):
    expected = [f"workspace/{name}" for name in ("base.yml", "hooks", "mkdocs.yml", "notes.md", "over", "parts")]
    assert followed(root, f"markdown_extensions: [{{pymdownx.snippets{base_path or ': {}'}}}]") == expected


def test_what_a_configuration_inherits_is_followed_too(root: Path):
    (root / "../shared/first.yml").write_text("INHERIT: ../workspace/base.yml\nhooks: [hooks/names.py]\n")
    (root / "base.yml").write_text("INHERIT: ../workspace/mkdocs.yml\ntheme: {custom_dir: over}\n")  # a circle
    names = ("base.yml", "hooks", "hooks/names.py", "mkdocs.yml", "over")
    expected = ["shared/first.yml", *(f"workspace/{name}" for name in names)]
    assert followed(root, "INHERIT: ../shared/first.yml") == expected


def test_a_configuration_that_is_not_there_or_no_text_names_nothing(root: Path):
    assert followed_paths(root / "mkdocs.yml") == frozenset()
    (root / "mkdocs.yml").write_bytes(b"\xff")
    assert followed_paths(root / "mkdocs.yml") == frozenset()
