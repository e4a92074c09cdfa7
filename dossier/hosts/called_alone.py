"""What the plugin does where MkDocs was called and not `dossier`: it reads the records and writes the pages itself."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.plugins import get_plugin_logger

from dossier.hosts.given import Given, HostResult
from dossier.hosts.guard import leaks_in_site
from dossier.hosts.reading import read_content
from dossier.hosts.site_request import SiteError, SiteRequest
from dossier.hosts.site_writer import content_of, copied_files, found_on, framed, last_files
from dossier.hosts.sites import client_look, contexts, site_of
from dossier.render.located import located
from dossier.render.problems import text as problems_text

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from dossier.problems.problem import Problem
    from dossier.render.pages import PageRenderer
    from dossier.text.source import Tree

log = get_plugin_logger("dossier")


def read_for(config: MkDocsConfig, request: SiteRequest, *, serving: bool) -> Given:
    """What the content folder holds for the site that is asked for.

    Raises PluginError where records have errors, unless `serving`, or the site cannot be made.
    """
    reading = read_content(Path(config.docs_dir), request.as_of)
    errors = reading.errors_of(request)
    if errors and not serving:
        text = told(errors, reading.tree, config)
        raise PluginError(f"the records have errors; nothing was built, the last site stays\n\n{text}")
    try:
        made_from = contexts(reading.portfolio, request, reading)
    except SiteError as error:
        raise PluginError(str(error)) from error
    look = client_look(request, made_from, reading.portfolio.files)
    return Given(reading, request, site_of(made_from, reading.portfolio.pages, request, ""), look, serving)


def write_pages(given: Given, result: HostResult, renderer: PageRenderer, config: MkDocsConfig) -> None:
    """The same pages that `dossier build` writes, all of them, into the host's folder."""
    folder, found = Path(config.site_dir), []
    for entry in given.site.pages():
        if entry.document is None:
            content = content_of(entry, given.site, renderer)
            found.append(found_on(entry, content))
            _write(folder / entry.url / "index.html", framed(entry, content, result.parts).encode())
    for name, source in copied_files(given.site, given.look).items():
        _write(folder / name, Path(config.docs_dir, source).read_bytes())
    for name, content_bytes in last_files(given.site, given.request.audience, result.search, found, result.site_url):
        _write(folder / name, content_bytes)


def refuse_leaks(given: Given, config: MkDocsConfig) -> None:
    """Nothing of a client's site that leaks is left, so that nobody publishes it by mistake; while serving it is told.

    Raises MkDocsException.
    """
    if given.request.audience != "client":
        return
    reading = given.reading
    leaks = leaks_in_site(reading.portfolio, reading.tree, given.request.client, config)
    if not leaks:
        return
    text = told(leaks, reading.tree, config)
    if given.serving:
        log.error("the site holds what its client must not read; `dossier build` would refuse it\n\n%s", text)
        return
    _empty(Path(config.site_dir))
    raise MkDocsException(f"the site holds what its client must not read; it is not published\n\n{text}")


def told(problems: tuple[Problem, ...], tree: Tree, config: MkDocsConfig) -> str:
    """Problems as `dossier check` shows them."""
    prefix = f"{Path(config.docs_dir).name}/"
    return problems_text(located(problems, tree.sources, prefix), len(tree.sources))


def _empty(folder: Path) -> None:
    """Leave nothing in the folder, hidden files included."""
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
