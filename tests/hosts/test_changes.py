"""Changes of files are told, each once, at once or at the latest when it is looked."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from watchdog.observers.polling import PollingObserver

from dossier.hosts import changes

LOOKING = 0.3


class Deaf(PollingObserver):
    """An observer of a system that has no room for another folder."""

    def schedule(self, *_: object, **__: object) -> None:  # type: ignore[override]
        raise OSError("inotify watch limit reached")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / ".cloned"  # what lies above does not matter
    (root / "content/acme").mkdir(parents=True)
    (root / "content/acme/records.yml").write_text("old")
    return root / "content"


@pytest.fixture
def times() -> list[float]:
    """When a change was told."""
    return []


@pytest.fixture(params=["told", "looked"])
def watching(
    request: pytest.FixtureRequest, folder: Path, times: list[float], monkeypatch: pytest.MonkeyPatch
) -> Iterator[changes.Changes]:
    """Observers of both kinds, or one that only looks."""
    if request.param == "looked":
        monkeypatch.setattr(changes, "Observer", Deaf)
    watching = changes.Changes(lambda: times.append(time.monotonic()), LOOKING)
    watching.watch(folder)
    watching.start()
    time.sleep(0.05)  # and so well before it is looked next
    yield watching
    watching.stop()


@pytest.fixture
def told(watching: changes.Changes, times: list[float]) -> list[float]:
    """When a change was told, while somebody watches."""
    del watching
    return times


def save(path: Path, text: str) -> None:
    """Write a file as most editors do, so that it is never seen half written, which would be told as well."""
    written = path.with_name(f".{path.name}.new")
    written.write_text(text)
    written.replace(path)


def wait(until: Callable[[], object]) -> None:
    end = time.monotonic() + 10
    while not until() and time.monotonic() < end:
        time.sleep(0.01)


def looked() -> None:
    """Wait until every observer has looked at what there is."""
    time.sleep(3 * LOOKING)


@pytest.mark.parametrize("change", ["write", "new", "delete", "replace", "rename", "new folder"])
def test_a_change_is_told_and_not_again_when_it_is_looked(folder: Path, told: list[float], change: str) -> None:
    path = folder / "acme/records.yml"
    if change == "write":
        path.write_text("new")
    elif change == "new":
        (folder / "acme/more.yml").write_text("new")
    elif change == "delete":
        path.unlink()
    elif change == "replace":
        (folder.parent / "beside").write_text("new")
        (folder.parent / "beside").replace(path)
    elif change == "rename":
        save(path, "new")
    else:
        (folder.parent / "beta").mkdir()
        (folder.parent / "beta/records.yml").write_text("new")
        (folder.parent / "beta").rename(folder / "beta")
    wait(lambda: told)
    assert told
    time.sleep(0.1)  # a file that is made and written may be told of twice at once
    so_far = len(told)
    looked()
    assert len(told) == so_far


def test_one_change_after_the_other_is_told(folder: Path, told: list[float]) -> None:
    for number in range(3):
        so_far = len(told)
        (folder / "acme/records.yml").write_text(f"number {number}")
        wait(lambda so_far=so_far: len(told) > so_far)
        assert len(told) > so_far
        looked()


def test_what_is_hidden_or_only_read_is_not_told(folder: Path, told: list[float]) -> None:
    (folder / "acme/.records.yml.swp").write_text("what an editor keeps")
    (folder / "acme/.editor").mkdir()
    (folder / "acme/.editor/open.json").write_text("what it keeps in a folder")
    (folder / "acme/__pycache__").mkdir()
    (folder / "acme/__pycache__/hook.pyc").write_text("what Python keeps of a hook")
    (folder / "acme/records.yml").read_text()
    looked()
    assert told == []


def test_a_folder_may_be_watched_while_others_are_and_more_than_once(folder: Path) -> None:
    times: list[float] = []
    watching = changes.Changes(lambda: times.append(time.monotonic()), LOOKING)
    watching.watch(folder)
    watching.start()
    (folder.parent / "over").mkdir()
    for path in (folder, folder / "acme", folder.parent / "over"):
        watching.watch(path)
    time.sleep(0.05)
    (folder.parent / "over/main.html").write_text("new")
    (folder / "acme/records.yml").write_text("new")
    wait(lambda: len(times) > 1)
    watching.stop()
    assert len(times) > 1


@pytest.mark.parametrize("what", ["write", "new", "delete", "nothing", "hidden"])
def test_what_changes_before_it_is_begun_to_tell_is_told(folder: Path, times: list[float], what: str) -> None:
    """As long as the first build goes on."""
    watching = changes.Changes(lambda: times.append(time.monotonic()), 60)
    watching.watch(folder)
    path = folder / "acme/records.yml"
    if what == "delete":
        path.unlink()
    elif what != "nothing":
        {"write": path, "new": folder / "more.yml", "hidden": folder / ".more.yml"}[what].write_text("new")
    watching.start()
    watching.stop()
    assert bool(times) is (what not in {"nothing", "hidden"})


@pytest.mark.parametrize("watching", ["looked"], indirect=True)
def test_what_changes_while_nobody_looks_is_told_afterwards(
    folder: Path, told: list[float], watching: changes.Changes
) -> None:
    looked()
    with watching.unlooked():
        save(folder / "acme/records.yml", "newer than that")
        looked()
        assert told == []
    wait(lambda: told)
    assert len(told) == 1


@pytest.mark.parametrize("save", ["write", "rename"])
@pytest.mark.parametrize("watching", ["told"], indirect=True)
def test_the_system_tells_before_it_is_looked(folder: Path, told: list[float], save: str) -> None:
    looked()
    waited = []
    for number in range(5):
        time.sleep(0.03 * number)  # it is looked at some other time each time
        written = folder / ("acme/records.yml" if save == "write" else "acme/.records.yml.new")
        so_far, began = len(told), time.monotonic()
        written.write_text(f"number {number}")
        written.replace(folder / "acme/records.yml")
        wait(lambda so_far=so_far: len(told) > so_far)
        waited.append(told[so_far] - began)
        looked()
    assert sorted(waited)[2] < LOOKING / 4


@pytest.mark.parametrize("quickly", [True, False])
def test_a_watched_folder_that_is_taken_away_and_made_anew_is_followed_again(
    folder: Path, told: list[float], quickly: bool
) -> None:
    """As by whoever checks out another branch, or copies everything back."""
    kept = folder.with_name("kept")
    shutil.copytree(folder, kept)
    shutil.rmtree(folder)
    if not quickly:
        wait(lambda: told)
        looked()
    kept.rename(folder)
    looked()
    assert told
    told.clear()
    save(folder / "acme/records.yml", "newer than that")
    wait(lambda: told)
    looked()
    assert len(told) == 1
