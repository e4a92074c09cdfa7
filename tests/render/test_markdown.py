"""Prose as HTML: hostile text is shown as written, numbers become links, and live views cannot be forged."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.render.markdown import ProseRenderer, RecordMentions, safe
from dossier.text.ids_in_prose import number_pattern
from dossier.views.blocks import RecordLink

LINKS = {
    "REQ-1": RecordLink(id="REQ-1", title="Search <b>", url="../REQ-1/"),
    "pilot/T-2": RecordLink(id="T-2", title="Dig", url="../../pilot/plan/T-2/"),
    "anna": RecordLink(id="", title="Anna Berg", url="../people/anna/"),
}
PATTERN = number_pattern(["REQ", "T"], ["pilot", "web"])
RENDERER = ProseRenderer()


def html(text: str, show=lambda asked: f"<section>{asked}</section>") -> str:
    return RENDERER.html(text, LINKS.get, show, PATTERN)


class Elements(HTMLParser):
    """The tags and attributes of some HTML, and the text outside them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def tags(text: str) -> set[str]:
    return {tag for tag, _ in Elements(text).found}


RAW = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<style>*{display:none}</style>",
    "<a href='javascript:alert(1)'>x</a>",
    "<div onclick=alert(1)>x</div>",
    "<p style='position:fixed'>x</p>",
    "<form action=//evil.example><input name=a></form>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content=0>",
    "<!DOCTYPE html><html><body onload=alert(1)>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
]


@pytest.mark.parametrize("raw", RAW)
@pytest.mark.parametrize("frame", ["{}", "- {}", "> {}", "|a|\n|-|\n|{}|", "## {}", "text {} text", "**{}**", "\n{}\n"])
def test_raw_html_is_shown_as_written_wherever_it_stands(raw: str, frame: str):
    made = html(frame.format(raw.replace("|", "")))
    allowed = {"p", "ul", "li", "blockquote", "table", "thead", "tbody", "tr", "th", "td", "h2", "strong", "em"}
    assert tags(made) <= allowed
    assert "alert(1)" in Elements(made).text or "alert" not in raw
    assert all(set(attributes) <= {"align"} for _, attributes in Elements(made).found)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "java&#10;script:alert(1)", "javascript&colon;alert(1)", "&#106;avascript:alert(1)",
     "file:///etc/passwd", "blob:x", "\\x01javascript:alert(1)", "ftp://x"],
)  # fmt: skip
@pytest.mark.parametrize(
    "frame", ["[x]({})", "![x]({})", "[x][y]\n\n[y]: {}", "![x][y]\n\n[y]: {}", "<{}>", "[x](<{}>)", '[x]({} "t")']
)
def test_addresses_that_could_run_something_are_taken_away(address: str, frame: str):
    for _, attributes in Elements(html(frame.format(address))).found:
        assert set(attributes) & {"href", "src"} == set() or not re.match(
            r"(?i)\W*(java|vb|data|file|blob|ftp)", str(attributes.get("href") or attributes.get("src"))
        )


@pytest.mark.parametrize(
    "address",
    ["https://e.example/a?b=c", "mailto:a@b.example", "tel:+49123", "guide.md", "../files/a.pdf", "#part", "/x"],
)
def test_plain_addresses_stay(address: str):
    assert ("a", {"href": address, "rel": "noopener noreferrer"}) in Elements(html(f"[x]({address})")).found


@pytest.mark.parametrize(
    "address",
    [
        "https://e.example/p.png",
        "//e.example/p.png",
        "HTTP://e.example/p.png",
        "\\\\\\\\e.example/p.png",
        "/\\e.example/p.png",
    ],
)
def test_a_picture_from_another_host_becomes_a_link(address: str):
    made = html(f"![a picture]({address})")
    assert tags(made) == {"p", "a"}
    assert "a picture" in made


def test_a_picture_of_the_site_itself_stays():
    assert tags(html("![a](../files/p.png)")) == {"p", "img"}


@given(st.text(alphabet=st.sampled_from("<>[]()!`*_#|:-+&;\"'=/\\ \n\tabcREQ-1javscript{}.~^@\u2028"), max_size=80))
def test_no_text_gives_anything_that_runs(text: str):
    for tag, attributes in Elements(html(text)).found:
        assert tag not in {"script", "style", "iframe", "svg", "object", "form", "base", "meta", "link"}
        assert not [name for name in attributes if name.startswith("on") or name in {"style", "srcset", "action"}]


# ---- numbers


def hrefs(text: str) -> list[tuple[str | None, str | None]]:
    return [(a.get("href"), a.get("title")) for tag, a in Elements(html(text)).found if tag == "a"]


def test_a_number_becomes_a_link_with_its_title():
    made = html("See REQ-1.")
    assert hrefs("See REQ-1.") == [("../REQ-1/", "Search <b>")]
    assert Elements(made).text.strip() == "See REQ-1 Search <b>."
    assert "<b>" not in made


