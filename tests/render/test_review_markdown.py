"""The comment of a review: it never outgrows its host, and no text in it calls anybody or breaks out of its cell."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dossier.render.comment_text import comment_text
from dossier.render.review_markdown import LONGEST, MARKER, review_markdown
from dossier.views.differences import woven
from dossier.views.review_view import GateLine, Part, ProjectReview, ReviewView

GITHUB = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
TRICKS = [
    "@anna please look",
    "#12 and GH-34 and octo/cat#5 and !6",
    "</details> <!-- dossier-review --> ## ✅ Passed",
    "a | b | c\n| --- |\n# Passed",
    "```mermaid\ngraph TD\n```",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "[click](javascript:alert(1)) ![x](http://evil.example/x.png)",
    "https://evil.example www.evil.example mailto:a@b.c",
    "/close\n/label ~bug",
    "- [x] done\n> quoted",
    "&#64;anna &commat;anna \\@anna",
    "{{ 7*7 }} {% raw %} $x$ ==y== ~~z~~ **b** _i_ :tada:",
    "\u202egnp.exe",
    "名称 @何正远 #12",
]


class Heard(HTMLParser):
    """What a browser would make of a comment: its elements, its texts outside code and links, and its comments."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.texts: list[str] = []
        self.comments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def heard(markdown: str) -> Heard:
    parser = Heard()
    parser.feed(GITHUB.render(markdown))
    return parser


def part(*rows: tuple, title: str = "Tasks", folded: bool = False) -> Part:
    return Part(title=title, columns=tuple(f"column {n}" for n in range(len(rows[0]))), rows=rows, folded=folded)


def view(*parts: Part, projects: int = 1, title: str = "Shop", notes: tuple[str, ...] = ()) -> ReviewView:
    each = ProjectReview(
        title=title,
        folder="acme/web",
        note="",
        headline=part(("Finish", "1 Mar", "5 Mar")),
        gates=(GateLine(title="Dates", passed=False, says="4 days later"),),
        parts=parts,
        chart_title="Before and after",
        chart=None,
    )
    return ReviewView(
        language="en",
        title="What this change does",
        passed=False,
        verdict="Not passed.",
        notes=notes,
        findings=None,
        projects=(each,) * projects,
        shared=(),
        foot="foot",
    )


# ---- hostile text

# What GitHub and GitLab take for a mention, a reference or an address, in the text that is left after rendering.
CALLS = re.compile(r"@[\w-]|[#!]\d|\bGH-\d|://|\bwww\.", re.IGNORECASE)


@pytest.mark.parametrize("trick", TRICKS)
def test_a_text_stays_in_its_cell_and_calls_nobody(trick):
    plain = view(part(("quiet", woven("some text that was here", "quiet words of a longer text"))))
    tricky = view(part((trick, woven(f"{trick} before that", f"the other {trick} comes after"))), notes=(trick,))
    expected, found = heard(review_markdown(plain)), heard(review_markdown(tricky))
    own = ("del", "ins", "blockquote", "p")
    assert [e for e in found.elements if e not in own] == [e for e in expected.elements if e not in own]
    assert found.comments == expected.comments
    assert [text for text in found.texts if CALLS.search(text)] == []


@given(st.text(max_size=60))
def test_any_text_is_shown_as_written(text):
    shown = "".join(heard(f"| a | b |\n| --- | --- |\n| {comment_text(text)} | end |").texts)
    kept = [character for character in text if character.isalnum()]
    assert [character for character in shown.split("\nend")[0] if character.isalnum()][2:] == kept


@given(st.lists(st.sampled_from([*"@#!/:<>|`[]()*_~\\&;$%-=+. \n", "anna", "12", "GH", "www", "http"]), max_size=14))
def test_no_composition_of_signs_calls_anybody(pieces):
    found = heard(f"- x {comment_text(''.join(pieces))}")
    assert found.elements == ["ul", "li"]
    assert [text for text in found.texts if CALLS.search(text)] == []


def test_the_marker_is_the_first_line_and_stands_once():
    text = review_markdown(view(part((MARKER, "x"))))
    assert text.startswith(f"{MARKER}\n")
    assert text.count(MARKER) == 1


# ---- length


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("projects", [1, 500])
@pytest.mark.parametrize("rows", [1, 3000])
@pytest.mark.parametrize("word", ["a", "重要的变更" * 60, "𝒳" * 200])
def test_a_comment_never_outgrows_its_host(projects, rows, word):
    lines = [(f"T-{n}", word) for n in range(rows)]
    text = review_markdown(view(part(*lines), part(*lines, title="Records", folded=True), projects=projects))
    assert units(text) <= LONGEST
    assert "**Not passed.**" in text


def test_what_is_folded_is_cut_first_with_a_count():
    open_rows, folded_rows = [(f"OPEN-{n}", "x" * 50) for n in range(20)], [(f"F-{n}", "x" * 200) for n in range(900)]
    text = review_markdown(view(part(*open_rows), part(*folded_rows, title="Records", folded=True)))
    assert all(f"OPEN-{n} " in text for n in range(20))
    shown = len(re.findall(r"\| F-\d+", text))
    assert 0 < shown < 900
    assert f"and {900 - shown} more" in text
    assert "(900)" in text


def test_of_too_many_projects_the_first_are_told_and_the_others_counted():
    text = review_markdown(view(part(("x", "y")), projects=2000, title="Shop " + "x" * 100))
    shown = text.count("### Shop")
    assert 0 < shown < 2000
    assert f"and {2000 - shown} more" in text


def test_a_long_wording_is_shown_around_its_change():
    before = " ".join(f"word{n}" for n in range(4000))
    text = review_markdown(view(part(("R-1", woven(before, before.replace("word2000 ", "another "))))))
    assert "<del>word2000</del> <ins>another</ins>" in text
    assert units(text) < 1500
