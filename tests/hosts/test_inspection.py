"""A site is inspected beside the process that makes it, and comes out as if it had been inspected before."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dossier.hosts import git_look, guard, inspection, page_maker, site_look
from dossier.hosts.content_cache import _SETTLED_NANOSECONDS
from dossier.hosts.rebuild import Rebuild
from dossier.hosts.side_by_side import CAN_COPY
from dossier.hosts.site_request import CannotBuild, RecordErrors
from tests.hosts.test_whole_builds import build, built_anew, change, differing, files, git, workspace
from tests.repository import ENVIRONMENT, begun, commit

pytestmark = pytest.mark.skipif(not CAN_COPY, reason="processes are copied on Linux only")
RECORDS = "acme/web/records.yml"
HERE = os.getpid()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace whose site was built, and one of whose risks was changed since."""
    workspace(tmp_path)
    build(tmp_path, jobs=2)
    change(tmp_path, RECORDS, "title: Late", "title: Too late")
    return tmp_path


def in_the_copy(
    monkeypatch: pytest.MonkeyPatch, name: str, instead: Callable[..., Any], module: Any = inspection
) -> None:
    """Put something in the place of a function, in every process but the first."""
    real = getattr(module, name)
    monkeypatch.setattr(module, name, lambda *given: real(*given) if os.getpid() == HERE else instead(*given))


def test_it_is_the_copy_that_finds_out(root: Path, monkeypatch: pytest.MonkeyPatch):
    real = inspection._verdict
    asked: list[int] = []
    monkeypatch.setattr(inspection, "_verdict", lambda *given: (asked.append(os.getpid()), real(*given))[1])
    looks = counted(monkeypatch, site_look, "look_at_site")
    time.sleep(2 * _SETTLED_NANOSECONDS / 1e9)  # else one of the two may read a file that may still change
    build(root, jobs=2)
    assert asked == looks == []  # in this process
    assert differing(files(root / "site/acme"), built_anew(root)) == []


