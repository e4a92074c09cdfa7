"""MkDocs finds the same files of a theme whether it looks at hidden ones or not."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.structure.files import Files

from dossier.hosts.template_cache import TemplateCache
from dossier.hosts.theme_environment import quicken

CONFIGURATION = "site_name: Ours\ndocs_dir: content\ntheme: {name: %s, custom_dir: own}\nplugins: []\n"
HIDDEN = (".secret/a.txt", "assets/.DS_Store", ".b.txt")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    for name in ("assets/own.css", "404.html", "partials/.keep/c.txt", "deep/er/d.txt", *HIDDEN):
        (tmp_path / "own" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "own" / name).write_text("x")
    (tmp_path / "own/linked").symlink_to(tmp_path / "content")  # neither a file nor looked into
    (tmp_path / "own/nowhere").symlink_to(tmp_path / "not-there")
    return tmp_path


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_every_file_that_reaches_the_site_is_found(root: Path, theme: str):
    (root / "mkdocs.yml").write_text(CONFIGURATION % theme)
    found = []
    for quickly in (False, True):
        config = load_config(str(root / "mkdocs.yml"))
        if quickly:
            quicken(config.theme, None)
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
    quicken(config.theme, None)
    env = config.theme.get_env()
    assert not [name for name in env.list_templates() if name.startswith(".icons")]
    assert "<svg" in env.get_template(".icons/material/weather-night.svg").render()


def test_what_a_plugin_compiles_by_itself_is_not_compiled_again(root: Path):
    """As Material's search does, which reads the theme's words before the host has opened the theme."""
    (root / "mkdocs.yml").write_text(CONFIGURATION % "material")
    for _ in range(2):
        config = load_config(str(root / "mkdocs.yml"))
        compiled = TemplateCache(root / "templates", "program")
        quicken(config.theme, compiled)
        before = (root / "templates").stat() if (root / "templates").exists() else None
        words = config.theme.get_env().get_template("partials/languages/en.html").module
        assert "Search" in words.t("search.placeholder")
        compiled.keep()
    assert before
    assert (root / "templates").stat() == before  # there was nothing new
