"""Sites built through MkDocs beside the old ones and swapped in only when they are whole."""

from __future__ import annotations

import logging
import os
import shutil
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's advertisement is not for our users

from jinja2 import TemplateError, TemplateSyntaxError
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError, MkDocsException

from dossier.hosts.site_files import MARK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.hosts.sites import SiteRequest

CONFIGURATION = "mkdocs.yml"
TEAM = "team"


class CannotBuild(Exception):
    """A site could not be built; the text says why. The last good site is untouched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A finished site: whose it is, where it lies, how many pages it has, and how long it took (seconds)."""

    name: str
    folder: str
    pages: int
    seconds: float


def build_sites(root: Path, requests: Sequence[SiteRequest], out: Path, jobs: int) -> tuple[Built, ...]:
    """Build a site for each request into `out/<client>` (or `out/team`), `jobs` of them side by side.

    Raises CannotBuild for the first that fails; those that were finished before stay.
    """
    if jobs <= 1 or len(requests) <= 1:
        return tuple(build_site(root, request, out) for request in requests)
    with ProcessPoolExecutor(max_workers=min(jobs, len(requests))) as pool:
        futures = [pool.submit(build_site, root, request, out) for request in requests]
        return tuple(future.result() for future in futures)


def build_site(root: Path, request: SiteRequest, out: Path) -> Built:
    """Build one site. Raises CannotBuild."""
    name = request.client or TEAM
    began = time.monotonic()
    try:
        out.mkdir(parents=True, exist_ok=True)
        _refuse_what_is_not_ours(root, out / name)
        fresh = Path(mkdtemp(prefix=f".{name}-", dir=out))
    except OSError as error:
        raise CannotBuild(f"{name}: {error.strerror}: {error.filename}") from error
    try:
        _run_mkdocs(root, request, fresh)
        fresh.chmod(0o755)
        pages = sum(1 for _ in fresh.rglob("index.html"))
        _swap(fresh, out / name)
    except OSError as error:
        raise CannotBuild(f"{name}: {error.strerror}: {error.filename}") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return Built(name=name, folder=str(out / name), pages=pages, seconds=round(time.monotonic() - began, 2))


def serve_site(root: Path, request: SiteRequest, address: str | None) -> None:
    """Serve a site and build it again whenever a record, a template or a style changes; returns when interrupted.

    MkDocs loads its configuration anew for every build, so the request goes through the environment.
    """
    console = logging.StreamHandler()
    console.setFormatter(logging.Formatter("%(message)s"))
    logging.getLogger("mkdocs.livereload").addHandler(console)
    logging.getLogger("mkdocs.livereload").setLevel(logging.INFO)
    os.environ["DOSSIER_CLIENT"] = request.client
    os.environ["DOSSIER_AUDIENCE"] = request.audience
    os.environ["DOSSIER_AS_OF"] = request.as_of.isoformat()
    try:
        mkdocs_serve(str(_configuration(root)), dev_addr=address)
    except (Abort, ConfigurationError) as error:
        raise CannotBuild(str(error)) from error


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


def _run_mkdocs(root: Path, request: SiteRequest, target: Path) -> None:
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    try:
        config = load_config(str(_configuration(root)), site_dir=str(target))
        plugin = config.plugins.get("dossier")
        if plugin is None:
            raise CannotBuild(f"{CONFIGURATION} does not name the plugin `dossier` under `plugins:`")
        plugin.request = request
        mkdocs_build(config)
    except Abort as error:
        raise CannotBuild(error.message) from error
    except MkDocsException as error:
        raise CannotBuild(str(error)) from error
    except TemplateError as error:
        raise CannotBuild(_template_problem(error)) from error


def _template_problem(error: TemplateError) -> str:
    """Which template of a theme cannot be used, and why."""
    where = f"{error.filename or error.name}:{error.lineno}: " if isinstance(error, TemplateSyntaxError) else ""
    return f"a template of the theme cannot be used: {where}{error.message or error}"


def _configuration(root: Path) -> Path:
    path = root / CONFIGURATION
    if not path.is_file():
        raise CannotBuild(
            f"there is no {CONFIGURATION} in {root}; `dossier new client ID` writes one in an empty folder"
        )
    return path


def _swap(fresh: Path, target: Path) -> None:
    """Put the new site where the old one was: two renames, so that there is never half a site."""
    old = fresh.with_name(f"{fresh.name}.old")
    if target.exists():
        target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
