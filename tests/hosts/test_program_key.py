"""Whatever has a hand in a page is told apart by the program's key, so that nothing made by another version is kept."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dossier.hosts import program_key


def key() -> str:
    return program_key.program_key.__wrapped__()


@pytest.fixture
def theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "theme/pages").mkdir(parents=True)
    (tmp_path / "theme/pages/page.html").write_text("one")
    monkeypatch.setattr(program_key, "THEME", tmp_path / "theme")
    return tmp_path / "theme"


def test_nothing_changed_nothing_differs(theme: Path):
    assert key() == key()


@pytest.mark.parametrize("kind", ["dist-info", "egg-info"])
def test_another_version_of_a_package_gives_another_key(
    theme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
):
    monkeypatch.setattr(sys, "path", [*sys.path, "", str(tmp_path / "nothing"), str(tmp_path / "packages")])
    without = key()
    (tmp_path / f"packages/babel-2.14.0.{kind}").mkdir(parents=True)
    before = key()
    (tmp_path / f"packages/babel-2.14.0.{kind}").rename(tmp_path / f"packages/babel-2.15.0.{kind}")
    assert len({without, before, key()}) == 3


def test_a_changed_or_added_template_gives_another_key(theme: Path):
    before = key()
    (theme / "pages/page.html").write_text("other")
    changed = key()
    (theme / "pages/more.html").write_text("")
    assert len({before, changed, key()}) == 3


def test_what_python_compiled_is_no_part_of_the_program(theme: Path):
    before = key()
    (theme / "__pycache__").mkdir()
    (theme / "__pycache__/build_hook.cpython-311.pyc").write_bytes(b"")
    assert key() == before
