"""A theme's files listed without those that are hidden, none of which reaches a site."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from jinja2 import FileSystemLoader

if TYPE_CHECKING:
    import jinja2
    from mkdocs.theme import Theme


def list_no_hidden_files(theme: Theme) -> None:
    """Let MkDocs see only the files of a theme that are not hidden, nor in a hidden folder.

    It leaves out the others anyway, but looks at each of Material's ten thousand icons for it. Templates are found
    as before, also those.
    """
    environment_of_theme = theme.get_env

    def get_env() -> jinja2.Environment:
        env = environment_of_theme()
        env.loader = _OfTheme(theme.dirs)
        return env

    theme.get_env = get_env  # type: ignore[method-assign]


class _OfTheme(FileSystemLoader):
    def list_templates(self) -> list[str]:
        return sorted({name for folder in self.searchpath for name in _shown(folder, "")})


def _shown(folder: str, inside: str) -> list[str]:
    """The paths of files below a folder that are not hidden, each after `inside`."""
    names: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith("."):
                name = inside + entry.name
                names += _shown(entry.path, f"{name}/") if entry.is_dir(follow_symlinks=False) else [name]
    return names
