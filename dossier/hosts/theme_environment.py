"""How templates of a theme are found: none is compiled again that was compiled before, and no hidden file is listed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import FileSystemLoader

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        if type(env.loader) is FileSystemLoader:
            env.loader = _OfTheme(theme.dirs)
        env.bytecode_cache = compiled
        return env

    theme.get_env = get_env  # type: ignore[method-assign]


class _OfTheme(FileSystemLoader):
    def list_templates(self) -> list[str]:
        return sorted({name for folder in self.searchpath for name in _shown(folder)})


def _shown(folder: str) -> Iterator[str]:
    """The paths of files below a folder that are not hidden, as Jinja gives them."""
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        inside = Path(here).relative_to(folder)
        yield from ((inside / name).as_posix() for name in files if not name.startswith("."))
