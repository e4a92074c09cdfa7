"""The content folder as a commit holds it is the folder that a checkout of it has."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from dossier.load import load
from dossier.text.git import commit_of, repository_of
from dossier.text.git_tree import committed_tree
from dossier.text.source import read_tree
from tests.repository import begun, commit, git, write

EXAMPLES = Path(__file__).parents[2] / "content"


def committed(folder: Path):
    return committed_tree(commit_of(repository_of(folder), "HEAD").tree["content"])


def test_the_examples_are_read_from_a_commit_as_from_the_disk(tmp_path: Path):
    work = tmp_path / "work"
    shutil.copytree(EXAMPLES, work / "content")
    begun(work)
    assert committed(work) == read_tree(work / "content")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a b/c.yml", "x: 1"),
        ("客户/项目.md", "中文"),
        (".hidden/c.yml", "x: 1"),
        ("crlf.yml", "a: 1\r\nb: 2\r\n"),
        ("bad.yml", "\x00"),
        ("picture.PNG", "no text"),
        ("UPPER.YML", "a: 1"),
    ],
)
def test_every_kind_of_file_is_read_alike(tmp_path: Path, path: str, text: str):
    work = tmp_path / "work"
    write(work, f"content/{path}", text)
    write(work, "content/z.yml", "a: 1")
    begun(work)
    git(work, "config", "core.autocrlf", "false")
    assert committed(work) == read_tree(work / "content")


@pytest.mark.parametrize("ending", [b".yml", b".png"])
def test_a_name_that_is_no_text_is_told_alike(tmp_path: Path, ending: bytes):
    folder = begun(tmp_path, **{"content/acme/client.yml": "title: Acme\n"})
    (folder / os.fsdecode(b"content/acme/\xff" + ending)).write_text("risks:\n- {id: R-1, title: x}\n")
    commit(folder)
    assert committed(folder) == read_tree(folder / "content")
    assert [problem.code for problem in committed(folder).problems] == ["DOS105"]


def test_a_link_is_followed_within_the_folder_and_told_where_it_leads_out(tmp_path: Path):
    work = tmp_path / "work"
    write(work, "content/acme/a.yml", "risks: []\n")
    write(work, "secret.yml", "x: 1\n")
    (work / "content/b.yml").symlink_to("acme/a.yml")
    (work / "content/c.yml").symlink_to("../secret.yml")
    (work / "content/d.yml").symlink_to("nowhere.yml")
    begun(work)
    tree = committed(work)
    assert [(source.path, source.text) for source in tree.sources] == [
        ("acme/a.yml", "risks: []\n"),
        ("b.yml", "risks: []\n"),
    ]
    assert [(problem.code, problem.place.path) for problem in tree.problems] == [
        ("DOS105", "c.yml"),
        ("DOS105", "d.yml"),
    ]


def test_what_is_the_same_is_given_again(tmp_path: Path):
    """So whatever was worked out from a source holds for both states."""
    work = begun(tmp_path / "work", **{"content/acme/client.yml": "title: Acme\n", "content/acme/x.md": "One\n"})
    now = read_tree(work / "content")
    write(work, "content/acme/x.md", "Two\n")
    known = {source.path: source for source in read_tree(work / "content").sources}
    then = committed_tree(commit_of(repository_of(work), "HEAD").tree["content"], known)
    same = [source.path for source in then.sources if source is known[source.path]]
    assert same == ["acme/client.yml"]
    assert then == now
    assert load(then)[0] == load(now)[0]


def test_a_commit_without_the_folder_is_empty():
    tree = committed_tree(None)
    assert (tree.sources, tree.files, tree.problems) == ((), frozenset(), ())
