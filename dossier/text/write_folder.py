"""A whole folder of files, written beside the old one and put in its place, and only over what was written before."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from dossier.text.swap import put_in_place

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class NotOurs(Exception):
    """A folder holds what was not written before, or was changed since; the text names some of it."""


def write_folder(target: Path, files: Mapping[str, bytes], mark: str, built: Collection[str] = ()) -> None:
    """Write all files below `target`, or none of them; what an earlier call wrote there is replaced.

    `mark` is the file that lists what was written, with digests; `built` names folders in `target` that a program
    made from it, which stay. Raises NotOurs where anything else would be lost, and OSError.
    """
    _refuse_a_loss(target, mark, built)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    listed = "".join(f"{_digest(content)}  {name}\n" for name, content in sorted(files.items()))
    try:
        for name, content in sorted({**files, mark: listed.encode()}.items()):
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        fresh.chmod(0o755)
        put_in_place(fresh, target)
        for name in built:  # they lie where the last version does now
            if (fresh / name).is_dir() and not (target / name).exists():
                (fresh / name).rename(target / name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _refuse_a_loss(target: Path, mark: str, built: Collection[str]) -> None:
    if not target.exists() and not target.is_symlink():
        return
    if target.is_symlink() or not target.is_dir():
        raise NotOurs("it is no folder")
    found = {path.relative_to(target).as_posix(): path for path in sorted(target.rglob("*")) if not path.is_dir()}
    listed = found.pop(mark, None)
    if found and listed is None:
        raise NotOurs("it is not empty and was not written by dossier")
    known = dict(_entries(listed)) if listed else {}
    lost = [
        name
        for name, path in found.items()
        if name.partition("/")[0] not in built and (path.is_symlink() or known.get(name) != _digest(path.read_bytes()))
    ]
    if lost:
        more = f" and {len(lost) - 3} more" if len(lost) > 3 else ""
        raise NotOurs(f"changed since it was written: {', '.join(lost[:3])}{more}")


def _entries(listed: Path) -> list[tuple[str, str]]:
    lines = listed.read_text(encoding="utf-8", errors="replace").splitlines()
    return [(name, digest) for digest, _, name in (line.partition("  ") for line in lines)]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
