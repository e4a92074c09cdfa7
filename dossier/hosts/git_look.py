"""What git says of a content folder now: which commits led to it, and which files differ from them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct


class GitLook(Struct, frozen=True, kw_only=True):
    """The id of HEAD, those of all commits that led to it, oldest first, and the files that differ from it.

    `folder` is the content folder in the repository, and the paths of files begin below it. The commits in `cut` begin
    a shallow clone. `missing` says why git cannot tell, "" where it can; `refused`: there is a history all the same.
    """

    folder: str = ""
    head: str = ""
    order: tuple[str, ...] = ()
    cut: frozenset[str] = frozenset()
    uncommitted: frozenset[str] = frozenset()
    missing: str = ""
    refused: bool = False


def look_at_git(content: Path) -> GitLook:
    """What git says of a content folder, or why it cannot say anything."""
    if not is_in_repository(content):
        return GitLook(missing=f"{content.name}/ is in no git repository; `git init` makes one")
    # Where there is no git, no pygit2; and a copy of the process that looks spares the first one its import.
    from dossier.text.git import NoHistory, changes_since, commit_of, path_in, repository_of  # noqa: PLC0415
    from dossier.text.git_log import cut_off, order  # noqa: PLC0415

    try:
        repository = repository_of(content)
        if repository.is_empty or repository.head_is_unborn:
            return GitLook(missing="nothing is committed yet")
        folder, head = path_in(repository, content), commit_of(repository, "HEAD")
        ids = order(repository, str(head.id))
        changed = changes_since(repository, head)
    except NoHistory as error:
        return GitLook(missing=str(error), refused=True)
    return GitLook(
        folder=folder,
        head=str(head.id),
        order=ids,
        cut=cut_off(repository) & {*ids},
        uncommitted=frozenset(_inside((each.path for each in changed), folder)),
    )


def is_in_repository(content: Path) -> bool:
    """Whether a folder lies in a git repository, which no git has to be asked."""
    return _dot_git(content) is not None


def head_log(content: Path) -> tuple[Path, ...]:
    """The file to which git adds a line for each commit, merge and checkout; none outside a repository.

    In a linked work tree `.git` is a file that says where it is (gitrepository-layout, `gitfile`).
    """
    found = _dot_git(content)
    if found is None:
        return ()
    if found.is_file():
        try:
            found = found.parent / found.read_text("utf-8").removeprefix("gitdir:").strip()
        except (OSError, ValueError):
            return ()
    return (found / "logs/HEAD",)


def _dot_git(content: Path) -> Path | None:
    folders = (content.resolve(), *content.resolve().parents)
    return next((folder / ".git" for folder in folders if (folder / ".git").exists()), None)


def _inside(paths: Iterable[str], folder: str) -> Iterable[str]:
    begin = f"{folder}/" if folder else ""
    return (path[len(begin) :] for path in paths if path.startswith(begin))
