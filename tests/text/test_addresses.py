"""Relative addresses of a Markdown text: those of links and pictures in every form, and no other."""

from __future__ import annotations

import pytest

from dossier.text.addresses import relative_addresses


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[a](b.md)", ["b.md"]),
        ("![a](b.png 'Title') ![c]( <d e.png> )", ["b.png", "d e.png"]),
        ("[![a](b.png)](c.md)", ["c.md"]),
        ("[a](b_(c).md) [a [b]](d.md)", ["b_(c).md", "d.md"]),
        ("[a][b]\n\n[b]: ../c.md\n[d]: <e.md> 'Title'", ["../c.md", "e.md"]),
        (r"[a](b\_c.md)", ["b_c.md"]),
        ("`[a](b.md)` ``x ` [a](b.md)``", []),
        ("```\n[a](b.md)\n```\n\n[c](d.md)", ["d.md"]),
        ("[a](#b) [a](/b) [a](//b.example/c) [a](https://b.example/c) [a](mailto:a@b) [a]() [a](?b)", []),
        ("[a](javascript:x) [a](&#x6a;avascript:x) [a](\\\\b)", []),
        ("array[0](x", []),
    ],
)
def test_relative_addresses(text: str, found: list[str]):
    assert list(relative_addresses(text)) == found
