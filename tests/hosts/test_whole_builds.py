"""A build makes only what differs, and leaves either the last site or the next one: whole, and nothing besides."""

from __future__ import annotations

import base64
import json
import multiprocessing
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dossier.hosts import content_cache, page_maker, rebuild
from dossier.hosts.ahead import Ahead
from dossier.hosts.build import build_sites
from dossier.hosts.content_cache import ContentCache
from dossier.hosts.looker import Looker
from dossier.hosts.program_key import program_key
from dossier.hosts.reading import read_content
from dossier.hosts.sealed import read_sealed, write_sealed
from dossier.hosts.site_request import CannotBuild, SiteRequest
from dossier.text import swap
from dossier.text.cache_folder import CACHE, cache_folder
from tests.repository import ENVIRONMENT, begun, commit, git

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "dossier/hosts/starter_mkdocs.yml"
REQUEST = SiteRequest(client="acme", audience="client", as_of=date(2026, 4, 1))
SEED = int(os.environ.get("DOSSIER_TEST_SEED", "20261124"))
FILES = {
    "acme/client.yml": """\
title: Acme
language: en
signers: [anna]
publish: [project, requirements, tasks, deliverables, sign_offs, stakeholders, baselines, risks]
people:
- {id: anna, title: Anna Berg, side: client}
- {id: lena, title: Lena Vogt, side: supplier}
""",
    "acme/web/project.yml": "title: Web shop\nstart: 2026-03-02\nfinish: 2026-11-30\ncurrency: EUR\n",
    "acme/web/requirements/REQ-1.md": "---\nid: REQ-1\ntitle: Search\nowner: anna\nverification: test\n"
    "acceptance_criteria:\n- AC-1: fast\n---\nIt finds what REQ-3 orders.\n",
    "acme/web/requirements/REQ-2.md": "---\nid: REQ-2\ntitle: Pay\nparents: [REQ-1]\nverification: test\n"
    "acceptance_criteria:\n- AC-1: safe\n---\nOne pays.\n",
    "acme/web/requirements/REQ-3.md": "---\nid: REQ-3\ntitle: Order\nowner: lena\nverification: test\n"
    "acceptance_criteria:\n- AC-1: easy\n---\nOne orders.\n",
    "acme/web/records.yml": """\
tasks:
- {id: T-0, title: Order, owner: lena, duration: 1d}
- {id: T-1, title: Build, owner: lena, duration: 5d, after: [T-0], requirements: [REQ-1, REQ-2, REQ-3]}
- {id: T-2, title: Try, owner: anna, duration: 3d, after: [T-1]}
risks:
- {id: R-1, title: Late, owner: lena, cause: The work on T-1 may take longer than we think.}
sign_offs:
- {id: SO-1, title: First scope, signer: anna, due: 2026-06-01, covers: [REQ-1, REQ-2]}
""",
    "acme/web/baselines/BL-1.yml": """\
baselines:
- id: BL-1
  title: As agreed
  as_of: 2026-03-02
  start: 2026-03-02
  finish: 2026-03-10
  tasks:
  - {id: T-0, wbs: "1", title: Order, start: 2026-03-02, finish: 2026-03-02, duration: 1d}
  - {id: T-1, wbs: "2", title: Build, start: 2026-03-03, finish: 2026-03-05, duration: 3d}
  - {id: T-2, wbs: "3", title: Try, start: 2026-03-06, finish: 2026-03-10, duration: 3d}
""",
    "acme/web/guide.md": "---\nvisibility: client\n---\n# Guide\n\nSee REQ-2.\n\n```dossier\nshow: requirements\n```\n",
}


def workspace(root: Path) -> Path:
    for path, text in FILES.items():
        file = root / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    shutil.copy(STARTER, root / "mkdocs.yml")
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return workspace(tmp_path)


def build(root: Path, out: str = "site", jobs: int = 1):
    """As `dossier build` does; with several `jobs` the site is inspected beside."""
    content, target = root / "content", (root / out).resolve()
    with (
        Looker(content, root, jobs) as looker,
        Ahead(content, root, REQUEST.as_of, lambda _: [REQUEST], jobs, looker) as ahead,
        ContentCache(program_key(), cache_folder(root)) as cache,
    ):
        reading = read_content(content, REQUEST.as_of, cache, ahead.git_look, jobs)
        return build_sites(root, reading, [REQUEST], target, jobs, ahead)[0]


