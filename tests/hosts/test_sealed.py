"""The key with which a user's builds seal what they keep is one, whoever makes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dossier.hosts import sealed
from dossier.hosts.sealed import read_sealed, write_sealed


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a user who has no key yet."""
    monkeypatch.setenv("DOSSIER_STATE", str(tmp_path / "state"))
    return tmp_path / "state"


def test_what_was_sealed_is_read_and_the_key_is_for_this_user_alone(state: Path, tmp_path: Path):
    write_sealed(tmp_path / "kept", "program", [1, 2])
    assert read_sealed(tmp_path / "kept", "program") == [1, 2]
    assert (state / "cache.key").stat().st_mode & 0o777 == 0o600


def test_of_two_processes_that_make_a_key_at_once_both_use_that_of_one(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Another one makes it just after this one saw that there is none."""
    real = sealed.write_new_files

    def too_late(files: dict[Path, bytes]) -> None:
        real(dict.fromkeys(files, b"k" * 32))
        real(files)

    monkeypatch.setattr(sealed, "write_new_files", too_late)
    write_sealed(tmp_path / "kept", "program", "value")
    assert (state / "cache.key").read_bytes() == b"k" * 32
    sealed._key_in.cache_clear()  # as in the next process
    assert read_sealed(tmp_path / "kept", "program") == "value"


def test_a_folder_that_could_not_be_used_for_a_while_is_tried_again(state: Path, tmp_path: Path):
    state.write_text("a file, so that nothing can lie in it")
    write_sealed(tmp_path / "kept", "program", "value")
    assert not (tmp_path / "kept").exists()
    state.unlink()
    write_sealed(tmp_path / "kept", "program", "value")
    assert read_sealed(tmp_path / "kept", "program") == "value"
