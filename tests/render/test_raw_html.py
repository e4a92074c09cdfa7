"""HTML that an author writes into a text is shown as written, or, where the project says so, harmless HTML is used."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from lxml import html as lxml_html

from dossier.hosts.build import build_sites
from dossier.hosts.reading import read_content
from dossier.hosts.site_request import SiteRequest
from dossier.render.markdown import ProseRenderer

STARTER = Path(__file__).parents[2] / "dossier/hosts/starter_mkdocs.yml"
PROSE = ProseRenderer()

ALLOWED = {
    "H<sub>2</sub>O and m<sup>2</sup>": "<p>H<sub>2</sub>O and m<sup>2</sup></p>",
    "Press <kbd>Ctrl</kbd>": "<p>Press <kbd>Ctrl</kbd></p>",
    "<details open><summary>More</summary>Text</details>": '<details open=""><summary>More</summary>Text</details>',
    '<table><tr><td colspan="2">a</td></tr></table>': ('<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>'),
    '<img src="plan.png" alt="Plan" width="200">': '<p><img src="plan.png" alt="Plan" width="200"></p>',
}
# Each would run, fetch, cover, submit or take the place of something of the site's own.
HARMFUL = (
    "<script>window.__ran = 1</script>",
    "<SCRIPT/x>window.__ran = 1</SCRIPT>",
    "<img src=x onerror=window.__ran=1>",
    "<img src=https://tracker.example/x.png>",
    "<img src=//tracker.example/x.png>",
    "<img src='\\\\tracker.example\\x.png'>",
    "<img src=data:image/svg+xml,x>",
    "<img srcset='https://tracker.example/x.png 2x'>",
    "<svg onload=window.__ran=1></svg>",
    "<svg><style><img src=x onerror=window.__ran=1></style></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=window.__ran=1>",
    "<iframe src=javascript:window.__ran=1></iframe>",
    "<a href='java&#10;script:window.__ran=1'>x</a>",
    "<a href=' &#1;javascript:window.__ran=1'>x</a>",
    "<a href=vbscript:x>x</a>",
    "<a href='data:text/html,x'>x</a>",
    "<a href=x ping=https://tracker.example>x</a>",
    "<form action=https://tracker.example><input name=q><button>Go</button></form>",
    "<input type=text autofocus onfocus=window.__ran=1>",
    "<textarea></textarea><select></select>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<style>body{display:none}</style>",
    "<div id=__search class='md-overlay'>x</div>",
    "<a id=config name=document>x</a>",
    "<meta http-equiv=refresh content='0;url=https://tracker.example'>",
    "<base href=https://tracker.example>",
    "<link rel=stylesheet href=https://tracker.example/x.css>",
    "<object data=x></object><embed src=x>",
    "<video src=https://tracker.example/x.mp4 autoplay></video>",
    "<details ontoggle=window.__ran=1 open>x</details>",
    "<template><script>window.__ran=1</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=window.__ran=1>'></noscript>",
    "<!--><img src=x onerror=window.__ran=1>-->",
    "<![CDATA[<img src=x onerror=window.__ran=1>]]>",
    "<?php echo 1 ?>",
    "<button onclick=x>x</button>",
    "<details class='md-search dossier-head'>x</details>",
)


def converted(text: str, *, raw_html: bool) -> str:
    return PROSE.html(text, lambda _: None, lambda _: "", None, raw_html=raw_html)


@pytest.mark.parametrize("written", [*ALLOWED, *HARMFUL])
def test_html_is_shown_as_written_where_the_project_does_not_say_otherwise(written: str):
    shown = lxml_html.fromstring(f"<div>{converted(written, raw_html=False)}</div>")
    expected = re.sub(r"\\\\", r"\\", written).replace("&#10;", "\n").replace("&#1;", "")
    letters = re.compile(r"[^a-zA-Z0-9<>]")
    assert letters.sub("", shown.text_content()) == letters.sub("", expected)
    assert {element.tag for element in shown.iter()} <= {"div", "p", "em", "code"}


@pytest.mark.parametrize(("written", "used"), ALLOWED.items())
def test_harmless_html_is_used_where_the_project_says_so(written: str, used: str):
    assert converted(written, raw_html=True).strip() == used


@pytest.mark.parametrize("written", HARMFUL)
def test_nothing_harmful_is_left_of_html_that_is_used(written: str):
    assert_harmless(converted(written, raw_html=True))
    assert_harmless(converted(f"Text {written} text", raw_html=True))
    assert_harmless(converted(f"- item\n\n    {written}\n\n> {written}\n", raw_html=True))


def assert_harmless(html: str) -> None:
    root = lxml_html.fromstring(f"<div>{html}</div>")
    for element in root.iter():
        assert element.tag in {
            "div", "p", "a", "img", "details", "summary", "ul", "li", "blockquote", "pre", "code", "input", "em", "td",
        }, element.tag  # fmt: skip
        assert set(element.attrib) <= {"href", "rel", "alt", "src", "open", "class", "type", "disabled"}
        assert "tracker" not in element.get("src", "")
        assert not element.get("src", "").startswith("data:")
        assert element.get("href", "x").split(":")[0] in {"x", "https"}
        assert element.get("class") is None
        assert element.tag != "input" or (element.get("type"), element.get("disabled")) == ("checkbox", "")


def test_the_name_of_a_live_views_place_cannot_be_forged():
    text = '<div class="dossier-live-0"></div>\n\n```dossier\nshow: late\n```\n'
    html = PROSE.html(text, lambda _: None, lambda _: "<p>LIVE</p>", None, raw_html=True)
    assert html.count("LIVE") == 1
    assert html.rstrip().endswith("<p>LIVE</p>")


PAGE = """\
---
visibility: client
---
# Guide

