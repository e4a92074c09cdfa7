"""What several processes parse is what one parses, and what every record is asked for is known by then."""

from __future__ import annotations

import os
import signal
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.checks.everything import all_problems
from dossier.compute.projection import published
from dossier.compute.team_only import team_only
from dossier.hosts import parsed_ahead as module
from dossier.hosts.content_cache import ContentCache
from dossier.hosts.parsed_ahead import _shares, parsed_ahead
from dossier.hosts.reading import FEW, read_content
from dossier.hosts.side_by_side import CAN_COPY
from dossier.load import load, of_projects
from dossier.parse import parsed
from dossier.records.once import ASKED_OF_ALL
from dossier.text.source import Source, Tree, read_tree
from dossier.views.watched import prepare_prints

CONTENT = Path(__file__).parents[2] / "content"
DAY = date(2026, 4, 1)
EVERY = ("check", "site")
pytestmark = pytest.mark.skipif(not CAN_COPY, reason="processes are copied on Linux only")


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few files are many, and are shared out in small parts."""
    monkeypatch.setattr(module, "_MANY", 1)
    monkeypatch.setattr(module, "_SHARE", 5_000)


def counted(calls: list[str], source: Source, project: str):
    calls.append(source.path)
    return parsed(source, project)


@pytest.mark.usefixtures("many")
def test_what_several_processes_parse_is_what_one_parses():
    tree = read_tree(CONTENT)
    alone, beside = load(tree), load(tree, parsed_ahead(of_projects(tree), EVERY, 2))
    assert len(alone[0].dossiers) > 2
    assert beside == alone
    for one, other in zip(alone[0].dossiers, beside[0].dossiers, strict=True):
        assert [(r.written, r.keys, r.place) for r in one.records] == [
            (r.written, r.keys, r.place) for r in other.records
        ]
    checked = [all_problems(problems, portfolio, tree, DAY) for portfolio, problems in (alone, beside)]
    assert checked[0] == checked[1]


@pytest.mark.usefixtures("many")
def test_all_that_is_parsed_for_a_project_is_parsed_there_and_less_than_half_by_this_process(
    monkeypatch: pytest.MonkeyPatch,
):
    tree, calls = read_tree(CONTENT), []
    monkeypatch.setattr(module, "parsed", partial(counted, calls))
    parse = parsed_ahead(of_projects(tree), ["check"], 2)
    here = list(calls)
    length = {source.path: len(source.text) for source in tree.sources}
    assert 0 < sum(length[path] for path in here) < sum(length.values()) / 2
    load(tree, parse)
    assert calls == here


@pytest.mark.usefixtures("many")
def test_what_every_record_is_asked_for_is_known_by_then():
    """Else it would be worked out by one process, which for thousands of records takes longer than the parsing."""
    tree = read_tree(CONTENT)
    portfolio, problems = load(tree, parsed_ahead(of_projects(tree), EVERY, 2))
    records = [
        record for dossier in portfolio.dossiers for record in dossier.records if record.place.path.count("/") > 1
    ]
    assert all(
        len(record.known) >= sum(map(len, ASKED_OF_ALL.values())) - 1 for record in records
    )  # the same for two of one name
    before = [set(record.known) for record in records]
    all_problems(problems, portfolio, tree, DAY)
    for dossier in portfolio.dossiers:
        prepare_prints(published(dossier))
        team_only(portfolio, tree, dossier.client.id)
    asked_now = [set(record.known) - known for record, known in zip(records, before, strict=True)]
    of_most = {name for name in set().union(*asked_now) if sum(name in each for each in asked_now) > 0.9 * len(records)}
    assert of_most == {"dossier.compute.telling._of_unseen"}  # of other clients, of which a portfolio has more than one


def test_few_files_are_parsed_here(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(module, "here_and_beside", None)  # which would be called
    tree = read_tree(CONTENT)
    assert parsed_ahead([], EVERY, 2) is parsed
    few = [(source, "webshop") for source in tree.sources][:2]
    assert 0 < sum(len(source.text) for source, _ in few) < module._MANY
    assert parsed_ahead(few, EVERY, 2) is parsed
    assert parsed_ahead(few * 1_000, EVERY, jobs=1) is parsed


@pytest.mark.parametrize(("jobs", "copies"), [(2, 1), (4, 3), (64, 4)])
def test_no_process_is_begun_for_less_than_it_takes_to_begin_it(
    monkeypatch: pytest.MonkeyPatch, jobs: int, copies: int
):
    """Of 200,000 characters each copy parses 50,000 or more, the last one what is left, and this process 25,000."""
    begun: list[int] = []

    def counted(own, works, _):
        begun.append(len(works))
        return [own(), *(work() for work in works)]

    monkeypatch.setattr(module, "here_and_beside", counted)
    parsed_ahead([(Source(f"acme/web/{n}.yml", "x: y\n" * 200), "web") for n in range(200)], EVERY, jobs)
    assert begun == [copies]


@pytest.mark.usefixtures("many")
def test_whatever_ends_a_process_its_files_are_parsed_here(monkeypatch: pytest.MonkeyPatch):
    here = os.getpid()

    def dies(source: Source, project: str):
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return parsed(source, project)

    monkeypatch.setattr(module, "parsed", dies)
    tree = read_tree(CONTENT)
    assert load(tree, parsed_ahead(of_projects(tree), ["check"], 2)) == load(tree)


@pytest.mark.usefixtures("many")
def test_where_no_process_can_be_begun_the_files_are_parsed_here(monkeypatch: pytest.MonkeyPatch):
    def refused(*_):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    tree = read_tree(CONTENT)
    assert load(tree, parsed_ahead(of_projects(tree), ["check"], 2)) == load(tree)


@pytest.mark.usefixtures("many")
def test_another_text_of_the_same_name_is_parsed_by_itself():
    """Of two states that are compared, the files of one are parsed ahead."""
    now, then = (Source("acme/web/r.yml", f"risks: [{{id: R-1, title: {title}}}]\n") for title in ("Now", "Then"))
    parse = parsed_ahead([(now, "web")] * 2, ["check"], 2)
    assert parse(then, "web").records[0].title == "Then"
    assert parse(now, "web").records[0].title == "Now"


@given(st.lists(st.integers(0, 50), max_size=30), st.integers(1, 100))
def test_shares_hold_every_source_once_and_in_order(lengths: list[int], characters: int):
    sources = [(Source(f"a/p/{n}.yml", "x" * length), "p") for n, length in enumerate(lengths)]
    shares = list(_shares(sources, characters))
    assert [each for share in shares for each in share] == sources
    assert all(sum(len(source.text) for source, _ in share[:-1]) < characters for share in shares)
    assert all(shares)


@pytest.mark.usefixtures("many")
def test_records_that_were_read_just_now_are_not_well_known_however_much_is_known_of_them(tmp_path: Path):
    """What is known of them says nothing of what the last build knew: no inspector has read them."""
    cache = ContentCache("program", tmp_path)
    first = read_content(CONTENT, DAY, cache, jobs=2)
    assert first.new_records > FEW
    assert not first.well_known
    assert read_content(CONTENT, DAY, cache, jobs=2).well_known
    cache.keep()
    assert read_content(CONTENT, DAY, ContentCache("program", tmp_path), jobs=2).well_known


def test_what_lies_outside_projects_and_what_was_signed_is_parsed_for_none():
    paths = (
        "a/client.yml",
        "a/notes.md",
        "a/p/project.yml",
        "a/p/r.yml",
        "a/p/SO-1.signed.json",
        "a/p/x/y.md",
        "top.md",
    )
    tree = Tree(tuple(Source(path, "") for path in paths), frozenset(), ())
    assert [(source.path, project) for source, project in of_projects(tree)] == [
        ("a/p/r.yml", "p"),
        ("a/p/x/y.md", "p"),
    ]
