"""A site on this machine that follows every change of a record, a template or a style."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import threading
import warnings
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # the theme's advertisement is not for our users

from markupsafe import escape
from mkdocs.livereload import LiveReloadServer

from dossier.hosts.build import configuration_of, refused
from dossier.hosts.changes import Changes
from dossier.hosts.content_cache import ContentCache
from dossier.hosts.followed import followed_paths
from dossier.hosts.git_look import head_log
from dossier.hosts.last_build import LastBuild, RememberingWorkplace, workplace
from dossier.hosts.program_key import look_at_theme_again
from dossier.hosts.reading import Reading, read_content
from dossier.hosts.rebuild import Rebuild
from dossier.hosts.side_by_side import Ended, processors
from dossier.hosts.site_request import CannotBuild, SiteRequest
from dossier.language import Language
from dossier.render.located import located
from dossier.render.problems import text as problems_text
from dossier.text.cache_folder import cache_folder, unlinked
from dossier.theme import THEME
from dossier.words import words

DEFAULT_ADDRESS = "127.0.0.1:8000"
_DELAY_SECONDS = 0.1
"""How long after a change it is waited for another, since editors write more than once."""
_LOOKING_SECONDS, _LOOKING_SECONDS_A_FILE = 0.1, 0.000_04
"""How often it is looked for changes; a look takes 8 µs a file here, and shall not take more than a fifth of a core."""
_IDLE_SECONDS = 0.5
"""When nothing was built for so long, garbage is collected, which takes a third of a second of thousands of pages."""
_SECONDS_FOR_A_BUILD = 60
_LAST_PORT = 65_535
_ARTICLE = b'<article class="md-content__inner md-typeset">'

log = logging.getLogger("mkdocs.livereload")


def serve_site(root: Path, request: SiteRequest, address: str | None, cache: ContentCache) -> None:
    """Serve a site and build it again whenever something changes, or is committed; returns when interrupted.

    `cache` has read the content before, perhaps. Raises CannotBuild.
    """
    configuration = configuration_of(root)
    host, _, port = (address or DEFAULT_ADDRESS).rpartition(":")
    if not host or not port.isdecimal() or int(port) > _LAST_PORT:
        raise CannotBuild(f"expected HOST:PORT, found `{address}`")
    # Two may serve the same client as of two days, each at a port of its own.
    name = f"{request.client or 'team'}-{request.audience}-{int(port)}"
    live = unlinked(unlinked(cache_folder(root) / "served") / name)
    _tell_on_console()
    always = (root / "content", configuration, THEME, *head_log(root))
    files = sum(len(names) for path in (*always, *followed_paths(configuration)) for _, _, names in os.walk(path))
    server = _Server(host, int(port), live, always)
    changes = Changes(server.build_again, _LOOKING_SECONDS + files * _LOOKING_SECONDS_A_FILE)
    builder = _Builder(root, configuration, request, live, server, cache)

    def follow_and_build(jobs: int = 1) -> None:
        for path in (*always, *followed_paths(configuration)):  # which may name others by now
            changes.watch(path)
        with changes.unlooked():
            builder.build(jobs)

    server.builder = follow_and_build
    follow_and_build(processors())  # only now: a process with threads is not safely copied
    cache.keep()
    if server.failed and not live.exists():
        raise server.failed
    try:
        changes.start()
        server.serve()
    except KeyboardInterrupt:
        log.info("stopped")
    except OSError as error:
        raise CannotBuild(f"{address or DEFAULT_ADDRESS}: {error.strerror}") from error
    finally:
        changes.stop()
        builder.close()
        server.shutdown()


class _Server(LiveReloadServer):
    """MkDocs' server, which shows the problems of the records on top of every page as it hands the page out."""

    def __init__(self, host: str, port: int, folder: Path, watched: Iterable[Path]) -> None:
        super().__init__(lambda: None, host, port, str(folder))
        self._watched_paths = dict.fromkeys(map(str, watched), 1)  # by `Changes`; only then does it put in anything
        self.builder: Callable[[], None]
        self.failed: CannotBuild | None = None
        self.build_delay = _DELAY_SECONDS
        self.problems = b""
        self.error_handler = self._page_for_what_is_not_there

    def build_again(self) -> None:
        """Build as soon as no more changes come."""
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def _serve_request(self, environ: Any, start_response: Any) -> Any:
        if not Path(self.root).is_dir():  # with the cache, which may be deleted at any time
            with self._epoch_cond:
                shown = self._visible_epoch
                self.build_again()
                self._epoch_cond.wait_for(lambda: self._visible_epoch > shown, _SECONDS_FOR_A_BUILD)
        address = environ.get("PATH_INFO", "").replace("\0", "%00")  # to ask for a file of such a name is an error
        return super()._serve_request({**environ, "PATH_INFO": address}, start_response)

    def _page_for_what_is_not_there(self, _code: int) -> bytes | None:
        """A page that comes back by itself: it may be missing for a mistake that somebody is about to mend."""
        page = Path(self.root, "404.html")
        content = page.read_bytes() if page.is_file() else self.problems
        return self._inject_js_into_html(content, self._visible_epoch) if content else None

    def _inject_js_into_html(self, content: bytes, epoch: int) -> Any:
        return super()._inject_js_into_html(content.replace(_ARTICLE, _ARTICLE + self.problems, 1), epoch)


