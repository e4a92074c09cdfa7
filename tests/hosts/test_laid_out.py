"""After a build that made many pages the site is laid out for the next one, beside what else is left to do."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

import pytest

from dossier.hosts import page_maker, rebuild
from dossier.hosts.content_cache import ContentCache
from dossier.hosts.last_build import Workplace
from dossier.hosts.side_by_side import CAN_COPY
from dossier.hosts.site_request import CannotBuild
from dossier.text.cache_folder import CACHE
from tests.hosts.test_whole_builds import build, built_anew, change, differing, files, workspace

HERE = os.getpid()


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(rebuild, "_FEW", 1)  # so few pages are many
    return workspace(tmp_path)


def next_site(root: Path) -> Path:
    return next((root / CACHE).glob("acme-*")) / "next"


@pytest.mark.parametrize("jobs", [1, 2])
def test_when_the_build_has_ended_the_site_is_laid_out(root: Path, jobs: int):
    build(root, jobs=jobs)
    live = root / "site/acme"
    assert {name: (live / name).stat().st_ino for name in files(live)} == {
        name: (next_site(root) / name).stat().st_ino for name in files(next_site(root))
    }


@pytest.mark.skipif(not CAN_COPY, reason="processes are copied on Linux only")
def test_until_it_is_nobody_else_makes_the_site(root: Path, monkeypatch: pytest.MonkeyPatch):
    real, held = Workplace.lay_out, []

    def slowly(self: Workplace, *given):
        time.sleep(0.5)
        real(self, *given)

    def meanwhile(_: ContentCache):
        with (next_site(root).parent / "lock").open() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                held.append(True)

    monkeypatch.setattr(Workplace, "lay_out", slowly)
    monkeypatch.setattr(ContentCache, "keep", meanwhile)
    build(root, jobs=2)
    assert held == [True]
    assert files(next_site(root)) == files(root / "site/acme")


@pytest.mark.skipif(not CAN_COPY, reason="processes are copied on Linux only")
@pytest.mark.parametrize("end", [lambda: os._exit(1), lambda: 1 / 0])
def test_whatever_ends_it_the_next_build_is_as_good(root: Path, monkeypatch: pytest.MonkeyPatch, end):
    monkeypatch.setattr(Workplace, "lay_out", lambda *_: end() if os.getpid() != HERE else None)
    build(root, jobs=2)
    change(root, "acme/web/records.yml", "title: Late", "title: Too late")
    build(root, jobs=2)
    assert differing(files(root / "site/acme"), built_anew(root)) == []


def test_no_process_is_begun_for_fewer_pages_than_are_soon_made_here(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rebuild, "_FEW", 5)
    real, processes = rebuild.here_and_beside, []

    def counted(own, others, jobs: int):
        processes.append(1 + len(others))
        return real(own, others, jobs)

    monkeypatch.setattr(rebuild, "here_and_beside", counted)
    built = build(root, jobs=64)
    assert built.made >= 15
    assert processes == [built.made // 5]
    assert differing(files(root / "site/acme"), built_anew(root)) == []


def test_what_the_guard_tells_is_the_same_however_many_processes_make_the_pages(
    root: Path, monkeypatch: pytest.MonkeyPatch
):
    secret = "Our margin on this part of the work is thirty percent."
    change(root, "acme/web/records.yml", "after: [T-1]", f'after: [T-1], internal: "{secret}"')
    real = page_maker.content_of

    def of_records(entry, *given) -> str:  # three of them have their names in what is told
        return real(entry, *given) + (f"<p>{secret}</p>" if entry.url.count("/") > 2 else "")

    monkeypatch.setattr(page_maker, "content_of", of_records)
    told = []
    for jobs in (1, 2, 3, 5):
        with pytest.raises(CannotBuild, match="thirty percent") as refused:
            build(root, jobs=jobs)
        told.append(str(refused.value))
    assert len(set(told)) == 1
