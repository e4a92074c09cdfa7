"""The sources of a content folder as a commit holds them."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

import pygit2
from pygit2.enums import FileMode

from dossier.problems.problem import Place, Problem
from dossier.text.source import TEXT_ENDINGS, Source, Tree, client_folder, decoded, is_no_text, no_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def committed_tree(folder: pygit2.Tree | None, now: Mapping[str, Source] | None = None) -> Tree:
    """All files of a committed folder, as `read_tree` gives those of one on disk; empty for None.

    `now` are sources by their paths that are known already: one with the same text is given again, so that whatever
    was worked out from it holds for both. A link to a file of the folder is read as that file; a submodule is left out.
    """
    sources: list[Source] = []
    files: list[str] = []
    problems: list[Problem] = []
    if folder is None:
        return Tree((), frozenset(), ())
    for path, entry in _blobs(folder, ""):
        blob = _followed(folder, path, entry) if entry.filemode == FileMode.LINK else entry
        if is_no_text(path):
            problems.append(no_name(path))
        elif not path.casefold().endswith(TEXT_ENDINGS):
            files += [path] if blob is not None else []
        elif blob is None:
            message = f"this link leaves the {'client' if '/' in path else 'content'} folder, or leads nowhere"
            problems.append(Problem("DOS105", Place(path, line=1, column=1), message))
        else:
            source, found = decoded(path, blob.data)
            problems += found
            if source:
                sources.append(_same(source, now or {}))
    return Tree(tuple(sources), frozenset(files), tuple(problems))


def _same(source: Source, now: Mapping[str, Source]) -> Source:
    known = now.get(source.path)
    return known if known == source else source


def _blobs(folder: pygit2.Tree, inside: str) -> Iterator[tuple[str, pygit2.Blob]]:
    """Every file below a committed folder with its path, hidden ones left out, in the order of `read_tree`."""
    for entry in sorted(folder, key=lambda each: each.name or ""):
        name = f"{inside}{entry.name}"
        if (entry.name or ".").startswith("."):
            continue
        if isinstance(entry, pygit2.Tree):
            yield from _blobs(entry, f"{name}/")
        elif isinstance(entry, pygit2.Blob):
            yield name, entry


def _followed(folder: pygit2.Tree, path: str, link: pygit2.Blob) -> pygit2.Blob | None:
    """The file that a committed link leads to; None where that is another link, or of another client."""
    target = link_target(path, link.data)
    inside = client_folder(path)
    return file_at(folder, target) if not inside or target.startswith(f"{inside}/") else None


def link_target(path: str, link: bytes) -> str:
    """The path to which a committed link leads from its own path, both from the same folder."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), link.decode("utf-8", "replace")))


def file_at(folder: pygit2.Tree, path: str) -> pygit2.Blob | None:
    """The file at a path below a committed folder; None where there is none, or something else."""
    try:
        found = folder[path]
    except (KeyError, ValueError):
        return None
    return found if isinstance(found, pygit2.Blob) and found.filemode != FileMode.LINK else None
