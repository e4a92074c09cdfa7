"""What lies where a site is made, seen while nobody else makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from msgspec import Struct

from dossier.hosts.site_tree import Found, Stamp, found_in, stamp


class SiteLook(Struct, frozen=True):
    """The files of the site that are not as the last build left them, and what is there of its next version."""

    differ: frozenset[str]
    next_site: Found


def look_at_site(live: Path, stamps: Mapping[str, Stamp], next_site: Path) -> SiteLook:
    """Look at the site, of which the last build left files with these stamps, and at its next version."""
    folder = str(live)
    differ = (name for name, known in stamps.items() if stamp(f"{folder}/{name}") != known)
    return SiteLook(frozenset(differ), found_in(next_site))


BeginLook = Callable[[Path, Mapping[str, Stamp], Path], Callable[[], SiteLook]]
"""Begins to look at a site as `look_at_site` does, and gives what waits for it."""
BEGIN_LOOK: BeginLook = partial(partial, look_at_site)
"""Looks when it is waited for."""
