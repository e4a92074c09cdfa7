"""One process that builds a site again and again, as `dossier serve` does, remembers the last build by itself."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dossier.hosts import sealed
from dossier.hosts.content_cache import ContentCache
from dossier.hosts.last_build import LastBuild, RememberingWorkplace
from dossier.hosts.last_build import workplace as workplace_of
from dossier.hosts.program_key import program_key
from dossier.hosts.reading import read_content
from dossier.hosts.rebuild import Rebuild
from tests.hosts.test_whole_builds import EDITS, REQUEST, SEED, build, built_anew, change, differing, files, workspace


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace(tmp_path)


@contextmanager
def builder(root: Path) -> Iterator[tuple[Callable[[], int], RememberingWorkplace]]:
    """What builds the site once more, and gives how many pages it made; and where."""
    live = root / "site/acme"
    memory: dict[str, LastBuild] = {}
    place = RememberingWorkplace(folder=workplace_of(root, live).folder, memory=memory)
    with ContentCache(program_key()) as cache:

        def built() -> int:
            reading = read_content(root / "content", REQUEST.as_of, cache)
            with place.alone():
                rebuild = Rebuild(root / "mkdocs.yml", reading, REQUEST, live, place)
                rebuild.run()
            return rebuild.made

        yield built, place


def test_what_comes_of_many_changes_is_what_a_build_anew_makes(root: Path):
    """Nothing of a build that is remembered may be changed by the next one."""
    edits = sorted(EDITS.keys() - {"a record gone", "a cause that moves no date of what waits"})
    with builder(root) as (built, _):
        for what in random.Random(SEED).sample(edits, 9):
            EDITS[what](root)
            built()
            assert built() == 0
    assert differing(files(root / "site/acme"), built_anew(root)) == []


def test_what_another_process_did_to_the_site_is_seen(root: Path):
    with builder(root) as (built, _):
        built()
        page = root / "site/acme/web/plan/index.html"
        page.unlink()
        page.write_text("by hand")
        assert built() == 1
        change(root, "acme/web/requirements/REQ-1.md", "title: Search", "title: Find")
        build(root)
        assert built() > 1
    assert differing(files(root / "site/acme"), built_anew(root)) == []


def test_another_process_goes_on_from_what_was_settled_and_makes_the_rest_anew(root: Path):
    with builder(root) as (built, place):
        everything = built()
        place.settle()
        assert build(root).made == 0
        change(root, "acme/web/requirements/REQ-1.md", "It finds", "It truly finds")
        made = built()
        assert 0 < made < everything
        assert build(root).made == made, "what was made since is not known to another"
        change(root, "acme/web/requirements/REQ-1.md", "It truly finds", "It always finds")
        built()
        place.settle()
        assert build(root).made == 0
    assert differing(files(root / "site/acme"), built_anew(root)) == []


def test_until_then_nothing_is_written(root: Path, monkeypatch: pytest.MonkeyPatch):
    with builder(root) as (built, place):
        built()
        monkeypatch.setattr(sealed, "replace_file", lambda *_: pytest.fail("nobody waits for that"))
        change(root, "acme/web/requirements/REQ-1.md", "It finds", "It truly finds")
        assert built()
    assert place.memory
