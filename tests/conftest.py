"""Files written in a test's docstring, read as a content folder; and settings for every test."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from dossier.checks.everything import all_problems
from dossier.dossier import Dossier, Portfolio
from dossier.load import load
from dossier.problems.problem import Problem
from dossier.render.located import Located, located
from dossier.text.source import TEXT_ENDINGS, Tree, decoded, read_tree

# a slow or busy machine is no failure of a property
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

LONGEST_FIRST = (
    "hosts/test_whole_builds.py",
    "browser/test_content_security.py",
    "hosts/test_emit.py",
    "browser/test_pages.py",
)
"""The files that take longest, in the order in which they begin."""
FLAGS = ("no-sandbox", "disable-gpu", "disable-background-networking", "disable-component-update", "disable-sync")
AS_OF = date(2026, 10, 30)
FILE = re.compile(r"^# ([\w./-]+\.[a-z]{2,4})$", re.MULTILINE)

CLIENT = """\
title: Acme
language: en
signers: [anna]
publish: [project, requirements, tasks, deliverables, risks, issues, change_requests, decisions, meetings, actions,
  status_reports, cost_items, feedback, surveys, closing_reviews, stakeholders, assumptions, sign_offs]
people:
- {id: anna, title: Anna Berg, side: client}
"""
PROJECT = """\
title: Web shop
start: 2026-03-02
finish: 2026-11-30
currency: EUR
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: at the end one process would be busy with them and the others idle."""
    place = {name: number for number, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get("/".join(item.path.parts[-2:]), len(place)))


@dataclass(frozen=True)
class Reading:
    """What came of some files: the sources, the portfolio, and every problem, from reading and from the checks."""

    tree: Tree
    portfolio: Portfolio
    problems: tuple[Problem, ...]

    @property
    def codes(self) -> list[str]:
        """The codes of all problems in order of place."""
        return [problem.code for problem in self.located]

    @property
    def located(self) -> tuple[Located, ...]:
        """All problems with their lines."""
        return located(self.problems, self.tree.sources)

    @property
    def dossier(self) -> Dossier:
        """The dossier of acme/web."""
        found = self.portfolio.dossier("acme/web")
        assert found
        return found

    def where(self, code: str) -> list[str]:
        """`file:line:column` of every problem of one code."""
        return [f"{p.file}:{p.line}:{p.column}" for p in self.located if p.code == code]

    def marked(self, code: str) -> list[tuple[int, str]]:
        """The line of every problem of one code, and the words there that it is about."""
        return [(p.line, p.text[p.column - 1 : p.end_column - 1]) for p in self.located if p.code == code]


def files_in(text: str) -> dict[str, str]:
    """The files that a text writes, by path: `# acme/web/risks.yml` begins one.

    What stands before the first of them is acme/web/records.yml. Client acme with the person anna and project web are
    there when the text does not write them itself.
    """
    parts = FILE.split(inspect.cleandoc(text))
    files = {"acme/client.yml": CLIENT, "acme/web/project.yml": PROJECT}
    if parts[0].strip():
        files["acme/web/records.yml"] = parts[0]
    for path, content in zip(parts[1::2], parts[2::2], strict=True):
        files[path if "/" in path else f"acme/web/{path}"] = content.lstrip("\n")
    return files


def reading(files: dict[str, str | bytes]) -> Reading:
    """What comes of files in memory."""
    sources, problems = [], []
    others = frozenset(path for path in files if not path.casefold().endswith(TEXT_ENDINGS))
    for path, content in sorted(files.items()):
        if path in others:
            continue
        source, found = decoded(path, content.encode() if isinstance(content, str) else content)
        sources += [source] if source else []
        problems += found
    return _reading(Tree(tuple(sources), others, tuple(problems)))


def _reading(tree: Tree) -> Reading:
    portfolio, problems = load(tree)
    return Reading(tree, portfolio, all_problems(problems, portfolio, tree, AS_OF))


@pytest.fixture(scope="session")
def read() -> Callable[..., Reading]:
    """A function that reads the files a text writes, and more files given by path."""

    def read_text(text: str = "", **others: Any) -> Reading:
        return reading({**files_in(text), **others.get("files", {})})

    return read_text


@pytest.fixture
def content(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A content folder on disk with the files that the test's docstring writes."""
    for path, text in files_in(request.function.__doc__ or "").items():
        file = tmp_path / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path / "content"


@pytest.fixture
def found(content: Path) -> Reading:
    """What comes of the files that the test's docstring writes."""
    return _reading(read_tree(content))


@pytest.fixture
def portfolio(found: Reading) -> Portfolio:
    """The portfolio of the files that the test's docstring writes."""
    return found.portfolio


@pytest.fixture
def dossier(found: Reading) -> Dossier:
    """The dossier acme/web of the files that the test's docstring writes."""
    return found.dossier


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests in a browser: Playwright lets a process have no second one."""
    from playwright.sync_api import sync_playwright

    from tests.browser.chromium import chromium

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium(), args=[f"--{flag}" for flag in FLAGS])
        yield started
        started.close()
