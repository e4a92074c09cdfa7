"""What the guard of a site is told of it, and what comes of its looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from dossier.problems.problem import Problem


class Guarded(Struct, frozen=True, kw_only=True):
    """A site that is to be guarded.

    `themes` and `known` are those of its HostResult; `before` has a print of each text for which the last build was
    searched.
    """

    themes: tuple[str, ...]
    known: str
    before: frozenset[bytes]


class Verdict(Struct, frozen=True, kw_only=True):
    """What stands in the way of showing a site.

    `sound`: its records hold no errors; else nothing more was found out. `secret_in_history`: not all of the history
    may be told. `leaks`: what its client must not read was found on it; `searched_for` has a print of all such texts.
    """

    sound: bool = True
    secret_in_history: bool = False
    leaks: tuple[Problem, ...] = ()
    searched_for: frozenset[bytes] = frozenset()
