"""The last guard of a client's site: what was built is searched for what the client must not read."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dossier.compute.leaks import Guard, Hit, leak_problems
from dossier.compute.readership import open_files
from dossier.compute.team_only import Person, secrets
from dossier.language import LANGUAGES
from dossier.views.wording import Wording

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from dossier.dossier import Portfolio
    from dossier.problems.problem import Problem
    from dossier.text.source import Tree

_OWN_WORDS = ("*.html", "partials/*.html", "partials/languages/{language}.html", "pages/*.html", "macros/*.html")
_SEPARATOR = "\x1f"


def leaks_in_site(portfolio: Portfolio, tree: Tree, client: str, config: MkDocsConfig) -> tuple[Problem, ...]:
    """The problems of a client's site that was just built. `portfolio` is the whole one, not what the client sees."""
    # The words of templates that were written for this site alone are no excuse: a secret may be among them.
    own = config.theme.custom_dir
    themes = tuple(Path(folder) for folder in config.theme.dirs if not own or Path(folder) != Path(own))
    content = Path(config.docs_dir)
    guard = site_guard(portfolio, tree, client, content, themes, [config.copyright or ""])
    return site_problems(guard, portfolio, client, Path(config.site_dir), themes)


def site_guard(
    portfolio: Portfolio, tree: Tree, client: str, content: Path, themes: Iterable[Path], known: Iterable[str] = ()
) -> Guard:
    """The guard of a client's site.

    `portfolio` is the whole one, `content` the folder it was read from; `themes` are the folders of templates, whose
    words every site may show, and `known` further words that the configuration puts on every page.
    """
    words = (*known, *theme_words(themes), *_months())
    return Guard(secrets(portfolio, tree, client, authors=authors(content), known=words))


def site_problems(
    guard: Guard, portfolio: Portfolio, client: str, site: Path, themes: Iterable[Path]
) -> tuple[Problem, ...]:
    """A problem for every text in a built site that its client must not read.

    Files that a theme brings are left out when they are byte for byte its own: no record had a part in them.
    """
    folders = tuple(themes)
    attached = {path.partition("/")[2] for path in open_files(portfolio, client)}
    hits: list[Hit] = []
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and not any(_same(path, folder / name) for folder in folders):
            hits += guard.hits(name, path.read_bytes(), attached=is_attached(name, attached))
    return leak_problems(hits)


def is_attached(name: str, attached: Iterable[str]) -> bool:
    """Whether a file of the site is one that a record names, copied as it is: `web/files/offer.pdf`."""
    before, files, after = name.partition("/files/")
    own = after.removeprefix("client/") if after.startswith("client/") else f"{before.rpartition('/')[2]}/{after}"
    return bool(files) and own in attached


def authors(content: Path) -> tuple[Person, ...]:
    """Who wrote and committed what is in the repository of a folder; nobody where it is in none."""
    form = f"--format=%an{_SEPARATOR}%ae%n%cn{_SEPARATOR}%ce"
    command = ["git", "-C", str(content), "log", "--all", form]
    try:
        told = subprocess.run(command, capture_output=True, check=True, timeout=120)  # noqa: S603 - git, and no text of a record
    except (OSError, subprocess.SubprocessError):
        return ()
    lines = sorted(set(told.stdout.decode("utf-8", "replace").split("\n")))
    parts = (line.partition(_SEPARATOR) for line in lines)
    return tuple(Person(name, email) for name, separator, email in parts if separator)


def theme_words(themes: Iterable[Path]) -> Iterator[str]:
    """The texts of templates, which every site may show."""
    for folder in themes:
        for pattern in _OWN_WORDS:
            for name in {pattern.format(language=language) for language in LANGUAGES}:
                for path in sorted(folder.glob(name)):
                    yield path.read_text(encoding="utf-8", errors="replace")


def _months() -> Iterator[str]:
    """The names of months as dates show them."""
    for month in range(1, 13):
        yield Wording("en").day(date(2026, month, 1)).strip("0123456789 ")


def _same(path: Path, other: Path) -> bool:
    return other.is_file() and path.read_bytes() == other.read_bytes()
