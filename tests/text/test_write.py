"""Writing a file either succeeds whole or changes nothing."""

from __future__ import annotations

import os
from multiprocessing import get_context
from pathlib import Path

import pytest

from dossier.text import write
from dossier.text.write import replace_file, write_file, write_files, write_new_files


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").write_text("x")
    write_file(tmp_path / "risks.yml", "risks: []\n")
    assert (tmp_path / "risks.yml").read_bytes() == b"risks: []\n"
    assert (tmp_path / "risks.yml").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_replaced_file_keeps_its_permissions_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "risks.yml"
    path.write_text("old")
    path.chmod(0o640)
    write_file(path, "new")
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert names(tmp_path) == ["risks.yml"]


def test_a_link_keeps_pointing_to_the_file_that_was_written(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "risks.yml").write_text("old")
    (tmp_path / "risks.yml").symlink_to(tmp_path / "kept" / "risks.yml")
    write_file(tmp_path / "risks.yml", "new")
    assert (tmp_path / "risks.yml").is_symlink()
    assert (tmp_path / "kept" / "risks.yml").read_text() == "new"


def test_for_a_file_that_need_not_last_nobody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_handle: int) -> None:
        raise AssertionError

    monkeypatch.setattr(write.os, "fsync", slow)
    replace_file(tmp_path / "last", b"kept")
    assert (tmp_path / "last").read_bytes() == b"kept"
    assert names(tmp_path) == ["last"]


def test_a_link_is_replaced_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("old")
    for name in ("last", ".last.tmp"):
        (tmp_path / name).symlink_to(tmp_path / "precious")
    replace_file(tmp_path / "last", b"kept")
    assert not (tmp_path / "last").is_symlink()
    assert (tmp_path / "last").read_bytes() == b"kept"
    assert (tmp_path / "precious").read_text() == "old"


def test_what_is_left_of_a_run_that_was_killed_goes_with_the_next(tmp_path: Path) -> None:
    def killed_before_it_renames() -> None:
        Path.replace = lambda *_: os._exit(9)  # type: ignore[assignment]
        replace_file(tmp_path / "last", b"kept by the first")

    for _ in range(2):
        child = get_context("fork").Process(target=killed_before_it_renames)
        child.start()
        child.join()
        assert child.exitcode == 9
        assert len(names(tmp_path)) == 1
    replace_file(tmp_path / "last", b"kept")
    assert names(tmp_path) == ["last"]


def test_when_the_disk_is_full_the_old_text_is_still_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "risks.yml"
    path.write_text("old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_file(path, "new")
    assert path.read_text() == "old"
    assert names(tmp_path) == ["risks.yml"]


def test_of_several_files_each_is_replaced_or_made(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("old")
    write_files({tmp_path / "a.yml": "new", tmp_path / "b.json": b"made"})
    assert [(tmp_path / name).read_text() for name in names(tmp_path)] == ["new", "made"]


@pytest.mark.parametrize("first", [None, "old"])
def test_a_file_that_cannot_be_written_keeps_the_one_before_it_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str | None
) -> None:
    if first:
        (tmp_path / "a.json").write_text(first)
    before = names(tmp_path)
    settled = os.fsync
    calls: list[int] = []

    def full_at_the_second(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        settled(handle)

    monkeypatch.setattr(write.os, "fsync", full_at_the_second)
    with pytest.raises(OSError, match="No space"):
        write_files({tmp_path / "a.json": "new", tmp_path / "b.yml": "new"})
    assert names(tmp_path) == before
    assert [(tmp_path / name).read_text() for name in before] == [first] * len(before)


@pytest.mark.parametrize("first", [None, "old"])
def test_a_file_that_cannot_get_its_name_brings_back_the_one_before_it(tmp_path: Path, first: str | None) -> None:
    if first:
        (tmp_path / "a.json").write_text(first)
    (tmp_path / "b.yml").mkdir()
    before = names(tmp_path)
    with pytest.raises(IsADirectoryError):
        write_files({tmp_path / "a.json": "new", tmp_path / "b.yml": "new"})
    assert names(tmp_path) == before
    assert not first or (tmp_path / "a.json").read_text() == first


def test_new_files_are_all_made_with_their_folders(tmp_path: Path) -> None:
    write_new_files({tmp_path / "a" / "b" / "one.yml": "1", tmp_path / "a" / "two.yml": "2"})
    assert names(tmp_path) == ["a", "a/b", "a/b/one.yml", "a/two.yml"]


def test_one_file_that_exists_keeps_all_from_being_made(tmp_path: Path) -> None:
    (tmp_path / "two.yml").write_text("mine")
    with pytest.raises(FileExistsError):
        write_new_files({tmp_path / "a" / "one.yml": "1", tmp_path / "two.yml": "2"})
    assert names(tmp_path) == ["two.yml"]
    assert (tmp_path / "two.yml").read_text() == "mine"


def test_a_file_system_without_hard_links_gets_the_file_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsupported(*_arguments: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", unsupported)
    write_new_files({tmp_path / "one.yml": "1"})
    assert names(tmp_path) == ["one.yml"]
