"""How templates of a theme are found: none is compiled again that was compiled before, and no hidden file is listed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from jinja2 import FileSystemLoader

if TYPE_CHECKING:
    import jinja2
    from mkdocs.theme import Theme


def quicken(theme: Theme, compiled: jinja2.BytecodeCache | None) -> None:
    """Let MkDocs and its plugins use what was `compiled` of a theme, and list only what is not hidden.

    MkDocs leaves out the others anyway, but looks at each of Material's ten thousand icons for it. Templates are found
    as before, also those.
    """
    environment_of_theme = theme.get_env

    def get_env() -> jinja2.Environment:
        env = environment_of_theme()
        env.loader = _OfTheme(theme.dirs)
        env.bytecode_cache = compiled
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
