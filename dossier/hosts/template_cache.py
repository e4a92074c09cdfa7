"""The compiled templates of pages, kept between two builds: compiling them takes longer than making a few pages."""

from __future__ import annotations

import contextlib
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from dossier.hosts.sealed import read_sealed, write_sealed


class TemplateCache(BytecodeCache):
    """Keeps what Jinja compiles in one file; what another version of the program compiled does not count."""

    def __init__(self, path: Path, program: str) -> None:
        self._path = path
        self._program = program
        self._compiled: dict[str, bytes] = read_sealed(path, program) or {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand over a template as compiled before; Jinja looks whether it is of the same text."""
        if compiled := self._compiled.get(bucket.key):
            bucket.bytecode_from_string(compiled)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template that was compiled just now."""
        self._compiled[bucket.key] = bucket.bytecode_to_string()
        with contextlib.suppress(OSError):  # the next build will compile it again
            write_sealed(self._path, self._program, self._compiled)
