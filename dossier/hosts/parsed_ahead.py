"""Many sources parsed by several processes at once, with what every record is asked for worked out there, too."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from dossier.hosts.side_by_side import CAN_COPY, Ended, here_and_beside
from dossier.parse import Parsed, parsed
from dossier.records.once import ASKED_OF_ALL, Purpose

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from dossier.records.declare import Record
    from dossier.text.source import Source

    Parse = Callable[[Source, str], Parsed]
    Sources = Sequence[tuple[Source, str]]

_MANY = 100_000
"""So many characters are sooner parsed by two processes, each of which takes ten milliseconds to begin and to tell."""
_SHARE = 2_000_000
"""So many characters are parsed by a process at a time: what one tells takes memory here."""
_MODULES: Mapping[Purpose, tuple[str, ...]] = {
    "check": ("dossier.checks.everything",),
    "site": ("dossier.compute.team_only", "dossier.views.watched"),
}
"""The modules that ask every record for something, and what they import."""
_NEXT: Mapping[Purpose, tuple[str, ...]] = {"check": (), "site": ("dossier.hosts.build",)}
"""The modules that are needed next, and are imported while copies parse."""


def parsed_ahead(sources: Iterable[tuple[Source, str]], purposes: Collection[Purpose], jobs: int) -> Parse:
    """What gives what `parsed` gives; of many sources, each with the id of its project, it is found out now.

    For what every record will be asked (`records/once.py: asked_of_all`), it is asked there.
    """
    known = list(sources) if jobs > 1 and CAN_COPY else []
    characters = sum(len(source.text) for source, _ in known)
    if characters < _MANY:
        return parsed
    _import_all(_MODULES, purposes)
    asked = [ask for purpose in purposes for ask in ASKED_OF_ALL[purpose]]
    # This process has half as much to parse as each of the others, since it imports besides what comes next.
    part = min(_SHARE // 2, max(_MANY // 4, characters // (2 * jobs - 1) + 1))
    own = next(iter(_shares(known, part)))
    shares = [own, *_shares(known[len(own) :], 2 * part)]

    def parsed_here() -> list[Parsed]:
        _import_all(_NEXT, purposes)
        return _parsed(own, asked)

    try:
        found = here_and_beside(parsed_here, [partial(_parsed, share, asked) for share in shares[1:]], jobs)
    except (Ended, OSError):  # for want of memory or processes, of which this one alone takes less
        return parsed
    ahead = {
        (source.path, project): (source, each)
        for share, of_share in zip(shares, found, strict=True)
        for (source, project), each in zip(share, of_share, strict=True)
    }

    def parse(source: Source, project: str) -> Parsed:
        same, each = ahead.pop((source.path, project), (None, None))
        return each if each and same is source else parsed(source, project)

    return parse


def _import_all(modules: Mapping[Purpose, tuple[str, ...]], purposes: Collection[Purpose]) -> None:
    for module in (module for purpose in purposes for module in modules[purpose]):
        import_module(module)


def _shares(sources: Sources, characters: int) -> Iterable[Sources]:
    """The sources in parts of about so many characters each, in their order."""
    share: list[tuple[Source, str]] = []
    length = 0
    for source, project in sources:
        share.append((source, project))
        length += len(source.text)
        if length >= characters:
            yield share
            share, length = [], 0
    if share:
        yield share


def _parsed(sources: Sources, asked: Collection[Callable[[Record], object]]) -> list[Parsed]:
    found = [parsed(source, project) for source, project in sources]
    for record in (record for each in found for record in each.records):
        for ask in asked:
            ask(record)
    return found
