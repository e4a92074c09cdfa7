"""Text that is too intricate to be converted is told and shown as written; everything else is converted in linear time."""

from __future__ import annotations

import time

import pytest

from dossier.compute.fence import fences
from dossier.render.markdown import ProseRenderer
from dossier.text.ids_in_prose import explicit, number_pattern, numbers
from dossier.text.intricate import intricate
from dossier.text.markdown import document
from dossier.text.source import Source
from dossier.text.team_text import public_text
from dossier.text.yaml import compose

INTRICATE = {
    "brackets": "[" * 5000,
    "pictures": "![" * 3000,
    "links": "[a](" * 3000,
    "links between brackets": "[a][" * 3000,
    "lists by indentation": "".join(" " * 4 * level + "- a\n" for level in range(400)),
    "lists on a line": "- " * 5000 + "a",
    "quotes": "> " * 5000 + "a",
    "definitions": "a\n: b\n" * 2000,
    "a paragraph": "*a* _b_ " * 60_000,
    "a paragraph of many lines": "*a* _b_ c d e f g\n" * 30_000,
    "a paragraph within a quotation": "> *a* _b_ c d e f g\n" * 30_000,
}
PLAIN = {
    "many links": "[a](b) " * 2000,
    "many numbers": "[[R-1]], R-1 " * 2000,
    "a long table": "| a | b |\n|---|---|\n" + "| [a](b) | c |\n" * 1000,
    "a long list": "- [x] a\n" * 2000,
    "a list of long items": f"- {'words ' * 2000}\n" * 30,
    "a wide table": "| a | b |\n|---|---|\n" + f"| {'words ' * 2000} | c |\n" * 30,
    "a long word": "W" * 150_000,
    "code": "```\n" + "[" * 5000 + "\n```",
    "definitions": "a\n: b\n\n" * 1000,
    "a rule": "- - - - - -\n",
}


@pytest.mark.parametrize("name", INTRICATE)
def test_text_that_would_keep_the_converter_busy_is_told_and_shown_as_written(name: str, read):
    text = INTRICATE[name]
    began = time.monotonic()
    assert intricate(text)
    html = ProseRenderer().html(text, lambda _: None, lambda _: "", None)
    assert html.startswith("<pre><code>")
    assert html.count("[") == text.count("[")
    found = read("", files={"acme/web/page.md": f"# Page\n\n{text}"})
    assert found.codes == ["DOS115"]
    assert time.monotonic() - began < 5


def test_it_is_told_on_its_line(read):
    cause = f"cause: |\n    It rains.\n\n    {'> ' * 60}Too deep"
    found = read(f"risks:\n- id: R-1\n  title: Late\n  {cause}\n")
    assert [(p.code, p.line) for p in found.located] == [("DOS115", 7)]


@pytest.mark.parametrize("name", PLAIN)
def test_long_text_that_is_merely_long_is_converted(name: str):
    assert intricate(PLAIN[name]) is None
    began = time.monotonic()
    html = ProseRenderer().html(PLAIN[name], lambda _: None, lambda _: "", None)
    assert not html.startswith("<pre><code>") or name == "code"
    assert time.monotonic() - began < 10


def test_after_a_text_that_could_not_be_converted_the_next_one_is(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dossier.render.markdown.intricate", lambda _: None)
    prose = ProseRenderer()
    assert prose.html("- " * 2000 + "a", lambda _: None, lambda _: "", None).startswith("<pre><code>- - ")
    assert prose.html("plain *text*", lambda _: None, lambda _: "", None) == "<p>plain <em>text</em></p>"


PATTERN = number_pattern(["REQ", "R"], ["web"])
assert PATTERN
READERS = {
    "public_text": public_text,
    "numbers": lambda text: list(numbers(text, PATTERN)),
    "explicit": lambda text: list(explicit(text)),
    "fences": lambda text: list(fences(text)),
    "sections": lambda text: document(Source("a.md", text)).sections(),
    "intricate": intricate,
    "yaml": lambda text: compose(Source("a.yml", text)),
}
UNITS = (
    "[", "[[", "[[a", "](", "`", "``a`", "~", "<", "<!--", "<!-- ", "<!<!-- team -->-- ", "<!-- team -->", "<!-- /team -->",
    "<!-- <!-- team -->", "- ", "> ", "#", "# ", "|", "R-", "R-1 ", "web/", "http://", "(", "&#", " ", "\n", "\t", "*a **b ",
    "```\n", "```dossier\n```\n", "- a\n", "a: ", "? ", "{", "&a ", "*a ", "!!", "'", '"', "%", "1. ", "：", "---\n", "## a\n",
)  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_reading_twice_as_much_takes_no_more_than_some_three_times_as_long(name: str):
    slow = {}
    for unit in UNITS:
        short, long = (_seconds(READERS[name], (unit * (size // len(unit) + 1))[:size]) for size in (20_000, 80_000))
        if long > 0.6 and long > 9 * short:  # linear is 4, quadratic 16
            slow[unit] = (short, long)
    assert slow == {}


def _seconds(read, text: str) -> float:
    def once() -> float:
        began = time.process_time()
        read(text)
        return time.process_time() - began

    return min(once(), once(), once())