def counted(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> list[str]:
    """Grows with every call of a function or method in this process."""
    real, calls = getattr(owner, name), []

    def call(*given: Any) -> Any:
        calls.append(name)
        return real(*given)

    monkeypatch.setattr(owner, name, call)
    return calls


def die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def fail(*_: Any) -> None:
    raise ValueError("something that nobody thought of")


@pytest.mark.parametrize("what", [die, fail])
@pytest.mark.parametrize(
    ("module", "name"),
    [
        *((inspection, name) for name in ("read_tree", "reading_of", "_verdict")),
        (guard, "SiteGuard"),
        (git_look, "look_at_git"),
        (site_look, "look_at_site"),
    ],
)
def test_whatever_ends_a_copy_the_site_is_made_without_it(
    root: Path, monkeypatch: pytest.MonkeyPatch, module, name, what
):
    in_the_copy(monkeypatch, name, what, module)
    build(root, jobs=2)
    assert differing(files(root / "site/acme"), built_anew(root)) == []


def test_what_was_found_out_of_other_records_does_not_count(root: Path, monkeypatch: pytest.MonkeyPatch):
    """Somebody saves a file after the copy has read it and before the first process does."""

    def read_tree(content: Path, read: Any) -> Any:
        found = real(content, read)
        change(root, RECORDS, "after: [T-1]", "after: [T-99]")
        return found

    real = inspection.read_tree
    in_the_copy(monkeypatch, "read_tree", read_tree)
    monkeypatch.setattr("dossier.hosts.reading.read_tree", lambda *given: (wait_for(root), real(*given))[1])
    before = files(root / "site/acme")
    with pytest.raises(RecordErrors):
        build(root, jobs=2)
    assert files(root / "site/acme") == before


def wait_for(root: Path) -> None:
    while "T-99" not in (root / "content" / RECORDS).read_text():
        pass


MISTAKES = {
    "a number that names nothing": ("after: [T-1]", "after: [T-99]"),
    "what no view can be made from": ("duration: 5d", "duration: long"),
    "an id twice": ("id: T-2", "id: T-1"),
}


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("what", MISTAKES)
def test_records_with_errors_are_refused_and_the_last_site_stays(root: Path, what: str, jobs: int):
    before = files(root / "site/acme")
    change(root, RECORDS, *MISTAKES[what])
    with pytest.raises(RecordErrors):
        build(root, jobs=jobs)
    assert files(root / "site/acme") == before


def test_what_goes_wrong_in_a_view_is_told_as_the_mistake_in_the_records_that_it_comes_from(
    root: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("dossier.hosts.rebuild.site_of", fail)
    change(root, RECORDS, *MISTAKES["a number that names nothing"])
    with pytest.raises(RecordErrors):
        build(root, jobs=2)
    change(root, RECORDS, *reversed(MISTAKES["a number that names nothing"]))
    with pytest.raises(ValueError, match="nobody thought of"):
        build(root, jobs=2)


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_a_page_made_after_a_change_must_not_show_is_found_there(
    root: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
):
    """As if a view had a mistake: the page of a record shows what the record keeps for the team."""
    secret = "Our margin on this part of the work is thirty percent."
    change(root, RECORDS, "after: [T-1]", f'after: [T-1], internal: "{secret}"')
    before = files(root / "site/acme")
    real = page_maker.content_of
    monkeypatch.setattr(page_maker, "content_of", lambda *given: f"{real(*given)}<p>{secret}</p>")
    with pytest.raises(CannotBuild, match="thirty percent"):
        build(root, jobs=jobs)
    assert files(root / "site/acme") == before


def test_a_secret_in_the_history_is_withheld_from_the_build_on_in_which_it_became_one(
    root: Path, monkeypatch: pytest.MonkeyPatch
):
    """The pages are made before it is known that there is one, and then made again; once it is known, they are not."""
    secret = "Our margin on this part of the work is thirty percent."
    for name in ("GIT_COMMITTER_DATE", "GIT_AUTHOR_DATE"):
        monkeypatch.setitem(ENVIRONMENT, name, "2026-03-30T09:00:00Z")
    begun(root, **{".gitignore": ".cache\nsite\n"})
    requirement = "acme/web/requirements/REQ-2.md"
    change(root, requirement, "One pays.", f"One pays. {secret}")
    commit(root)
    build(root, jobs=2)
    assert shows(root, secret)
    change(root, requirement, f" {secret}", "")
    change(root, RECORDS, "after: [T-1]", f'after: [T-1], internal: "{secret}"')
    runs = counted(monkeypatch, Rebuild, "run")
    build(root, jobs=2)
    assert len(runs) == 2
    assert not shows(root, secret)
    commit(root)
    change(root, RECORDS, "Too late", "Far too late")
    build(root, jobs=2)
    commit(root)
    build(root, jobs=2)
    assert len(runs) == 4
    anew = root.parent / f"{root.name}-anew"
    git(root.parent, "clone", "--quiet", str(root), str(anew))
    build(anew)
    assert differing(files(root / "site/acme"), files(anew / "site/acme")) == []


def shows(root: Path, text: str) -> bool:
    return any(text.encode() in content for content in files(root / "site/acme").values())


_BUILDS = """
import sys
from click.testing import CliRunner
from dossier.cli.main import main
result = CliRunner().invoke(main, ["build", "--as-of", "2026-04-01", "--jobs", "2"])
assert result.exit_code == 0, result.output
print("pygit2" in sys.modules)
"""


def test_git_is_asked_by_the_copy_alone(root: Path):
    begun(root, **{".gitignore": ".cache\nsite\n"})
    for number in range(2):
        change(root, RECORDS, "Too late" + " again" * number, "Too late" + " again" * (number + 1))
        done = subprocess.run([sys.executable, "-c", _BUILDS], cwd=root, check=True, capture_output=True, text=True)
        assert done.stdout == "False\n"
        commit(root)


def test_words_of_the_theme_are_withheld_from_the_history_as_a_build_anew_would(
    root: Path, monkeypatch: pytest.MonkeyPatch
):
    """The guard of pages lets them pass, since every page has them; the history of a record need not tell them."""
    for name in ("GIT_COMMITTER_DATE", "GIT_AUTHOR_DATE"):
        monkeypatch.setitem(ENVIRONMENT, name, "2026-03-30T09:00:00Z")
    begun(root, **{".gitignore": ".cache\nsite\n"})
    requirement = "acme/web/requirements/REQ-2.md"
    words = "Type to start searching"
    change(root, requirement, "One pays.", f"One pays. {words}")
    commit(root)
    build(root, jobs=2)
    change(root, requirement, words, f"<!-- team -->{words}<!-- /team -->")
    commit(root)
    build(root, jobs=2)
    anew = root.parent / f"{root.name}-anew"
    git(root.parent, "clone", "--quiet", str(root), str(anew))
    build(anew)
    log = (anew / "site/acme/web/what-changed/index.html").read_text()
    assert "This wording is not shown any more." in log
    assert differing(files(root / "site/acme"), files(anew / "site/acme")) == []
