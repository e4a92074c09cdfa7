"""What lies in every site we built: only a folder that carries it is ever replaced by a build, for the same readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.compute.projection import Audience

MARK = ".dossier-site"
_OF = {
    "client": b"built by dossier for a client; replaced by the next build\n",
    "team": b"built by dossier for the team only; replaced by the next build\n",
}


def mark(audience: Audience) -> bytes:
    """What the mark of a site says."""
    return _OF[audience]


def is_of_others(site: Path, audience: Audience) -> bool:
    """Whether the site in a folder was built for other readers. Raises OSError."""
    path = site / MARK
    return path.is_file() and path.read_bytes() in {text for name, text in _OF.items() if name != audience}