def built_anew(root: Path) -> dict[str, bytes]:
    """The site as a build makes it that knows of no other."""
    other = root.parent / f"{root.name}-anew"
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(root / "content", other / "content")
    shutil.copy(root / "mkdocs.yml", other)
    build(other)
    return files(other / "site/acme")


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def change(root: Path, path: str, old: str, new: str) -> None:
    file = root / "content" / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


# ---- only what differs ---------------------------------------------------------------------------------------------


def test_without_a_change_nothing_is_made(root: Path):
    first = build(root)
    assert first.made > 10
    before = files(root / "site/acme")
    assert build(root).made == 0
    assert files(root / "site/acme") == before


def test_a_changed_word_makes_only_the_pages_that_show_it(root: Path):
    build(root)
    before = files(root / "site/acme")
    change(root, "acme/web/records.yml", "may take longer", "may take much longer")
    assert build(root).made <= 7, "lists that hold the risk, pages that name it, and the comparison with a baseline"
    after = files(root / "site/acme")
    pages = [name for name in differing(before, after) if name.endswith(".html")]
    assert pages == ["web/risks/R-1/index.html"], "the cause of a risk stands on its own page only"
    assert after == built_anew(root)


def test_a_changed_sentence_makes_no_page_anew_that_only_names_the_record(root: Path, monkeypatch: pytest.MonkeyPatch):
    made: list[str] = []
    real = page_maker.content_of
    monkeypatch.setattr(page_maker, "content_of", lambda entry, *rest: (made.append(entry.url), real(entry, *rest))[1])
    build(root)
    everything = made.copy()
    made.clear()
    change(root, "acme/web/requirements/REQ-1.md", "It finds", "It truly finds")
    build(root)
    assert "web/requirements/REQ-1/" in made
    assert not {"web/requirements/", "web/requirements/REQ-2/", "web/plan/T-1/", "web/people/anna/"} & {*made}
    assert {"web/requirements/", "web/requirements/REQ-2/", "web/plan/T-1/", "web/people/anna/"} <= {*everything}
    made.clear()
    change(root, "acme/web/requirements/REQ-1.md", "title: Search", "title: Find")
    build(root)
    assert {"web/requirements/", "web/requirements/REQ-2/", "web/plan/T-1/", "web/people/anna/"} <= {*made}


EDITS = {
    "a text": lambda root: change(root, "acme/web/requirements/REQ-1.md", "It finds", "It truly finds"),
    "a title that others show": lambda root: change(
        root, "acme/web/requirements/REQ-3.md", "title: Order", "title: Buy"
    ),
    "a person's name": lambda root: change(root, "acme/client.yml", "Lena Vogt", "Lena Voigt"),
    "the project's name": lambda root: change(root, "acme/web/project.yml", "Web shop", "Shop"),
    "a duration": lambda root: change(root, "acme/web/records.yml", "duration: 5d", "duration: 8d"),
    "a date in a baseline": lambda root: change(
        root, "acme/web/baselines/BL-1.yml", "start: 2026-03-06", "start: 2026-03-05"
    ),
    "another baseline": lambda root: (root / "content/acme/web/baselines/BL-2.yml").write_text(
        "baselines:\n- {id: BL-2, title: Again, as_of: 2026-03-30, tasks: [{id: T-2, start: 2026-04-01, finish: 2026-04-03}]}\n"
    ),
    "a cause that moves no date of what waits": lambda root: (
        change(root, "acme/web/records.yml", "duration: 1d", "duration: 2d"),
        change(root, "acme/web/records.yml", "duration: 5d", "duration: 4d"),
    ),
    "a record for the team": lambda root: change(
        root, "acme/web/requirements/REQ-3.md", "owner: lena", "owner: lena\nvisibility: team"
    ),
    "a type no longer published": lambda root: change(root, "acme/client.yml", ", risks]", "]"),
    "a new record": lambda root: (root / "content/acme/web/more.yml").write_text(
        "requirements:\n- {id: REQ-9, title: Return, statement: As REQ-1 says., acceptance_criteria: [{AC-1: x}], "
        "verification: test}\n"
    ),
    "a record gone": lambda root: (
        (root / "content/acme/web/requirements/REQ-2.md").unlink(),
        change(root, "acme/web/records.yml", "REQ-1, REQ-2, REQ-3", "REQ-1, REQ-3"),
        change(root, "acme/web/records.yml", "covers: [REQ-1, REQ-2]", "covers: [REQ-1]"),
        change(root, "acme/web/guide.md", "REQ-2", "REQ-1"),
    ),
    "a no that is written down": lambda root: change(
        root, "acme/web/records.yml", "title: Try,", "title: Try, as_late_as_possible: no,"
    ),
    "a signature": lambda root: change(root, "acme/web/records.yml", "due: 2026-06-01", "due: 2026-03-01"),
    "a document": lambda root: change(root, "acme/web/guide.md", "# Guide", "# Guide\n\nMore."),
    "another document": lambda root: (root / "content/acme/web/help.md").write_text(
        "---\nvisibility: client\n---\n# Help\n\nOf R-1.\n"
    ),
    "the colour": lambda root: change(root, "acme/client.yml", "language: en", 'language: en\ncolour: "#123456"'),
    "the language": lambda root: change(root, "acme/client.yml", "language: en", "language: zh"),
    "the configuration": lambda root: (root / "mkdocs.yml").write_text(
        (root / "mkdocs.yml").read_text() + "\nsite_url: https://acme.example/\n"
    ),
}


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("what", EDITS)
def test_what_is_built_after_a_change_is_what_would_be_built_anew(root: Path, what: str, jobs: int):
    build(root, jobs=jobs)
    EDITS[what](root)
    build(root, jobs=jobs)
    assert differing(files(root / "site/acme"), built_anew(root)) == []


