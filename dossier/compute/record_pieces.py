"""The records of one file of a project, read piece by piece, so that of a long list only what changed is read again."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from dossier.compute.list_items import items
from dossier.load import SETTINGS, settings_records
from dossier.parse import parsed
from dossier.problems.rules import severity
from dossier.records.declare import RECORD_TYPES, Record
from dossier.records.team_blocks import broken_in_a_field
from dossier.text.source import RECORD_ENDINGS, Source, decoded, is_no_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dossier.problems.problem import Problem


class Piece(NamedTuple):
    """What a stretch of a file holds, by a digest of it; not `readable` where its text is no records at all.

    One with a mistake in it is not `sound`: no site was ever built from it.
    """

    digest: bytes
    records: tuple[Record, ...]
    readable: bool
    sound: bool


class Pieces:
    """Reads files, and what it has read before in another state of them it does not read again."""

    def __init__(self, known: Iterable[Piece] = ()) -> None:
        self._known = {piece.digest: piece for piece in known}

    def of(self, path: str, raw: bytes) -> tuple[Piece, ...]:
        """The pieces of a file; `path` is that in the content folder."""
        source, _ = decoded(path, raw)
        if source is None or is_no_text(path):
            return (Piece(b"", (), readable=False, sound=False),)
        whole = source.path.rpartition("/")[2] in SETTINGS or not path.casefold().endswith(RECORD_ENDINGS)
        texts = (source.text,) if whole else items(source.text) or (source.text,)
        return tuple(self._of(Source(path, text)) for text in texts)

    def _of(self, source: Source) -> Piece:
        digest = blake2b(f"{source.path}\0{source.text}".encode(), digest_size=16).digest()
        if digest not in self._known:
            records, problems = _read(source)
            errors = [problem for problem in problems if severity(problem) == "error"]
            sound = not errors and not any(found for record in records for found in broken_in_a_field(record))
            self._known[digest] = Piece(digest, records, not any(map(_hides_records, errors)), sound)
        return self._known[digest]


def _read(source: Source) -> tuple[tuple[Record, ...], Iterable[Problem]]:
    folders, _, name = source.path.rpartition("/")
    if name in SETTINGS:
        problems: list[Problem] = []
        return tuple(settings_records(source, RECORD_TYPES[name.partition(".")[0]], folders, problems)), problems
    found = parsed(source, source.path.split("/")[1])
    return found.records, found.problems


def _hides_records(problem: Problem) -> bool:
    """Whether an error keeps the records of a file from being read: it is no YAML, or no list of a known type."""
    return problem.code.startswith("DOS1") or problem.code == "DOS211"
