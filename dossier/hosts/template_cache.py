"""Compiled templates, kept between two builds of this user: compiling them takes longer than making a few pages."""

from __future__ import annotations

import contextlib
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache
from platformdirs import user_cache_path

from dossier.hosts.sealed import read_sealed, write_sealed


class TemplateCache(BytecodeCache):
    """Holds what Jinja compiles, for `keep` to put it into one file; another program's file does not count."""

    def __init__(self, path: Path, program: str) -> None:
        self._path = path
        self._program = program
        self._compiled: dict[str, bytes] = read_sealed(path, program) or {}
        self._is_kept = True

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand over a template as compiled before; Jinja looks whether it is of the same text."""
        if compiled := self._compiled.get(bucket.key):
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Hold a template that was compiled just now."""
        self._compiled[bucket.key] = bucket.bytecode_to_string()
        self._is_kept = False

    def keep(self) -> None:
        """Keep what was compiled for the builds to come; where that cannot be, they compile it again."""
        if not self._is_kept:
            with contextlib.suppress(OSError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                write_sealed(self._path, self._program, self._compiled)
                self._is_kept = True


def kept_templates(name: str, program: str) -> TemplateCache:
    """The templates of this name (those of pages, or those of the host) that all workspaces of this user share."""
    return TemplateCache(user_cache_path("dossier", appauthor=False) / f"templates-{name}", program)