class _Builder:
    """Builds the site that is served, again and again, and puts the house in order while nothing is to be built."""

    def __init__(
        self, root: Path, configuration: Path, request: SiteRequest, live: Path, server: _Server, cache: ContentCache
    ) -> None:
        self._root, self._configuration, self._request, self._live = root, configuration, request, live
        self._server = server
        self._cache = cache
        self._last: dict[str, LastBuild] = {}
        self._settled: dict[str, LastBuild] = {}
        self._idle: threading.Timer | None = None
        gc.disable()

    def build(self, jobs: int) -> None:
        """Build the site as it is now; what keeps it from being built is told, and the last one stays."""
        self._stop()
        server, live = self._server, self._live
        server.failed = None
        try:
            look_at_theme_again()
            reading = read_content(self._root / "content", self._request.as_of, self._cache, jobs=jobs)
            server.problems = _problems(reading, self._request)  # before the site can be seen that has them
            place = self._place
            with place.alone():
                rebuild = Rebuild(self._configuration, reading, self._request, live, place, serving=True, jobs=jobs)
                rebuild.run()
                if rebuild.new_files:
                    place.lay_out(live, rebuild.new_files)
            log.info("%d of %d pages made anew", rebuild.made, rebuild.pages)
        except (CannotBuild, Ended) as error:
            self._tell(str(error))
        except OSError as error:
            self._tell(refused(error, self._root, live))
        finally:
            idle = threading.Timer(_IDLE_SECONDS, self._put_in_order)
            idle.daemon = True
            idle.start()
            self._idle = idle

    def close(self) -> None:
        """Leave what was built for another process to go on from."""
        self._stop()
        self._settle()

    def _tell(self, why: str) -> None:
        """Tell why the site cannot be built."""
        self._server.problems = f'<pre class="dossier-problems">{escape(why)}</pre>'.encode()
        self._server.failed = CannotBuild(why)
        log.error("%s", why)

    def _stop(self) -> None:
        """Nothing is put in order while something is built."""
        if self._idle:
            self._idle.cancel()
            self._idle.join()

    def _put_in_order(self) -> None:
        self._settle()
        gc.collect()

    def _settle(self) -> None:
        # Nobody is waited for: what another process keeps of a build of its own is as good.
        with contextlib.suppress(OSError):  # the next process will make more anew
            place = self._place
            if self._settled != self._last:
                place.settle()
                self._settled = self._last.copy()

    @property
    def _place(self) -> RememberingWorkplace:
        return RememberingWorkplace(workplace(self._root, self._live).folder, memory=self._last)


def _problems(reading: Reading, request: SiteRequest) -> bytes:
    found = located(reading.problems_of(request), reading.tree.sources, "content/")
    if not found:
        return b""
    client = reading.portfolio.client(request.client)
    language: Language = "zh" if (client.language if client else request.language) == "zh" else "en"
    title, told = words(language)("problems_in_records"), problems_text(found, len(reading.tree.sources))
    return (
        f'<details class="dossier-problems" open><summary>{escape(title)}</summary><pre>{escape(told)}</pre></details>'
    ).encode()


def _tell_on_console() -> None:
    # watchdog warns for each folder that comes back under its old name; what it then does is right.
    warnings.filterwarnings("ignore", message="Callback with id")
    console = logging.StreamHandler()
    console.setFormatter(logging.Formatter("%(message)s"))
    log.addHandler(console)
    log.setLevel(logging.INFO)
