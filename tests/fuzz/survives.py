"""What must hold for every file, however wrong: it is read or told, at a place that can be shown, and can be printed."""

from __future__ import annotations

from dossier.checks.everything import all_problems
from dossier.load import load
from dossier.problems.problem import Problem
from dossier.render.located import Located, located
from dossier.render.markdown import ProseRenderer
from dossier.render.problems import FORMATS
from dossier.text.source import Tree, decoded
from dossier.text.team_text import public_text

NAMES = (
    "acme/web/records.yml",
    "acme/web/requirements/r.md",
    "acme/web/project.yml",
    "acme/client.yml",
    "acme/web/guide.md",
    "acme/web/需求/r.md",
    "acme/web/SO-1.signed.json",
    "handbook/page.md",
)
"""The file that the first byte of a fuzzed input chooses; behind them stands prose of a record."""

AROUND = {
    "acme/client.yml": b"title: Acme\nsigners: [anna]\npublish: [tasks]\npeople:\n- {id: anna, title: Anna, side: client}\n",
    "acme/web/project.yml": b"title: Web shop\nstart: 2026-03-02\ncurrency: EUR\n",
    "acme/web/good.yml": (
        b"risks:\n- {id: R-1, title: Late delivery}\nsign_offs:\n- {id: SO-1, title: All, covers: [R-1]}\n"
        b"tasks:\n- {id: T-1, title: Dig, owner: anna, duration: 2d}\n"
    ),
}
_PROSE = ProseRenderer()


def assert_survived(choice: int, content: bytes) -> None:
    """One input: the choice of a file (or of prose), and what is in it."""
    number = choice % (len(NAMES) + 1)
    if number < len(NAMES):
        assert_told({**AROUND, NAMES[number]: content})
    else:
        assert_shown(content.decode("utf-8", "replace"))


def assert_told(files: dict[str, bytes]) -> tuple[Located, ...]:
    """Every problem of these files lies on a line of its file, and every format can print all of them."""
    tree = tree_of(files)
    portfolio, problems = load(tree)
    places = located(all_problems(problems, portfolio, tree), tree.sources)
    for form in FORMATS.values():
        form(places, len(tree.sources)).encode("utf-8")
    lengths = {source.path: source.text.count("\n") + 1 for source in tree.sources}
    for problem in places:
        assert 1 <= problem.line <= lengths.get(problem.file, problem.line), problem
        assert 1 <= problem.column < problem.end_column, problem
    return places


def assert_shown(text: str) -> None:
    """A text becomes HTML that holds nothing to run, and what the team may read alone is gone from it."""
    assert "<!--" not in public_text(text)
    html = _PROSE.html(text, lambda _: None, lambda _: "", None)
    assert "<script" not in html


def tree_of(files: dict[str, bytes]) -> Tree:
    """Files in memory as a content folder would give them."""
    sources, problems = [], list[Problem]()
    for path, content in sorted(files.items()):
        source, found = decoded(path, content)
        sources += [source] if source else []
        problems += found
    return Tree(tuple(sources), frozenset(), tuple(problems))
