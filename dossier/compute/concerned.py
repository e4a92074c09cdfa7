"""Which clients' sites a changed file could alter, by where it lies: better one site too many than one too few."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from dossier.text.git import Change
from dossier.text.source import TEXT_ENDINGS

_SETTINGS = ("client.yml", "client.yaml")


class Layout(Struct, frozen=True, kw_only=True):
    """Where in a repository the records lie, and whose they are.

    `root` is the folder with mkdocs.yml, by its path in the repository ("" for the whole), `clients` the folders of
    clients within `root/content`. `reads_anything`: mkdocs.yml names hooks, snippets or plugins that may read any file.
    """

    root: str
    clients: Collection[str]
    reads_anything: bool = False

    @property
    def content(self) -> str:
        """The content folder, by its path in the repository."""
        return "content" if not self.root else f"{self.root}/content"


def concerned(changes: Iterable[Change], layout: Layout) -> tuple[str, ...]:
    """The clients, in order, whose site one of these files could alter, as far as they are still there.

    A client's site is made from the files below its own folder, and from what is shared: mkdocs.yml and all beside the
    content folder, what installs dossier, what lies in folders of no client and is no text. Texts of no client, like a
    handbook, are on the team's site only. That another client's site may be refused for a new client's name in it
    (DOS640) alters none, and is not foreseen here.
    """
    known = tuple(changes)
    gone = removed(known, layout)
    found: set[str] = set()
    for change in known:
        found.update(_of_one(change, layout, gone))
    return tuple(sorted(found))


def removed(changes: Iterable[Change], layout: Layout) -> tuple[str, ...]:
    """The clients, in order, whose client.yml was among the changed files and is gone: no site can be built of them."""
    start = f"{layout.content}/"
    inside = (change.path.removeprefix(start).split("/") for change in changes if change.path.startswith(start))
    folders = {parts[0] for parts in inside if len(parts) == 2 and parts[1] in _SETTINGS}
    return tuple(sorted(folders - {*layout.clients}))


def _of_one(change: Change, layout: Layout, gone: Collection[str]) -> Collection[str]:
    """The clients whose site one changed file could alter; `gone` are those that are no more."""
    path = change.path
    if path.startswith(f"{layout.content}/") and not layout.reads_anything:
        inside = path.removeprefix(f"{layout.content}/")
        client = inside.partition("/")[0]
        if client in layout.clients:
            return (client,)
        return () if client in gone or _for_the_team_only(inside) else layout.clients
    if change.untracked and any(part.startswith(".") for part in path.split("/")):
        return ()  # what tools leave lying about, such as a cache or an environment
    return layout.clients if _is_shared(path, layout) else ()


def _for_the_team_only(inside: str) -> bool:
    """Whether a file of no client is read by the team's site alone: a text, or hidden, which no site reads."""
    return inside.casefold().endswith(TEXT_ENDINGS) or any(part.startswith(".") for part in inside.split("/"))


def _is_shared(path: str, layout: Layout) -> bool:
    """Whether a file outside the content folder may have a hand in every site.

    All in the workspace counts. Of the rest of a repository, only what lies directly in a folder above it (which
    dossier is installed, how git checks files out) or in a hidden one (the CI's own files).
    """
    if layout.reads_anything or not layout.root or path == layout.root or path.startswith(f"{layout.root}/"):
        return True
    folder, _, _ = path.rpartition("/")
    return path.startswith(".") or folder in _above(layout.root)


def _above(root: str) -> Iterator[str]:
    """The folders above a folder, "" for the repository's own."""
    parts = root.split("/")
    for number in range(len(parts)):
        yield "/".join(parts[:number])