def hide_a_task(root: Path) -> None:
    change(root, "acme/web/records.yml", "title: Build,", "title: Build, visibility: team,")


def without_baseline(root: Path) -> None:
    (root / "content/acme/web/baselines/BL-1.yml").unlink()


def decided_by_another(root: Path) -> None:
    """So that the finish does not move with the work that is hidden."""
    change(
        root,
        "acme/web/records.yml",
        "title: Order, owner: lena, duration: 1d",
        "title: Order, owner: lena, duration: 3d",
    )
    change(root, "acme/web/records.yml", "risks:", "- {id: T-9, title: Wait, owner: anna, duration: 60d}\nrisks:")
    file = root / "content/acme/web/baselines/BL-1.yml"
    line = '  - {id: T-9, wbs: "4", title: Wait, start: 2026-03-02, finish: 2026-05-22, duration: 60d}\n'
    file.write_text(file.read_text() + line)


def work_at_weekends(root: Path) -> None:
    without_baseline(root)
    person = "- {id: olaf, title: Olaf Holm, side: supplier, visibility: team}\n"
    change(root, "acme/client.yml", "people:\n", f"people:\n{person}")
    change(root, "acme/web/project.yml", "currency", "calendars: [{id: shift, week: [sat, sun, mon]}]\ncurrency")
    tasks = (
        "- {id: T-5, title: Long, owner: lena, duration: 15d}\n- {id: T-6, title: End, owner: lena, duration: 1d, "
        "after: [T-2, T-5]}\n- {id: T-8, title: Seen by nobody, owner: olaf, duration: 1d, visibility: team}\n"
    )
    change(root, "acme/web/records.yml", "risks:", f"{tasks}risks:")


OUT_OF_SIGHT = {
    "the task that is done last": (
        (hide_a_task, without_baseline),
        "acme/web/records.yml",
        "risks:",
        "- {id: T-3, title: Review, visibility: team, owner: lena, duration: 4d, after: [T-2]}\nrisks:",
    ),
    "where days were lost": (
        (hide_a_task, decided_by_another),
        "acme/web/baselines/BL-1.yml",
        "start: 2026-03-03, finish: 2026-03-05, duration: 3d",
        "start: 2026-03-04, finish: 2026-03-05, duration: 2d",
    ),
    "a person's days": (
        (work_at_weekends,),
        "acme/client.yml",
        "title: Olaf Holm",
        "title: Olaf Holm, calendar: shift",
    ),
}


@pytest.mark.parametrize("what", OUT_OF_SIGHT)
def test_what_is_hidden_changes_what_is_seen_as_in_a_build_anew(root: Path, what: str):
    prepared, path, old, new = OUT_OF_SIGHT[what]
    for prepare in prepared:
        prepare(root)
    build(root)
    change(root, path, old, new)
    build(root)
    fresh = built_anew(root)
    assert differing(files(root / "site/acme"), fresh) == []


