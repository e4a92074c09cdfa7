"""What authors' own templates in the theme's `custom_dir` do: as with Material alone, and nothing of ours is lost by it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import material
import pytest

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def own(content: Path) -> Path:
    """The folder for templates of a workspace's own."""
    root = content.parent
    settings = (REPOSITORY / "dossier/hosts/starter_mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(settings.replace("name: material", "name: material\n  custom_dir: own"), "utf-8")
    (root / "own").mkdir()
    return root / "own"


def pages(root: Path) -> dict[str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "dossier", "build", "--as-of", "2026-04-01"],
        cwd=root, env={"PYTHONPATH": str(REPOSITORY), "HOME": str(root)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.glob("site/**/*.html")}


def test_blocks_of_materials_own_template_are_there_to_be_filled(own: Path):
    (own / "main.html").write_text(
        '{% extends "base.html" %}'
        "{% block announce %}Our office moves{% endblock %}"
        '{% block extrahead %}<meta name="x" content="1">{% endblock %}'
    )
    made = pages(own.parent)
    assert len(made) > 3
    for name, html in made.items():
        assert "Our office moves" in html, name
        assert '<meta name="x" content="1">' in html, name
        assert 'http-equiv="Content-Security-Policy"' in html, name
        assert "dossier-footer" in html, name


def test_ours_is_laid_over_a_base_of_the_authors_own(own: Path):
    base = (Path(material.__file__).parent / "templates/base.html").read_text("utf-8")
    assert "</body>" in base
    (own / "base.html").write_text(base.replace("</body>", "<p>Our own base</p></body>"), "utf-8")
    for name, html in pages(own.parent).items():
        assert "<p>Our own base</p>" in html, name
        assert 'http-equiv="Content-Security-Policy"' in html, name
        assert "dossier-footer" in html, name
