"""Addresses in a Markdown text that name files: those of links and pictures in every form, and no other."""

from __future__ import annotations

import pytest

from dossier.text.addresses import file_addresses, without_file_addresses


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[a](b.md)", ["b.md"]),
        ("![a](b.png 'Title') ![c]( <d e.png> )", ["b.png", "d e.png"]),
        ("[![a](b.png)](c.md)", ["b.png", "c.md"]),
        ("[words that\ngo on](b.md) [a](\nc.md)", ["b.md", "c.md"]),
        ("[a\n\nb](c.md)", []),
        ("![a](front page.png 'Title')", ["front page.png"]),
        (r"\[a](b.md) [a](c.md)", ["c.md"]),
        ("Text:\n\n    [a](b.md)\n\n- x\n\n    [a](c.md)", ["c.md"]),
        ("<!-- [a](b.md) --> <!-- team -->[a](c.md)<!-- /team -->", ["c.md"]),
        ("[^1]: See the contract.\n\n[Note]: the price is open.\n\n[y]: a.png more words", []),
        ("[x]:\n  a.png\n  (Title)", ["a.png"]),
        ("[a](b_(c).md) [a [b]](d.md)", ["b_(c).md", "d.md"]),
        ("[a][b]\n\n[b]: ../c.md\n[d]: <e.md> 'Title'", ["../c.md", "e.md"]),
        (r"[a](b\_c.md)", ["b_c.md"]),
        ("`[a](b.md)` ``x ` [a](b.md)``", []),
        ("```\n[a](b.md)\n```\n\n[c](d.md)", ["d.md"]),
        ("[a](#b) [a](/b) [a](//b.example/c) [a](https://b.example/c) [a](mailto:a@b) [a]() [a](?b)", ["/b"]),
        ("[a](javascript:x) [a](data:y)", ["javascript:x", "data:y"]),
        (r"[a](file:///S:/b.pdf) [a](S:\b.pdf) [a](\\srv\b.pdf)", ["file:///S:/b.pdf", r"S:\b.pdf", r"\srv\b.pdf"]),
        ("array[0](x", []),
        ('[a](<b c.md> (title)) [d](<e.md> "t")', ["b c.md", "e.md"]),
        ('[a](b.md "a "quoted" title") [c](d(1(2)).md) [e](f\\(1\\).md)', ["b.md", "d(1(2)).md", "f(1).md"]),
    ],
)
def test_file_addresses(text: str, found: list[str]):
    assert list(file_addresses(text)) == found


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("[a](b.md) ![c](d.png) [e](https://f.example)", "a c [e](https://f.example)"),
        ("[![a](b.png)](https://c.example) [![a](b.png)](c.md)", "[a](https://c.example) a"),
        ("[a][b]\n\n[b]: ../own/c.md\n\n[d]: https://e.example", "[a][b]\n\n\n\n[d]: https://e.example"),
        ("No link [at] all (b.md)", "No link [at] all (b.md)"),
        ("[see [the [big] one]](own.xlsx)", "see [the [big] one]"),
        ('[a](own.md "a "quoted" title") [b](own(1(2)).md)', "a b"),
        (
            "> [sheet]: own.xlsx\n\n- x\n\n    [s]: own.xlsx\n\n[Note]: the price is open.",
            "\n\n- x\n\n\n\n[Note]: the price is open.",
        ),
    ],
)
def test_words_without_the_files_that_they_lead_to(text: str, left: str):
    assert without_file_addresses(text) == left
