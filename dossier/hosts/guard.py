"""The last guard of a client's site: what was built is searched for what the client must not read."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.compute.leaks import Guard, Hit, leak_problems
from dossier.compute.readership import open_addresses
from dossier.compute.team_only import secrets
from dossier.hosts.authors import authors
from dossier.hosts.file_names import CLIENT_STYLE, FEED, SEARCH_INDEX
from dossier.hosts.verdict import Verdict
from dossier.language import LANGUAGES
from dossier.render.addresses import ATOM
from dossier.render.content_security import META, InlineCode, policy
from dossier.render.response_headers import headers_file, htaccess, response_headers
from dossier.views.wording import Wording

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from dossier.compute.readership import Origin
    from dossier.dossier import Portfolio
    from dossier.hosts.given import HostResult
    from dossier.hosts.reading import Reading
    from dossier.hosts.verdict import Guarded
    from dossier.problems.problem import Problem
    from dossier.text.source import Tree

_OWN_WORDS = (
    *("*.html", "partials/*.html", "partials/javascripts/*.html", "partials/languages/{language}.html"),
    *("pages/*.html", "macros/*.html"),
)
_NAMES = ("index.html", "404.html", "sitemap.xml", "sitemap.xml.gz", FEED, SEARCH_INDEX, CLIENT_STYLE)
"""Files of every site."""
_XML = '<?xml version="1.0" encoding="UTF-8"?>'
"""How the feed and the site map begin."""
_TITLE = re.compile(rb"<title>[^<]*</title>")
"""A page's name and the site's, one after the other: each was looked at where it stands alone."""


class SiteGuard:
    """The guard of a client's site that is being made: it looks at each part once, when the part is made.

    What is kept of the last build was searched then: it is searched again for what is new only.
    """

    def __init__(self, reading: Reading, client: str, site: Guarded) -> None:
        self._reading, self._client = reading, client
        self._themes = tuple(map(Path, site.themes))
        common = _of_every_site(self._themes)
        found = reading.secrets(client, known=[site.known], of_every_site=common)
        prints = [secret.print for secret in found]
        self._prints = frozenset(prints)
        self._guard = Guard(found)
        self._of_new = Guard([secret for secret, known in zip(found, prints, strict=True) if known not in site.before])
        self._hits: list[Hit] = []

    def look(self, name: str, content: str | bytes) -> None:
        """Look at a file of the site, or at what was made for it."""
        self._hits += self.found_in(name, content)

    def found_in(self, name: str, content: str | bytes) -> tuple[Hit, ...]:
        """What is found in a file of the site, for `take`."""
        return self._guard.hits(name, content)

    def take(self, hits: Iterable[Hit]) -> None:
        """Count what was found by others."""
        self._hits += hits

    def look_at_host(self, host: HostResult, files: Mapping[str, Path]) -> None:
        """Look at what the host made: what stands around pages, and these files.

        Of the search index that is the host's own part: what it holds of other pages is looked at with each.
        """
        for name, path in sorted(files.items()):
            if name == SEARCH_INDEX:
                self.look(name, host.search)
            elif not is_of_theme(path, name, self._themes):
                self.look(name, path.read_bytes())
        for key, frame in host.parts.frames.items() if files else ():
            self.look(f"{key}index.html" if key.endswith("/") else "every page", "\n".join(frame.texts))

    def look_at_copies(self, files: Mapping[str, Path]) -> None:
        """Look at files that people chose to publish as they are."""
        attached = open_addresses(self._reading.portfolio, self._client)
        for name, path in sorted(files.items()):
            self._hits += self._guard.hits(name, path.read_bytes(), attached=attached_as(name, attached))

    def look_again(self, folder: Path, names: Iterable[str]) -> None:
        """Look at files of the last build, which lie in this folder by now."""
        for name in sorted(names) if self._of_new else ():
            path = folder / name
            if not is_of_theme(path, name, self._themes):
                self._hits += self._of_new.hits(name, _TITLE.sub(b"", path.read_bytes(), count=1))

    def verdict(self) -> Verdict:
        """What came of all looks."""
        return Verdict(leaks=tuple(leak_problems(self._hits)), searched_for=self._prints)


def leaks_in_site(portfolio: Portfolio, tree: Tree, client: str, config: MkDocsConfig) -> tuple[Problem, ...]:
    """The problems of a client's site that was just built. `portfolio` is the whole one, not what the client sees."""
    themes = tuple(map(Path, shown_themes(config)))
    content = Path(config.docs_dir)
    guard = site_guard(portfolio, tree, client, content, themes, [config.copyright or ""])
    return site_problems(guard, portfolio, client, Path(config.site_dir), themes)


