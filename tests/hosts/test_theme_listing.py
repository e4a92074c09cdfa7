"""MkDocs finds the same files of a theme whether it looks at hidden ones or not."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import Files

from dossier.hosts.theme_listing import list_no_hidden_files

CONFIGURATION = "site_name: Ours\ndocs_dir: content\ntheme: {name: %s, custom_dir: own}\nplugins: []\n"
HIDDEN = (".secret/a.txt", "assets/.DS_Store", ".b.txt")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    for name in ("assets/own.css", "404.html", "partials/.keep/c.txt", "deep/er/d.txt", *HIDDEN):
        (tmp_path / "own" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "own" / name).write_text("x")
    return tmp_path


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_every_file_that_reaches_the_site_is_found(root: Path, theme: str):
    (root / "mkdocs.yml").write_text(CONFIGURATION % theme)
    found = []
    for quickly in (False, True):
        config = load_config(str(root / "mkdocs.yml"))
        if quickly:
            list_no_hidden_files(config.theme)
        files = Files([])
        files.add_files_from_theme(config.theme.get_env(), config)
        found.append([(file.src_uri, file.src_dir) for file in files])
    assert found[1] == found[0]
    names = [name for name, _ in found[1]]
    assert {"assets/own.css", "deep/er/d.txt"} < set(names)
    assert not [name for name in names if "/." in f"/{name}"]


def test_a_hidden_template_is_still_found_by_its_name(root: Path):
    (root / "mkdocs.yml").write_text(CONFIGURATION % "material")
    config = load_config(str(root / "mkdocs.yml"))
    list_no_hidden_files(config.theme)
    env = config.theme.get_env()
    assert not [name for name in env.list_templates() if name.startswith(".icons")]
    assert "<svg" in env.get_template(".icons/material/weather-night.svg").render()