@pytest.mark.parametrize(
    "text", ["参见REQ-1，谢谢", "(REQ-1)", "**REQ-1**", "- REQ-1", "|a|\n|-|\n|REQ-1|", "“REQ-1”", "REQ-1:", "# REQ-1"]
)
def test_numbers_are_found_wherever_prose_stands(text: str):
    assert hrefs(text) == [("../REQ-1/", "Search <b>")]


@pytest.mark.parametrize(
    "text",
    [
        "`REQ-1`",
        "    REQ-1",
        "```\nREQ-1\n```",
        "XREQ-1",
        "REQ-12",
        "REQ-1a",
        "REQ-1.5",
        "https://e.example/REQ-1",
        "REQ-9",
        "a_REQ-1",
    ],
)
def test_what_is_no_mention_is_no_link(text: str):
    assert "../REQ-1/" not in [href for href, _ in hrefs(text)]


def test_a_number_in_a_link_stays_part_of_it():
    assert hrefs("[REQ-1](other.md) and [see REQ-1](REQ-1.md)") == [("other.md", None), ("REQ-1.md", None)]


def test_the_title_is_not_said_twice():
    assert Elements(html("REQ-1 Search <b> is done")).text.strip() == "REQ-1 Search <b> is done"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[[REQ-1]]", "REQ-1 Search <b>"),
        ("[[REQ-1|the search]]", "the search"),
        ("[[ pilot/T-2 ]]", "T-2 Dig"),
        ("[[anna]]", "Anna Berg"),
        ("[[REQ-1|<i>x</i>]]", "<i>x</i>"),
        ("[[REQ-9]]", "[[REQ-9]]"),
        ("\\[[REQ-1]]", "[[REQ-1 Search <b>]]"),
        ("`[[REQ-1]]`", "[[REQ-1]]"),
    ],
)
def test_explicit_links(text: str, shown: str):
    made = html(text)
    assert Elements(made).text.strip() == shown
    assert "<i>" not in made


# ---- live views and other fences

FORGERIES = [
    '<div class="dossier-live-0"></div>',
    "```{.dossier-live-0}\n```",
    "```{.mermaid .dossier-live-0}\n```",
    '```{class="dossier-live-0"}\n\n```',
    "~~~dossier-live-0\n~~~",
    '&lt;div class="dossier-live-0"&gt;&lt;/div&gt;',
    '\\<div class="dossier-live-0"></div>',
    '    <div class="dossier-live-0"></div>',
    "wzxhzdk:0",
    "\u0002wzxhzdk:0\u0003",
    '![<div class="dossier-live-0"></div>](x)',
]


@pytest.mark.parametrize("forged", FORGERIES)
def test_the_place_of_a_live_view_cannot_be_forged(forged: str):
    made = html(f"{forged}\n\n```dossier\nshow: risks\n```\n\n{forged}", lambda asked: f"<section>{asked}</section>")
    assert made.count("<section>show: risks</section>") == 1


def test_every_live_view_stands_in_its_place():
    text = "a\n\n```dossier\nshow: one\n```\n\nb\n\n~~~dossier\nshow: two\n~~~\nc"
    assert re.findall(r"<p>a|show: one|<p>b|show: two|<p>c", html(text)) == [
        "<p>a",
        "show: one",
        "<p>b",
        "show: two",
        "<p>c",
    ]


def test_more_than_ten_live_views_do_not_take_each_others_place():
    text = "\n\n".join(f"```dossier\nshow: n{n};\n```" for n in range(12))
    assert re.findall(r"n\d+;", html(text)) == [f"n{n};" for n in range(12)]


def test_what_a_live_view_shows_is_not_taken_for_the_place_of_the_next():
    text = "```dossier\nshow: a\n```\n\n```dossier\nshow: b\n```"
    made = html(text, lambda asked: '&lt;div class="dossier-live-1"&gt;' if asked.endswith("a") else "SECOND")
    assert made.count("SECOND") == 1


def test_an_example_of_a_live_view_is_shown_as_text():
    made = html("````markdown\n```dossier\nshow: risks\n```\n````", lambda _: "SHOWN")
    assert "SHOWN" not in made
    assert "show: risks" in Elements(made).text


def test_a_diagram_in_prose_is_escaped():
    made = html('```mermaid\ngraph TD; A["<img src=x onerror=alert(1)>"]\n```')
    assert tags(made) == {"div"}
    assert 'class="mermaid"' in made
    assert Elements(made).text.strip() == 'graph TD; A["<img src=x onerror=alert(1)>"]'


@pytest.mark.parametrize(
    "text",
    [
        '```python {onclick="x"}\na\n```',
        "```<img>\na\n```",
        "```{.a onclick=x}\na\n```",
        "~~~~\n```\n~~~\n<b>\n~~~~",
        "```\n<b>",
    ],
)
def test_code_is_shown_as_written_and_carries_nothing(text: str):
    for tag, attributes in Elements(html(text)).found:
        assert tag in {"div", "pre", "code", "span", "p"}
        assert set(attributes) <= {"class"}


