"""A folder is written whole or not at all, and never over anything that was not written before."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.text.write_folder import NotOurs, write_folder

FILES = {"a.md": b"one", "deep/b.md": b"two"}


def written(folder: Path) -> dict[str, bytes]:
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    found.pop(".mark")
    return found


def test_it_replaces_what_it_wrote_and_keeps_what_was_built_from_it(tmp_path: Path):
    target = tmp_path / "out"
    write_folder(target, FILES, ".mark", {"site"})
    assert written(target) == FILES
    (target / "site").mkdir()
    (target / "site/index.html").write_text("built")
    write_folder(target, {"c.md": b"three"}, ".mark", {"site"})
    assert written(target) == {"c.md": b"three", "site/index.html": b"built"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("path", "text", "said"),
    [("a.md", "edited", "a.md"), ("mine.md", "mine", "mine.md"), (".git/config", "x", ".git/config")],
)
def test_what_a_person_changed_or_added_is_never_lost(tmp_path: Path, path: str, text: str, said: str):
    target = tmp_path / "out"
    write_folder(target, FILES, ".mark")
    (target / path).parent.mkdir(exist_ok=True)
    (target / path).write_text(text)
    with pytest.raises(NotOurs, match=f"changed since it was written: {said}"):
        write_folder(target, {"c.md": b"three"}, ".mark")
    assert (target / path).read_text() == text
    assert (target / "deep/b.md").exists()


def test_a_folder_with_anything_else_in_it_is_refused_and_an_empty_one_is_not(tmp_path: Path):
    write_folder(tmp_path / "empty", FILES, ".mark")
    taken = tmp_path / "taken"
    taken.mkdir()
    write_folder(taken, FILES, ".mark")
    (taken / ".mark").unlink()
    with pytest.raises(NotOurs, match="was not written by dossier"):
        write_folder(taken, FILES, ".mark")
    (tmp_path / "file").write_text("x")
    with pytest.raises(NotOurs, match="no folder"):
        write_folder(tmp_path / "file", FILES, ".mark")


def test_a_link_to_a_folder_elsewhere_is_refused(tmp_path: Path):
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    with pytest.raises(NotOurs):
        write_folder(tmp_path / "out", FILES, ".mark")


def test_a_write_that_fails_leaves_the_old_folder(tmp_path: Path):
    target = tmp_path / "out"
    write_folder(target, FILES, ".mark")
    with pytest.raises(OSError, match="x"):
        write_folder(target, {"x": b"1", "x/y": b"2"}, ".mark")
    assert written(target) == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
