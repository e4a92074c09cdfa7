"""What git knows of a workspace, asked of real repositories that git itself made, with git's own answers beside ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dossier.text.git import Change, NoHistory, changes_between, changes_since, commit_of, merge_base, path_in
from dossier.text.git import repository_of as opened
from tests.repository import ENVIRONMENT, commit, git, write


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A repository with one commit on main."""
    folder = tmp_path / "work"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "first", **{"content/acme/client.yml": "title: Acme\n", ".gitignore": "*.log\n/site/\n"})
    return folder


def since(folder: Path, revision: str) -> list[str]:
    repository = opened(folder)
    return [change.path for change in changes_since(repository, commit_of(repository, revision))]


def test_a_revision_is_read_as_git_reads_it(work: Path):
    commit(work, "second", **{"a.md": "a\n"})
    git(work, "tag", "--annotate", "v1", "--message", "one", "HEAD~1")
    git(work, "branch", "语言/zh")
    for revision in (
        "HEAD",
        "main",
        "v1",
        "HEAD~1",
        "main^{commit}",
        ":/first",
        "语言/zh",
        git(work, "rev-parse", "HEAD"),
    ):
        expected = git(work, "rev-parse", f"{revision}^{{commit}}" if revision[0] != ":" else revision)
        assert str(commit_of(opened(work), revision).id) == expected


@pytest.mark.parametrize(
    "revision", ["nowhere", "", "HEAD~9", "0" * 40, "HEAD:content", "main..HEAD", "1", "-x", "a b"]
)
def test_what_names_no_commit_is_told(work: Path, revision: str):
    with pytest.raises(NoHistory, match="git knows no commit"):
        commit_of(opened(work), revision)


def test_a_repository_without_a_commit_is_told(tmp_path: Path):
    git(tmp_path, "init", "--quiet")
    with pytest.raises(NoHistory, match="no commit yet"):
        commit_of(opened(tmp_path), "HEAD")


@pytest.mark.parametrize(("mistyped", "meant"), [("mian", "main"), ("v1.O", "v1.0")])
def test_the_near_name_of_a_branch_or_a_tag_is_told(work: Path, mistyped: str, meant: str):
    git(work, "tag", "v1.0")
    with pytest.raises(NoHistory, match=f"did you mean `{meant}`"):
        commit_of(opened(work), mistyped)


def test_a_branch_of_the_remote_is_named_where_only_that_is_there(work: Path, tmp_path: Path):
    git(work, "checkout", "--quiet", "-b", "change")
    git(tmp_path, "clone", "--quiet", str(work), "clone")
    with pytest.raises(NoHistory, match="there is `origin/main`"):
        commit_of(opened(tmp_path / "clone"), "main")


def test_no_repository_is_told(tmp_path: Path):
    with pytest.raises(NoHistory, match="is not in a git repository"):
        opened(tmp_path)


def test_the_last_commit_in_common_is_git_s(work: Path):
    parted = git(work, "rev-parse", "HEAD")
    git(work, "checkout", "--quiet", "-b", "change")
    commit(work, **{"b.md": "b\n"})
    git(work, "checkout", "--quiet", "main")
    commit(work, **{"a.md": "a\n"})
    repository = opened(work)
    one, other = commit_of(repository, "main"), commit_of(repository, "change")
    assert str(merge_base(repository, one, other).id) == parted == git(work, "merge-base", "main", "change")
    assert merge_base(repository, one, one).id == one.id


def test_lines_without_a_commit_in_common_are_told(work: Path):
    git(work, "checkout", "--quiet", "--orphan", "other")
    commit(work)
    repository = opened(work)
    with pytest.raises(NoHistory, match="no commit in common"):
        merge_base(repository, commit_of(repository, "main"), commit_of(repository, "other"))


def test_a_shallow_clone_says_what_it_lacks(work: Path, tmp_path: Path):
    first = git(work, "rev-parse", "HEAD")
    commit(work, **{"a.md": "a\n"})
    git(work, "branch", "side", first)
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--no-single-branch", work.as_uri(), "shallow")
    repository = opened(tmp_path / "shallow")
    with pytest.raises(NoHistory, match="fetch-depth: 0"):
        commit_of(repository, "HEAD~1")
    with pytest.raises(NoHistory, match="no commit in common; this clone holds only the last commits"):
        merge_base(repository, commit_of(repository, "HEAD"), commit_of(repository, "origin/side"))


