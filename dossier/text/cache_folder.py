"""Where a workspace keeps what is made again when it is missing: in itself, wherever links would have led."""

from __future__ import annotations

from pathlib import Path

CACHE = Path(".cache", "dossier")
"""Where what is kept between two builds lies in a workspace; it may be deleted at any time."""


def cache_folder(root: Path) -> Path:
    """The cache of a workspace, to which no link leads any more; it need not be there. Raises OSError."""
    unlinked(root / CACHE.parent)
    return unlinked(root / CACHE)


def unlinked(path: Path) -> Path:
    """The path itself, at which there is no link any more. Raises OSError.

    A cache folder could come with a pull request: a link in it would let builds write anywhere, and delete there.
    """
    if path.is_symlink():
        path.unlink(missing_ok=True)  # a copy of this process may have done so just now
    return path
