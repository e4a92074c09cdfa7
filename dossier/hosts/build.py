"""Sites made whole beside the old ones and put in their place; of the last build all is kept that is still the same."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from dossier.hosts.last_build import workplace
from dossier.hosts.mark import MARK
from dossier.hosts.rebuild import Rebuild
from dossier.hosts.sites import CannotBuild, Reading, SiteRequest

CONFIGURATION = "mkdocs.yml"
TEAM = "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
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

    Raises CannotBuild for the first that fails; those that were finished before stay.
    """
    if jobs <= 1 or len(requests) <= 1:
        return tuple(build_site(root, reading, request, out) for request in requests)
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("fork" if "fork" in methods else None)
    workers = min(jobs, len(requests))
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_read, initargs=(reading,)) as pool:
        futures = [pool.submit(_build_in_worker, root, request, out) for request in requests]
        return tuple(future.result() for future in futures)


_READ: list[Reading] = []  # what a worker builds from: handed over once, not with every site


def _read(reading: Reading) -> None:
    _READ[:] = [reading]


def _build_in_worker(root: Path, request: SiteRequest, out: Path) -> Built:
    return build_site(root, _READ[0], request, out)


def build_site(root: Path, reading: Reading, request: SiteRequest, out: Path) -> Built:
    """Build one site. Raises CannotBuild; then the last good site is untouched."""
    name = request.client or TEAM
    live = out / name
    began = time.monotonic()
    try:
        _refuse_what_is_not_ours(root, live)
        place = workplace(root, live)
        with place.alone():
            rebuild = Rebuild(configuration_of(root), reading, request, live, place)
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
