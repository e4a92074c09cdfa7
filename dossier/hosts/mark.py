"""What lies in every site we built: only a folder that carries it is ever replaced by a build."""

from __future__ import annotations

MARK = ".dossier-site"
MARK_TEXT = b"built by dossier; replaced by the next build\n"