def test_marks_of_the_team_are_not_shown_to_the_team():
    assert Elements(html("a <!-- team -->b<!-- /TEAM --> c")).text.strip() == "a b c"


def test_lists_tables_and_tasks_keep_what_they_say():
    made = html("- [x] done\n- [ ] open\n\n|a|b|\n|:-:|-:|\n|1|2|")
    found = [a for tag, a in Elements(made).found if tag == "input"]
    assert [("checked" in a, a["type"], "disabled" in a) for a in found] == [
        (True, "checkbox", True),
        (False, "checkbox", True),
    ]
    assert [a.get("align") for tag, a in Elements(made).found if tag == "td"] == ["center", "right"]


def test_one_text_leaves_nothing_behind_for_the_next():
    html("[x]: https://e.example\n\n```dossier\nshow: a\n```")
    assert hrefs("[x]") == []
    assert "show" not in html("plain")


# ---- pages written in Markdown, which the host converts with the same extension and nobody cleans afterwards


def page(text: str) -> str:
    mentions = RecordMentions()
    converter = markdown.Markdown(extensions=["tables", "pymdownx.superfences", mentions])
    mentions.use(LINKS.get, lambda asked: f"<section>{asked}</section>", PATTERN)
    return converter.convert(text)


@pytest.mark.parametrize("made", [html, page])
def test_in_a_table_a_backslash_keeps_the_words_of_a_link_in_its_cell(made):
    table = Elements(made("| a | b |\n|---|---|\n| [[REQ-1\\|the search]] | c |"))
    assert [each["href"] for tag, each in table.found if tag == "a"] == ["../REQ-1/"]
    assert "the search" in table.text
    assert "\\" not in table.text


@pytest.mark.parametrize("made", [html, page])
def test_an_address_to_write_to_is_a_link(made):
    found = Elements(made("<lena@x.example> and <mailto:a@b.example>")).found
    assert [each["href"] for tag, each in found if tag == "a"] == ["mailto:lena@x.example", "mailto:a@b.example"]


def test_it_is_no_address_of_a_file():
    made = RENDERER.html("<lena@x.example> and [gone](gone.md)", LINKS.get, str, PATTERN, lambda _: None)
    assert [each["href"] for tag, each in Elements(made).found if tag == "a"] == ["mailto:lena@x.example"]


@pytest.mark.parametrize("made", [html, page])
@pytest.mark.parametrize("title", ['"x "q" y"', "(x 'q' y)"])
def test_an_address_in_angle_brackets_is_one_beside_any_title(made, title: str):
    found = Elements(made(f"![p](<a b.png> {title}) [l](<https://e.example/x> {title})")).found
    assert [each.get("src") or each.get("href") for tag, each in found if tag in {"img", "a"}] == [
        "a b.png",
        "https://e.example/x",
    ]
    assert all(each["title"][0] == "x" for tag, each in found if tag in {"img", "a"})


@pytest.mark.parametrize("made", [html, page])
def test_blanks_may_stand_in_the_address_of_a_definition(made):
    found = Elements(made('[x][r] [y]\n\n[r]: <a b.md> "T"\n\n> [y]: <c d.md>\n\n    [z]: <e f.md>')).found
    assert [(each["href"], each.get("title")) for tag, each in found if tag == "a"] == [
        ("a%20b.md", "T"),
        ("c%20d.md", None),
    ]
    assert "[z]: <e f.md>" in Elements(made("    [z]: <e f.md>")).text


@pytest.mark.parametrize("raw", RAW)
def test_raw_html_of_a_page_is_shown_as_written_too(raw: str):
    assert tags(page(f"a\n\n{raw}\n\n- {raw}")) <= {"p", "ul", "li"}


def test_a_page_has_links_and_live_views_and_no_address_that_runs():
    made = page("REQ-1 [x](javascript:alert(1)) ![p](https://e.example/p.png)\n\n```dossier\nshow: risks\n```")
    assert "<section>show: risks</section>" in made
    assert tags(made) == {"p", "a", "span", "section"}
    assert [a for tag, a in Elements(made).found if tag == "a"][1:] == [{}, {"href": "https://e.example/p.png"}]


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript\\:alert(1))",
        "[x][y]\n\n[y]: javascript\\:alert(1)",
        "![x](javascript\\:a)",
        "[x](java\\\\script:a)",
        "<javascript:a>",
    ],
)
def test_an_escaped_colon_does_not_hide_an_address_that_runs(text: str):
    assert all("href" not in a and "src" not in a for _, a in Elements(page(text)).found)


def test_cleaning_keeps_what_is_allowed_only():
    assert (
        safe('<p onclick="x">a<script>b</script><a href="javascript:c">d</a></p>')
        == '<p>a<a rel="noopener noreferrer">d</a></p>'
    )