def test_what_is_looked_at_again_is_what_was_looked_at_when_it_was_made(root: Path):
    """The name of a page and of the site, which stand together in every page's head, may be a comment of somebody."""
    title = "The one long name of a risk that has more words than a label"
    change(root, "acme/web/records.yml", "title: Late", f"title: {title}")
    build(root)
    file = root / "content/acme/web/project.yml"
    file.write_text(f"# R-1 {title} - Acme\n{file.read_text()}")
    build(root)
    assert differing(files(root / "site/acme"), built_anew(root)) == []


def test_what_an_extension_reads_from_elsewhere_is_read_each_time(root: Path):
    configuration = root / "mkdocs.yml"
    extension = f"markdown_extensions:\n- pymdownx.b64: {{base_path: {root}/content/acme/web}}\n"
    assert "markdown_extensions" not in configuration.read_text()
    configuration.write_text(configuration.read_text() + extension)
    change(root, "acme/web/guide.md", "See REQ-2.", "See REQ-2. ![A picture](p.png)")
    for content in (b"one", b"two"):
        (root / "content/acme/web/p.png").write_bytes(content)
        build(root)
        assert base64.b64encode(content).decode() in (root / "site/acme/web/documents/guide/index.html").read_text()


@pytest.mark.parametrize(("seed", "jobs"), [(SEED, 1), (SEED + 1, 2)])
def test_the_same_holds_after_many_changes_in_any_order(root: Path, seed: int, jobs: int):
    build(root, jobs=jobs)
    order = random.Random(seed).sample(
        sorted(EDITS.keys() - {"a record gone", "a cause that moves no date of what waits"}), 9
    )
    for what in order:
        EDITS[what](root)
        build(root, jobs=jobs)
    assert differing(files(root / "site/acme"), built_anew(root)) == [], order


def test_a_commit_changes_the_pages_that_tell_of_it_as_a_build_anew_would(root: Path, monkeypatch: pytest.MonkeyPatch):
    """The change log, its feed and the history of one record; commits later than the day of the site are left out."""
    monkeypatch.setitem(ENVIRONMENT, "GIT_COMMITTER_DATE", "2026-03-30T09:00:00Z")
    monkeypatch.setitem(ENVIRONMENT, "GIT_AUTHOR_DATE", "2026-03-30T09:00:00Z")
    begun(root, **{".gitignore": ".cache\nsite\n"})
    build(root)
    change(root, "acme/web/requirements/REQ-2.md", "One pays.", "One pays at once.")
    commit(root)
    build(root)
    anew = root.parent / f"{root.name}-anew"
    git(root.parent, "clone", "--quiet", str(root), str(anew))
    build(anew)
    found = files(root / "site/acme")
    assert differing(found, files(anew / "site/acme")) == []
    assert b"REQ-2 Pay: changed" in found["feed.xml"]
    assert b"at once" in found["web/what-changed/index.html"]
    assert b"at once" in found["web/requirements/REQ-2/index.html"]


def test_a_file_that_somebody_changed_in_the_site_is_made_again(root: Path):
    build(root)
    before = files(root / "site/acme")
    (root / "site/acme/web/risks/R-1/index.html").write_text("spoilt")
    (root / "site/acme/404.html").unlink()
    (root / "site/acme/litter.html").write_text("not ours")
    build(root)
    assert differing(files(root / "site/acme"), before) == []