def shown_themes(config: MkDocsConfig) -> tuple[str, ...]:
    """The folders of templates whose words every site may show.

    Not among them is one that was written for this site alone: a secret may be in it.
    """
    own = config.theme.custom_dir
    return tuple(str(folder) for folder in config.theme.dirs if not own or Path(folder) != Path(own))


def site_guard(
    portfolio: Portfolio, tree: Tree, client: str, content: Path, themes: Iterable[Path], known: Iterable[str] = ()
) -> Guard:
    """The guard of a client's site.

    `portfolio` is the whole one, `content` the folder it was read from; `themes` are the folders of templates, whose
    words every site may show, and `known` further words that the configuration puts on every page.
    """
    common = _of_every_site(themes)
    return Guard(secrets(portfolio, tree, client, authors=authors(content), known=known, of_every_site=common))


def _of_every_site(themes: Iterable[Path]) -> tuple[str, ...]:
    """The words that every site may show: of its theme and its dates, and of files that belong to every site."""
    stated = policy(InlineCode())
    headers = response_headers(stated)
    files = (META, stated, headers_file(headers), htaccess(headers), ATOM, _XML)
    return (*files, *theme_words(themes), *_months(), *_NAMES, *theme_files(themes))


def site_problems(
    guard: Guard, portfolio: Portfolio, client: str, site: Path, themes: Iterable[Path]
) -> tuple[Problem, ...]:
    """A problem for every text in a built site that its client must not read.

    Files that a theme brings are left out when they are byte for byte its own: no record had a part in them.
    """
    folders = tuple(themes)
    attached = open_addresses(portfolio, client)
    hits: list[Hit] = []
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and not is_of_theme(path, name, folders):
            hits += guard.hits(name, path.read_bytes(), attached=attached_as(name, attached))
    return leak_problems(hits)


def attached_as(name: str, attached: Mapping[str, Origin]) -> Origin | None:
    """Where a record names a file of the site that is copied as it is: `web/files/DEL-001/offer.pdf`."""
    return attached.get(name.partition("/files/")[2])


def theme_words(themes: Iterable[Path]) -> Iterator[str]:
    """The texts of templates, which every site may show."""
    for folder in themes:
        for pattern in _OWN_WORDS:
            for name in {pattern.format(language=language) for language in LANGUAGES}:
                for path in sorted(folder.glob(name)):
                    with contextlib.suppress(FileNotFoundError):  # what an editor puts beside a file while it is open
                        yield path.read_text(encoding="utf-8", errors="replace")


def theme_files(themes: Iterable[Path]) -> Iterator[str]:
    """The names of the files that templates bring along, such as the sign in a browser's tab."""
    for folder in themes:
        for path in sorted(folder.glob("assets/**/*.*")):
            yield path.relative_to(folder).as_posix()


def _months() -> Iterator[str]:
    """The names of months as dates show them."""
    for month in range(1, 13):
        yield Wording("en").day(date(2026, month, 1)).strip("0123456789 ")


def is_of_theme(path: Path, name: str, themes: Iterable[Path]) -> bool:
    """Whether a file of the site is byte for byte one that a theme brings."""
    return any(_same(path, folder / name) for folder in themes)


def _same(path: Path, other: Path) -> bool:
    return other.is_file() and path.read_bytes() == other.read_bytes()
