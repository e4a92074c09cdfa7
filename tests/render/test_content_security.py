"""The policy allows what the frame of a page holds, by its digest, and nothing that an author adds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.render.content_security import (
    META,
    InlineCode,
    header_policy,
    inline_code,
    policy,
    policy_of,
    with_policy,
)

# From outside: the example of the W3C's Content Security Policy Level 3, section 7.3; that of Level 2's readers; and
# what Firefox's own tests allow.
PUBLISHED = {
    "alert('Hello, world.');": "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='",
    "doSomething();": "'sha256-RFWPLDbv2BY+rCkDzsE+0fr8ylGr2R2faWMhq4lfEQc='",
    'document.getElementById("inline-script-valid-hash").innerHTML = "allowed";': (
        "'sha256-siVR8vAcqP06h2ppeNwqgjr0yZ6yned4X2VF84j4GmI='"
    ),
}


@pytest.mark.parametrize(("script", "expected"), PUBLISHED.items())
def test_a_script_is_allowed_by_its_published_digest(script: str, expected: str) -> None:
    assert inline_code(f"<p>a</p><script>{script}</script>").scripts == {expected}


def test_every_inline_script_and_style_is_found_whatever_stands_in_its_tag() -> None:
    page = "<script>a</script><SCRIPT data-x='>' defer>b</SCRIPT ><script type=module>c</script><style media=print>d</style>"
    assert inline_code(page).scripts == {_script("a"), _script("b"), _script("c")}
    assert len(inline_code(page).styles) == 1


@pytest.mark.parametrize(
    "element",
    [
        '<script src="a.js"></script>',
        "<script src='a.js' defer></script>",
        '<script id="__config" type="application/json">{"a": 1}</script>',
        '<script type="text/template">a()</script>',
    ],
)
def test_files_and_blocks_of_data_need_no_digest(element: str) -> None:
    assert inline_code(element) == InlineCode()


def test_line_ends_count_as_a_browser_reads_them() -> None:
    assert inline_code("<script>a\r\nb\rc</script>") == inline_code("<script>a\nb\nc</script>")


def test_what_an_authors_text_brings_is_not_allowed() -> None:
    content = "<p>Text</p><script>steal()</script><style>p {}</style>"
    page = f"<script>frame()</script><article>{content}</article>"
    assert inline_code(page, content) == InlineCode(frozenset({_script("frame()")}))


def test_an_authors_copy_of_the_frames_script_takes_nothing_from_the_frame() -> None:
    content = "<script>frame()</script>"
    assert inline_code(f"{content}<script>frame()</script>", content).scripts == {_script("frame()")}


@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_pages_changes_nothing(order: list[str]) -> None:
    found = InlineCode()
    for text in order:
        found |= inline_code(f"<script>{text}</script>")
    assert policy(found) == policy(inline_code("".join(f"<script>{text}</script>" for text in "abcd")))


def test_the_policy_opens_no_door() -> None:
    directives = dict(part.split(" ", 1) for part in policy(inline_code("<script>a</script>")).split("; "))
    assert directives["default-src"] == directives["object-src"] == directives["form-action"] == "'none'"
    assert directives["script-src"] == f"'self' {_script('a')}"
    assert directives["style-src"] == "'self'"
    text = header_policy(policy(InlineCode()))
    assert "unsafe" not in text
    assert "*" not in text
    assert "http" not in text
    assert text.endswith("; frame-ancestors 'none'")


def test_a_page_tells_the_policy_that_was_put_into_it() -> None:
    stated = policy(inline_code("<script>a</script>"))
    assert policy_of(with_policy(f"<head>{META}</head>", stated)) == stated
    assert policy_of("<head></head>") == ""


def test_the_policy_is_put_where_it_belongs_and_nowhere_else() -> None:
    page = with_policy(f"<head>{META}</head><p>dossier-content-security-policy</p>", 'default-src "<x>')
    assert page.endswith("<p>dossier-content-security-policy</p>")
    assert 'content="default-src &quot;&lt;x&gt;"' in page


def _script(text: str) -> str:
    (found,) = inline_code(f"<script>{text}</script>").scripts
    return found
