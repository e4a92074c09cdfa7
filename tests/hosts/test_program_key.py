"""Whatever has a hand in a page is told apart by the program's key, so that nothing made by another version is kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dossier.hosts import program_key
from dossier.hosts.program_key import look_at_theme_again
from dossier.words import catalogue, words


def key() -> str:
    """As a process sees it that begins now."""
    program_key._code.cache_clear()
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


@pytest.fixture
def words_of_theme(theme: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """In a process that goes on and on."""
    (theme / "words.yml").write_text("hello: [Hello, 您好]\n", encoding="utf-8")
    monkeypatch.setattr("dossier.words.THEME", theme)
    for known in (program_key.program_key, catalogue):
        known.cache_clear()
    yield theme / "words.yml"
    for known in (program_key.program_key, catalogue):
        known.cache_clear()


def test_the_theme_is_looked_at_again_when_it_is_said(words_of_theme: Path):
    before = program_key.program_key()
    assert words("en")("hello") == "Hello"
    look_at_theme_again()
    assert program_key.program_key() == before
    words_of_theme.write_text("hello: [Good day, 您好]\n", encoding="utf-8")
    assert (program_key.program_key(), words("en")("hello")) == (before, "Hello"), "a build ends as it began"
    look_at_theme_again()
    assert program_key.program_key() != before
    assert words("en")("hello") == "Good day"


def test_what_cannot_be_looked_at_leaves_all_as_it_was(words_of_theme: Path, monkeypatch: pytest.MonkeyPatch):
    """Else what is made next from old words would count as made from the new ones."""
    before = program_key.program_key()
    assert words("en")("hello") == "Hello"
    words_of_theme.write_text("hello: [Good day, 您好]\n", encoding="utf-8")

    def refused(_: Path) -> Iterator[str]:
        raise PermissionError

    with monkeypatch.context() as context:
        context.setattr(program_key, "_files", refused)
        with pytest.raises(PermissionError):
            look_at_theme_again()
    assert program_key.program_key() == before
    look_at_theme_again()
    assert words("en")("hello") == "Good day"


def test_what_an_editor_puts_beside_a_file_while_it_is_open_is_no_part_of_the_program(theme: Path):
    before = key()
    (theme / ".#words.yml").symlink_to("me@host.123:456")
    assert key() == before
