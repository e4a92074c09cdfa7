"""Two states of a workspace, read from git and from the disk, to be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygit2
from pygit2.enums import SortMode

from dossier.cli.workspace import CouldNotRun, Workspace
from dossier.hosts.parsed_ahead import parsed_ahead
from dossier.hosts.side_by_side import processors
from dossier.load import load, of_projects
from dossier.text.commit_message import change_requests
from dossier.text.git import NoHistory, changes_since, commit_of, merge_base, path_in, repository_of
from dossier.text.git_tree import committed_tree
from dossier.text.source import Source, Tree, read_tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.dossier import Portfolio
    from dossier.parse import Parsed
    from dossier.problems.problem import Problem


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A workspace before and after a change.

    `before` is the last state that both have in common, `authority` the one into which the change is to go. `tree` and
    `problems` are what was read of the state after; `unreadable` counts the problems met in reading the one before,
    `uncommitted` the files that are not committed (0 where two commits are compared). `named` gives the change requests
    that commits name, by the path of each file they changed.
    """

    before: Portfolio
    after: Portfolio
    authority: Portfolio
    tree: Tree
    problems: tuple[Problem, ...]
    unreadable: int
    uncommitted: int
    commits: int
    named: Mapping[str, tuple[str, ...]]
    name_before: str
    name_after: str


def compared(place: Workspace, base: str, head: str) -> Compared:
    """The workspace as of the last commit that `base` and `head` have in common, and as of `head`.

    An empty `head` stands for the files as they are now. Raises CouldNotRun where git cannot tell.
    """
    try:
        return _compared(place, base, head)
    except NoHistory as error:
        raise CouldNotRun(f"nothing could be compared: {error}") from error


def _compared(place: Workspace, base: str, head: str) -> Compared:
    repository = repository_of(place.root)
    folder = path_in(repository, place.content)
    target, change = commit_of(repository, base), commit_of(repository, head or "HEAD")
    origin = merge_base(repository, target, change)
    tree = _committed(change, folder) if head else read_tree(place.content)
    parse = _Parsing(parsed_ahead(of_projects(tree), ["check"], processors()))
    known = {source.path: source for source in tree.sources}
    after, problems = load(tree, parse)
    before, unreadable = load(_committed(origin, folder, known), parse)
    authority = before if target.id == origin.id else load(_committed(target, folder, known), parse)[0]
    commits = _commits(repository, origin, change)
    own = [change for change in changes_since(repository, change) if _inside(change.path, folder)] if not head else []
    return Compared(
        before=before,
        after=after,
        authority=authority,
        tree=tree,
        problems=problems,
        unreadable=sum(1 for problem in unreadable),
        uncommitted=len(own),
        commits=len(commits),
        named=_named(commits, folder),
        name_before=str(origin.short_id),
        name_after=str(change.short_id) if not own else "",
    )


class _Parsing:
    """Reads what a source holds, once for each source however many states have it."""

    def __init__(self, anew: Callable[[Source, str], Parsed]) -> None:
        self._anew = anew
        self._known: dict[tuple[int, str], tuple[Source, Parsed]] = {}

    def __call__(self, source: Source, project: str) -> Parsed:
        key = id(source), project
        if key not in self._known:
            self._known[key] = source, self._anew(source, project)  # with the source, so that its id stays its own
        return self._known[key][1]


def _committed(commit: pygit2.Commit, folder: str, known: Mapping[str, Source] | None = None) -> Tree:
    """The content folder as of a commit; empty where it has none. Raises NoHistory where objects are missing."""
    try:
        found = commit.tree[folder] if folder else commit.tree
    except KeyError:
        return committed_tree(None)
    try:
        return committed_tree(found if isinstance(found, pygit2.Tree) else None, known)
    except (pygit2.GitError, KeyError) as error:
        hint = "`git fetch --refetch --no-filter` fetches all of it"
        raise NoHistory(f"the repository lacks files of {commit.short_id} ({error}); {hint}") from error


def _commits(repository: pygit2.Repository, origin: pygit2.Commit, change: pygit2.Commit) -> tuple[pygit2.Commit, ...]:
    walker = repository.walk(change.id, SortMode.TOPOLOGICAL)
    walker.hide(origin.id)
    try:
        return tuple(walker)
    except (pygit2.GitError, KeyError) as error:
        raise NoHistory(f"the commits since {origin.short_id} cannot be read: {error}") from error


def _named(commits: tuple[pygit2.Commit, ...], folder: str) -> dict[str, tuple[str, ...]]:
    """The change requests that commits name, by the path in the content folder of each file that they changed."""
    found: dict[str, tuple[str, ...]] = {}
    for commit in commits:
        if requests := change_requests(commit.message):
            for path in _changed_paths(commit):
                if _inside(path, folder):
                    inside = path[len(folder) + 1 :] if folder else path
                    found[inside] = (*found.get(inside, ()), *requests)
    return found


def _changed_paths(commit: pygit2.Commit) -> set[str]:
    """What a commit changed against its first parent."""
    if commit.parents:
        deltas = commit.parents[0].tree.diff_to_tree(commit.tree).deltas
    else:
        deltas = commit.tree.diff_to_tree(swap=True).deltas
    return {side.path for delta in deltas for side in (delta.old_file, delta.new_file)}


def _inside(path: str, folder: str) -> bool:
    return not folder or path.startswith(f"{folder}/")
