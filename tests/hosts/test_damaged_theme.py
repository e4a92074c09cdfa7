"""A template or a file of a theme that is missing or broken: it is told in a line, and the last site stays."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def built(content: Path) -> Path:
    """A workspace whose site was built once."""
    root = content.parent
    shutil.copy(REPOSITORY / "dossier/hosts/starter_mkdocs.yml", root / "mkdocs.yml")
    assert build(root, REPOSITORY).returncode == 0
    return root


def build(root: Path, installation: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dossier", *(command or ("build",)), "--as-of", "2026-04-01"],
        check=False,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(installation)},
        capture_output=True,
        encoding="utf-8",
    )


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def assert_told(root: Path, installation: Path, words: str) -> None:
    old = files(root / "site")
    done = build(root, installation)
    assert done.returncode == 2, done.stdout + done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert files(root / "site") == old


@pytest.mark.parametrize(
    "lost",
    ["base.html", "pages/page.html", "words.yml", "assets/stylesheets/dossier.css", "assets/vendor/mermaid.min.js"],
)
def test_a_file_of_our_own_theme_that_is_missing(built: Path, tmp_path: Path, lost: str):
    assert_told(built, damaged(tmp_path / "damaged", lost), lost)


@pytest.mark.parametrize("lost", ["plain/style.css", "assets/vendor/mermaid.min.js"])
def test_emitted_pages_without_what_belongs_beside_them_are_not_written(built: Path, tmp_path: Path, lost: str):
    installation = damaged(tmp_path / "damaged", lost)
    done = build(built, installation, "emit", "out")
    message = f"Error: this installation of dossier lacks {lost} in {installation / 'theme'}; install it again\n"
    assert (done.returncode, done.stderr, (built / "out").exists()) == (2, message, False)


def damaged(installation: Path, lost: str) -> Path:
    """A copy of this installation that lacks a file of its theme."""
    for name in ("dossier", "theme"):
        shutil.copytree(REPOSITORY / name, installation / name, ignore=shutil.ignore_patterns("__pycache__"))
    (installation / "theme" / lost).unlink(missing_ok=True)  # a checkout has no diagram script
    return installation


@pytest.mark.parametrize(("template", "words"), [
    ("{% if %}", "header.html"), ("{% include 'nothing.html' %}", "nothing.html"), ("{{ nothing.at.all }}", "nothing"),
])  # fmt: skip
def test_a_template_of_the_authors_own_that_is_broken(built: Path, template: str, words: str):
    settings = (built / "mkdocs.yml").read_text("utf-8")
    (built / "mkdocs.yml").write_text(settings.replace("name: material", "name: material\n  custom_dir: mine"), "utf-8")
    assert_told(built, REPOSITORY, "mine")
    (built / "mine/partials").mkdir(parents=True)
    (built / "mine/partials/header.html").write_text(template, "utf-8")
    assert_told(built, REPOSITORY, words)


def test_a_template_that_extends_itself(built: Path):
    settings = (built / "mkdocs.yml").read_text("utf-8")
    (built / "mkdocs.yml").write_text(settings.replace("name: material", "name: material\n  custom_dir: mine"), "utf-8")
    (built / "mine").mkdir()
    (built / "mine/base.html").write_text('{% extends "host/base.html" %}', "utf-8")
    assert_told(built, REPOSITORY, "a template extends or includes itself")