# ---- the cache -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("harm", ["delete", "tear", "empty"])
def test_the_cache_may_be_gone_or_torn(root: Path, harm: str):
    build(root)
    before = files(root / "site/acme")
    for path in [p for p in cache_folder(root).rglob("*") if p.is_file() and p.name != "lock"]:
        if harm == "delete":
            path.unlink()
        else:
            path.write_bytes(path.read_bytes()[: len(path.read_bytes()) // 2] if harm == "tear" else b"")
    change(root, "acme/web/records.yml", "title: Late", "title: Too late")
    build(root)
    after = files(root / "site/acme")
    assert after != before
    assert differing(after, built_anew(root)) == []


def test_a_value_that_our_builds_did_not_seal_is_never_read(tmp_path: Path):
    class Runs:
        def __reduce__(self):
            return os.system, (f"touch {tmp_path}/ran",)

    write_sealed(tmp_path / "kept", "one", {"a": 1})
    assert read_sealed(tmp_path / "kept", "one") == {"a": 1}
    assert read_sealed(tmp_path / "kept", "another") is None
    (tmp_path / "kept").write_bytes(bytes(32) + pickle.dumps(Runs()))
    assert read_sealed(tmp_path / "kept", "one") is None
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "places",
    [
        *("..", ".", "log", "log/*", "content-*", "acme-*", "acme-*/next", "acme-*/host", "acme-*/host/.htaccess"),
        *("acme-*/lock", "acme-*/last"),
    ],
)
def test_links_in_a_cache_that_came_with_a_pull_request_lead_no_build_elsewhere(
    root: Path, places: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(content_cache, "_SETTLED_NANOSECONDS", 0)  # else little is kept of files as new as these
    begun(root, **{".gitignore": ".cache\nsite\nof-others\n"})
    build(root)
    place = next((root / CACHE).glob("acme-*"))
    for folder in ("next", "host"):  # as a build that was killed leaves them
        (place / folder).mkdir()
    (place / "host/.htaccess").touch()
    others = root / "of-others"
    (others / "deep").mkdir(parents=True)
    (others / "precious").write_text("precious")
    (others / "deep/.hidden").write_text("precious, too")
    before = {path: path.stat().st_mtime_ns for path in (others, *others.rglob("*"))}
    for path in (planted := list(root.glob(os.path.normpath(CACHE / places)))):
        target = others if path.is_dir() else others / "precious"
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        path.symlink_to(target)
    change(root, "acme/web/records.yml", "title: Late", "title: Too late")
    (root / "mkdocs.yml").write_text(f"{STARTER.read_text()}copyright: Acme\n")
    commit(root)
    build(root, jobs=2)
    assert planted
    assert {path: path.stat().st_mtime_ns for path in (others, *others.rglob("*"))} == before
    assert b"Too late" in files(root / "site/acme")["web/risks/R-1/index.html"]


def test_a_build_by_another_version_trusts_nothing_of_the_last(root: Path, monkeypatch: pytest.MonkeyPatch):
    everything = build(root).made
    monkeypatch.setattr("dossier.hosts.rebuild.program_key", lambda: "another")
    assert build(root).made == everything


# ---- killed, and two at once ---------------------------------------------------------------------------------------


def _build_in_child(root: Path) -> None:
    os.chdir(root)
    build(root, jobs=2)
    os._exit(0)


def test_a_build_killed_at_any_moment_leaves_a_whole_site_and_no_litter(root: Path, monkeypatch: pytest.MonkeyPatch):
    """A hundred times, at moments spread over the time a build takes; the processes that help it go on for a while."""
    monkeypatch.setattr(rebuild, "_SHARE", 3)
    context = multiprocessing.get_context("fork")
    build(root)
    began = time.monotonic()
    change(root, "acme/web/records.yml", "title: Late", "title: Late 0")
    build(root)
    takes = time.monotonic() - began
    chance = random.Random(SEED)
    sites = {}
    seen = set()
    for number in range(110):
        before = files(root / "site/acme")
        change(root, "acme/web/records.yml", f"title: Late {number}", f"title: Late {number + 1}")
        child = context.Process(target=_build_in_child, args=(root,))
        child.start()
        if number % 10 != 9:  # every tenth may finish, however slow the machine is just now
            time.sleep(chance.uniform(0, takes * 1.1))
            assert child.pid
            os.kill(child.pid, signal.SIGKILL)
        child.join()
        after = files(root / "site/acme")
        assert [path.name for path in (root / "site").iterdir()] == ["acme"]
        shown = after["web/risks/R-1/index.html"].decode()
        now = next(n for n in range(number + 1, -1, -1) if f"Late {n}<" in shown)
        seen.add(now == number + 1)
        assert sites.setdefault(now, after) == after, "a site is the same whenever it is seen"
        assert now == number + 1 or after == before, "not the next one: then the last one, byte for byte"
    build(root)
    assert differing(files(root / "site/acme"), built_anew(root)) == []
    assert seen == {True, False}, "some builds were killed before and some after the site was there"


def test_two_builds_at_once_do_not_mix(root: Path):
    context = multiprocessing.get_context("fork")
    children = [context.Process(target=_build_in_child, args=(root,)) for _ in range(4)]
    for child in children:
        child.start()
    for child in children:
        child.join(timeout=60)
    assert [child.exitcode for child in children] == [0] * 4
    assert differing(files(root / "site/acme"), built_anew(root)) == []


def test_two_workspaces_that_build_one_site_at_once_do_not_mix(root: Path, monkeypatch: pytest.MonkeyPatch):
    other = root / "other"
    shutil.copytree(root / "content", other / "content")
    shutil.copy(root / "mkdocs.yml", other)
    change(other, "acme/web/records.yml", "title: Late", "title: Of the other")
    build(root)

    def pages(self: rebuild.Rebuild, *given: Any) -> Any:
        if self._content.parent == root:  # it has looked at the site, and now the other puts its own there
            build(other, "../site")
        return made(self, *given)

    made = rebuild.Rebuild._pages
    monkeypatch.setattr(rebuild.Rebuild, "_pages", pages)
    change(root, "acme/web/records.yml", "title: Try", "title: Test")
    with pytest.raises(CannotBuild, match="acme: another build put its site in place meanwhile"):
        build(root)
    monkeypatch.undo()
    assert differing(files(root / "site/acme"), built_anew(other)) == []
    build(root)
    assert differing(files(root / "site/acme"), built_anew(root)) == []


# ---- the swap ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exchange", [True, False])
def test_two_folders_exchange_their_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exchange: bool):
    if not exchange:
        monkeypatch.setattr(swap, "_exchanged", lambda one, other: False)
    (tmp_path / "fresh").mkdir()
    (tmp_path / "fresh/a").write_text("new")
    swap.put_in_place(tmp_path / "fresh", tmp_path / "place")
    assert not (tmp_path / "fresh").exists()
    (tmp_path / "fresh").mkdir()
    swap.put_in_place(tmp_path / "fresh", tmp_path / "place")
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == [
        "fresh",
        "fresh/a",
        "place",
    ]


def test_where_names_cannot_be_exchanged_a_failure_puts_the_old_folder_back(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(swap, "_exchanged", lambda one, other: False)
    (tmp_path / "place").mkdir()
    (tmp_path / "place/a").write_text("old")
    with pytest.raises(OSError):
        swap.put_in_place(tmp_path / "gone", tmp_path / "place")
    assert [path.name for path in tmp_path.rglob("*")] == ["place", "a"]


# ---- the same bytes ------------------------------------------------------------------------------------------------

WAYS = {
    "time zone": {"TZ": "Pacific/Kiritimati"},
    "locale": {"LC_ALL": "tr_TR.UTF-8", "LANG": "de_DE.UTF-8"},
    "hash seed": {"PYTHONHASHSEED": "4711"},
    "clock": {"SOURCE_DATE_EPOCH": "86400"},
}


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return by_command(workspace(tmp_path_factory.mktemp("here")), {"PYTHONHASHSEED": "1"})


def by_command(root: Path, environment: dict[str, str], *arguments: str) -> dict[str, bytes]:
    command = [sys.executable, "-m", "dossier", "build", "--as-of", "2026-04-01", "--format", "json", *arguments]
    given = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(command, cwd=root, env=given, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["sites"][0]["made"] > 0
    return files(root / "site/acme")


@pytest.mark.parametrize("what", WAYS)
def test_the_same_records_give_the_same_bytes_whatever_the(tmp_path: Path, reference, what: str):
    assert differing(by_command(workspace(tmp_path), WAYS[what]), reference) == []


def test_the_same_bytes_from_another_place_in_another_order_side_by_side(tmp_path: Path, reference):
    root = tmp_path / "elsewhere/还有 空格"
    for path, text in reversed(FILES.items()):
        file = root / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    shutil.copytree(root / "content/acme", root / "content/bolt")
    (root / "content/bolt/client.yml").write_text(FILES["acme/client.yml"].replace("Acme", "Bolt"))
    shutil.copy(STARTER, root / "mkdocs.yml")
    assert differing(by_command(root, {}, "--jobs", "2"), reference) == []


def test_the_same_pages_whether_one_process_or_several_made_them(root: Path, monkeypatch: pytest.MonkeyPatch):
    build(root)
    by_one = files(root / "site/acme")
    monkeypatch.setattr(rebuild, "_SHARE", 3)
    for name in (".cache", "site"):
        shutil.rmtree(root / name)
    build(root, jobs=3)
    assert differing(files(root / "site/acme"), by_one) == []
    assert build(root, jobs=3).made == 0
