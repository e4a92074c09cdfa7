"""Sites made whole beside the old ones and put in their place; of the last build all is kept that is still the same."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from dossier.compute.telling import read_texts
from dossier.hosts.last_build import workplace
from dossier.hosts.mark import MARK, is_of_others
from dossier.hosts.reading import Reading, seen_by
from dossier.hosts.rebuild import Rebuild
from dossier.hosts.side_by_side import Ended, side_by_side
from dossier.hosts.site_look import BEGIN_LOOK
from dossier.hosts.site_request import CannotBuild, RecordErrors, SecretInHistory, SiteRequest
from dossier.text.cache_folder import CACHE
from dossier.views.watched import prepare_prints

if TYPE_CHECKING:
    from dossier.compute.projection import Audience
    from dossier.hosts.ahead import Ahead
    from dossier.hosts.inspection import Inspection

CONFIGURATION = "mkdocs.yml"
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""A disk, a quota or a limit: what was read has room enough."""


class Built(Struct, frozen=True, kw_only=True):
    """A finished site: whose it is, where it lies, its pages, how many of them were made anew, and the seconds."""

    name: str
    folder: str
    pages: int
    made: int
    seconds: float


def build_sites(
    root: Path, reading: Reading, requests: Sequence[SiteRequest], out: Path, jobs: int, ahead: Ahead | None = None
) -> tuple[Built, ...]:
    """Build a site for each request into its folder in `out`, `jobs` of them side by side.

    A single site is made by as many processes, with what was begun `ahead`. Raises RecordErrors, and CannotBuild for
    the first that fails; those that can be finished are.
    """
    try:
        inspection = ahead.inspection(reading, requests[0]) if ahead and len(requests) == 1 else None
        if ahead and inspection:
            return (_build_inspected(root, reading, requests[0], out, jobs, inspection, ahead),)
        if any(reading.errors_of(request) for request in requests):
            raise RecordErrors
        if len(requests) == 1:
            return (build_site(root, reading, requests[0], out, jobs, ahead=ahead),)
        _prepare(reading, requests)
        works = [partial(build_site, root, reading, request, out) for request in requests]
        return tuple(side_by_side(works, jobs))
    except Ended as error:
        raise CannotBuild(str(error)) from error


def _build_inspected(
    root: Path,
    reading: Reading,
    request: SiteRequest,
    out: Path,
    jobs: int,
    inspection: Inspection,
    ahead: Ahead,
) -> Built:
    """Build a site while it is found out whether it may be shown. Raises as `build_sites`."""
    try:
        return build_site(root, reading, request, out, jobs, inspection, ahead)
    except SecretInHistory:
        return build_site(root, reading, request, out, jobs)
    except Exception as error:
        if reading.errors_of(request):  # it is no wonder then
            raise RecordErrors from error
        raise


def _prepare(reading: Reading, requests: Sequence[SiteRequest]) -> None:
    """Work out here, and once, what several sites ask of every record: what a process of one finds, dies with it."""
    for request in requests:
        if request.audience == "client":
            read_texts(reading.portfolio, reading.tree, request.client)
            for dossier in seen_by(reading.portfolio, request).dossiers:
                prepare_prints(dossier)


def build_site(
    root: Path,
    reading: Reading,
    request: SiteRequest,
    out: Path,
    jobs: int = 1,
    inspection: Inspection | None = None,
    ahead: Ahead | None = None,
) -> Built:
    """Build one site, in `jobs` processes. Raises CannotBuild, and what the inspection finds as `Rebuild.run` does.

    Then the last good site is untouched.
    """
    name = request.folder
    live = out / name
    start = time.monotonic()
    try:
        _refuse_what_is_not_ours(root, live, request.audience)
        place = workplace(root, live)
        with place.alone() as held_by_copies:
            rebuild = Rebuild(
                configuration_of(root),
                reading,
                request,
                live,
                place,
                jobs=jobs,
                inspection=inspection,
                begin_look=ahead.looker.look_at_site if ahead and inspection else BEGIN_LOOK,
            )
            rebuild.run()
            if rebuild.new_files:
                lay_out = partial(place.lay_out, live, rebuild.new_files)
                ahead.afterwards(lay_out) if ahead and held_by_copies else lay_out()
    except OSError as error:
        raise CannotBuild(f"{name}: {refused(error, root, live)}") from error
    seconds = round(time.monotonic() - start, 2)
    return Built(name=name, folder=str(live), pages=rebuild.pages, made=rebuild.made, seconds=seconds)


def refused(error: OSError, root: Path, live: Path) -> str:
    """What the system refused and where: a full disk is not that of the file that was to be copied."""
    where = live if error.errno in FULL else Path(os.fsdecode(error.filename or live))
    cache = root / CACHE.parent
    hint = f"; {cache} may be deleted at any time" if where.is_relative_to(cache) else ""
    return f"{error.strerror}: {where}{hint}"


def _refuse_what_is_not_ours(root: Path, target: Path, audience: Audience) -> None:
    """A build replaces its target whole, so it must be a site we built, or not there yet. Raises CannotBuild."""
    here = root.resolve()
    there = target.resolve()
    if here.is_relative_to(there) or there.is_relative_to(here / "content"):
        raise CannotBuild(f"{target} holds the records themselves; name another folder with --out")
    if target.exists() and not (target / MARK).exists() and not _is_empty_folder(target):
        raise CannotBuild(f"{target} is there and was not built by dossier; move it away, or name another --out")
    if is_of_others(target, audience):
        raise CannotBuild(f"{target} was built for other readers, not for the {audience}; name another --out")


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def configuration_of(root: Path) -> Path:
    """The configuration of MkDocs in a workspace. Raises CannotBuild where there is none."""
    path = root / CONFIGURATION
    if path.exists() and not path.is_file():
        raise CannotBuild(f"{CONFIGURATION} in {root} is no file, so there is nothing to be read in it")
    if not path.is_file():
        raise CannotBuild(
            f"there is no {CONFIGURATION} in {root}; `dossier new client ID` writes one in an empty folder"
        )
    return path