def test_a_clone_without_trees_says_how_to_get_them(work: Path, tmp_path: Path):
    commit(work, **{"content/acme/client.yml": "title: Acme Ltd\n"})
    git(work, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter", "tree:0", "--no-checkout", work.as_uri(), "partial")
    repository = opened(tmp_path / "partial")
    with pytest.raises(NoHistory, match="--no-filter"):
        changes_between(commit_of(repository, "HEAD~1"), commit_of(repository, "HEAD"))


def test_files_that_differ_between_commits_are_git_s(work: Path):
    write(work, 'content/言灵/"quoted" é.md', "x\n")
    commit(work, **{"kept.md": "k\n", "old.md": "a long text that stays\n" * 9})
    base = git(work, "rev-parse", "HEAD")
    git(work, "mv", "old.md", "new.md")
    git(work, "rm", "--quiet", 'content/言灵/"quoted" é.md')
    commit(work, **{"content/言灵/项目 一.yml": "y\n", "content/acme/client.yml": "title: Acme Ltd\n"})
    repository = opened(work)
    found = changes_between(commit_of(repository, base), commit_of(repository, "HEAD"))
    listed = git(work, "diff-tree", "-r", "-z", "--no-renames", "--name-only", base, "HEAD")
    assert [change.path for change in found] == sorted(listed.rstrip("\0").split("\0"))
    assert len(found) == 5


def test_what_is_not_committed_yet_counts(work: Path):
    commit(work, **{"gone.md": "1\n", "staged.md": "1\n", "edited.md": "1\n", "kept.md": "1\n"})
    (work / "gone.md").unlink()
    write(work, "edited.md", "2\n")
    write(work, "staged.md", "2\n")
    git(work, "add", "staged.md")
    write(work, "content/new/client.yml", "title: New\n")
    write(work, "site/index.html", "ignored\n")
    repository = opened(work)
    assert changes_since(repository, commit_of(repository, "HEAD")) == (
        Change("content/new/client.yml", untracked=True),
        Change("edited.md"),
        Change("gone.md"),
        Change("staged.md"),
    )


def test_an_ignored_file_counts_where_git_holds_it(work: Path):
    write(work, "kept.log", "1\n")
    write(work, "loose.log", "1\n")
    git(work, "add", "--force", "kept.log")
    commit(work)
    assert since(work, "HEAD~1") == ["kept.log"]
    write(work, "kept.log", "2\n")
    assert since(work, "HEAD") == ["kept.log"]


def test_nothing_changed_is_no_change(work: Path):
    assert since(work, "HEAD") == []


def test_a_linked_worktree_is_a_working_tree_of_its_own(work: Path, tmp_path: Path):
    git(work, "worktree", "add", "--quiet", "-b", "side", str(tmp_path / "side"))
    write(work, "only-there.md", "x\n")
    commit(tmp_path / "side", **{"here.md": "x\n"})
    assert since(tmp_path / "side", "main") == ["here.md"]
    assert path_in(opened(tmp_path / "side"), tmp_path / "side/content") == "content"


def test_a_submodule_is_one_path_and_a_repository_of_its_own(work: Path, tmp_path: Path):
    (tmp_path / "inner").mkdir()
    git(tmp_path / "inner", "init", "--quiet", "--initial-branch", "main")
    commit(tmp_path / "inner", **{"project.yml": "title: One\n"})
    git(work, "submodule", "--quiet", "add", (tmp_path / "inner").as_uri(), "content/inner")
    commit(work)
    assert since(work, "HEAD~1") == [".gitmodules", "content/inner"]
    write(work, "content/inner/project.yml", "title: Two\n")
    assert since(work, "HEAD") == ["content/inner"]
    assert path_in(opened(work / "content/inner"), work / "content/inner") == ""


def test_a_repository_inside_that_is_no_submodule_is_one_path(work: Path):
    write(work, "content/inner/project.yml", "title: One\n")
    git(work / "content/inner", "init", "--quiet")
    repository = opened(work)
    assert changes_since(repository, commit_of(repository, "HEAD")) == (Change("content/inner", untracked=True),)


def test_a_bare_repository_has_nothing_to_compare(work: Path, tmp_path: Path):
    git(tmp_path, "clone", "--quiet", "--bare", str(work), "bare")
    repository = opened(tmp_path / "bare")
    with pytest.raises(NoHistory, match="bare"):
        path_in(repository, tmp_path / "bare")
    with pytest.raises(NoHistory, match="bare"):
        changes_since(repository, commit_of(repository, "HEAD"))


def test_an_ignored_folder_has_no_history(work: Path):
    write(work, "site/content/acme/client.yml", "title: Acme\n")
    with pytest.raises(NoHistory, match="ignore site/content"):
        path_in(opened(work), work / "site/content")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_repository_of_somebody_else_is_not_trusted_and_the_way_out_is_told(work: Path, tmp_path: Path, monkeypatch):
    for path in (work, *work.rglob("*")):
        os.chown(path, 12345, 12345)
    with pytest.raises(NoHistory, match=r"git config --global --add safe\.directory") as told:
        opened(work / "content")
    home = tmp_path / "home"
    home.mkdir()
    command = str(told.value).partition("git config ")[2]
    subprocess.run(f"git config {command}", shell=True, check=True, env={"PATH": os.environ["PATH"], "HOME": str(home)})
    code = "import sys; from pathlib import Path; from dossier.text.git import repository_of; repository_of(Path(sys.argv[1]))"
    run = (sys.executable, "-c", code, str(work / "content"))
    subprocess.run(run, check=True, env={**ENVIRONMENT, "HOME": str(home)}, cwd=Path(__file__).parents[2])