## One heading

<details><summary>More</summary>H<sub>2</sub>O</details>

<img src=x onerror=window.__ran=1> <h2 id="__search">Clobber</h2>
{attributes}

```dossier
show: risks
```
"""


@pytest.fixture
def pages_of(content: Path):
    """A function that builds the site of a project with a page that holds HTML, and gives that page and a record's."""

    def pages(setting: str) -> tuple[str, str]:
        root = content.parent
        shutil.copy(STARTER, root / "mkdocs.yml")
        settings = (root / "mkdocs.yml").read_text("utf-8")
        (root / "mkdocs.yml").write_text(settings + "\nmarkdown_extensions: [attr_list, admonition, toc]\n", "utf-8")
        project = content / "acme/web/project.yml"
        project.write_text(project.read_text("utf-8") + setting, "utf-8")
        (content / "acme/web/guide.md").write_text(PAGE.format(attributes='{: onclick="window.__ran=1" }'), "utf-8")
        cause = 'H<sub>2</sub>O <img src=x onerror="window.__ran=1">'
        (content / "acme/web/r.yml").write_text(f"risks:\n- {{id: R-1, title: Late, cause: '{cause}'}}\n", "utf-8")
        build_sites(
            root,
            read_content(root / "content"),
            [SiteRequest(client="acme", audience="client", as_of=date(2026, 4, 1))],
            root / "site",
            1,
        )
        made = root / "site/acme/web"
        found = ((made / name).read_text("utf-8") for name in ("documents/guide/index.html", "risks/R-1/index.html"))
        page, record = (text[text.index("<article") : text.index("</article>")] for text in found)
        return page, record

    return pages


def test_a_built_site_shows_html_as_written(pages_of):
    page, record = pages_of("")
    for text in (page, record):
        assert "H&lt;sub&gt;2&lt;/sub&gt;O" in text
        assert "<img" not in text
        assert "onclick" not in text
    assert "R-1" in page


def test_a_built_site_uses_harmless_html_where_project_yml_says_so(pages_of):
    page, record = pages_of("raw_html: yes\n")
    for text in (page, record):
        assert "H<sub>2</sub>O" in text
        assert not re.search("<[^>]*(onerror|onclick)", text)
    assert "<details><summary>More</summary>" in page
    assert 'id="__search"' not in page
    assert 'id="one-heading"' in page
    assert "dossier-table" in page, "a live view is our own HTML and stays whole"


def test_the_setting_holds_too_where_projects_are_not_published(pages_of, content: Path):
    client = content / "acme/client.yml"
    client.write_text(client.read_text("utf-8").replace("project, ", ""), "utf-8")
    assert "H<sub>2</sub>O" in pages_of("raw_html: yes\n")[1]
