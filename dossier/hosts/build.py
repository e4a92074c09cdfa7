"""Sites made whole beside the old ones and put in their place; of the last build all is kept that is still the same."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from msgspec import Struct

from dossier.compute.telling import read_texts
from dossier.hosts.last_build import workplace
from dossier.hosts.mark import MARK
from dossier.hosts.rebuild import Rebuild
from dossier.hosts.side_by_side import Ended, side_by_side
from dossier.hosts.sites import CannotBuild, Reading, SiteRequest, seen_by
from dossier.views.watched import prepare_prints

CONFIGURATION = "mkdocs.yml"
TEAM = "team"


class Built(Struct, frozen=True, kw_only=True):
    """A finished site: whose it is, where it lies, its pages, how many of them were made anew, and the seconds."""

    name: str
    folder: str
    pages: int
    made: int
    seconds: float


def build_sites(
    root: Path, reading: Reading, requests: Sequence[SiteRequest], out: Path, jobs: int
) -> tuple[Built, ...]:
    """Build a site for each request into `out/<client>` (or `out/team`), `jobs` of them side by side.

    A single site is made by as many processes. Raises CannotBuild for the first that fails; those that can be finished
    are.
    """
    each = jobs if len(requests) == 1 else 1
    if len(requests) > 1:
        _prepare(reading, requests)
    works = [partial(build_site, root, reading, request, out, each) for request in requests]
    try:
        return tuple(side_by_side(works, jobs))
    except Ended as error:
        raise CannotBuild(str(error)) from error


def _prepare(reading: Reading, requests: Sequence[SiteRequest]) -> None:
    """Work out here, and once, what several sites ask of every record: what a process of one finds, dies with it."""
    for request in requests:
        if request.audience == "client":
            read_texts(reading.portfolio, reading.tree, request.client)
            for dossier in seen_by(reading.portfolio, request).dossiers:
                prepare_prints(dossier)


def build_site(root: Path, reading: Reading, request: SiteRequest, out: Path, jobs: int = 1) -> Built:
    """Build one site, in `jobs` processes. Raises CannotBuild; then the last good site is untouched."""
    name = request.client or TEAM
    live = out / name
    began = time.monotonic()
    try:
        _refuse_what_is_not_ours(root, live)
        place = workplace(root, live)
        with place.alone():
            rebuild = Rebuild(configuration_of(root), reading, request, live, place, jobs=jobs)
            rebuild.run()
    except OSError as error:
        raise CannotBuild(f"{name}: {error.strerror}: {error.filename or live}") from error
    seconds = round(time.monotonic() - began, 2)
    return Built(name=name, folder=str(live), pages=rebuild.pages, made=rebuild.made, seconds=seconds)


def _refuse_what_is_not_ours(root: Path, target: Path) -> None:
    """A build replaces its target whole, so it must be a site we built, or not there yet. Raises CannotBuild."""
    here = root.resolve()
    there = target.resolve()
    if here.is_relative_to(there) or there.is_relative_to(here / "content"):
        raise CannotBuild(f"{target} holds the records themselves; name another folder with --out")
    if target.exists() and not (target / MARK).exists() and not _is_empty_folder(target):
        raise CannotBuild(f"{target} is there and was not built by dossier; move it away, or name another --out")


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def configuration_of(root: Path) -> Path:
    """The configuration of MkDocs in a workspace. Raises CannotBuild where there is none."""
    path = root / CONFIGURATION
    if not path.is_file():
        raise CannotBuild(
            f"there is no {CONFIGURATION} in {root}; `dossier new client ID` writes one in an empty folder"
        )
    return path
