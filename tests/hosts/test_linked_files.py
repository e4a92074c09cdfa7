"""Links and pictures in prose lead to what stands on the site for the files that they name, in a real build."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote

import pytest

from tests.hosts.test_mkdocs import written

AS_OF = "2026-11-01"
PROSE = (
    "![Sketch](<../pictures/sketch #1.txt>) ![Again](../pictures/sketch%20%231.txt) [two](REQ-2.md#rationale) "
    "[page](../plan.md) [hidden](REQ-3.md) ![gone](gone.png) [above](#x) [out](https://example.org) "
    "[why](REQ-2.md#理由) [rule](REQ-2.md#acceptance-criteria) [p](<../pictures/sketch #1.txt>) [shop](../../shop/info.md)"
)
FILES = {
    "acme/client.yml": "title: Acme\npublish: [project, requirements, tasks]\n",
    "acme/web/project.yml": "title: Web\nstart: 2026-03-02\nattachments: ['c#d?e%20f&g;h.txt']\n"
    "description: '[first](requirements/REQ-1.md)'\n",
    "acme/web/requirements/REQ-1.md": f"---\nid: REQ-1\nattachments: ['../pictures/sketch #1.txt']\n---\n# One\n\n{PROSE}\n",
    "acme/web/requirements/REQ-2.md": "---\nid: REQ-2\n---\n# Two\n\nWords.\n\n## Rationale\n\nWhy.\n",
    "acme/web/requirements/REQ-3.md": "---\nid: REQ-3\nvisibility: team\n---\n# Three\n\nWords.\n",
    "acme/web/tasks.yml": "tasks:\n- {id: T-1, title: Draw, description: 'As in ![it](<pictures/sketch #1.txt>)'}\n",
    "acme/web/plan.md": "---\nvisibility: client\n---\n# Plan\n\n"
    "![Sketch](<pictures/sketch #1.txt>) [two](requirements/REQ-2.md) [file](<c#d?e%20f&g;h.txt>) [notes](notes.md) "
    "![gone](gone.png) [site](../../requirements/)\n",
    "acme/web/notes.md": "# Notes\n",
    "acme/web/letter.txt": "LETTER",
    "acme/web/risks.yml": "risks:\n- {id: R-1, title: Late, visibility: client, attachments: [letter.txt], cause: "
    "'[![Thumb](letter.txt)](letter.txt#page=2)\n\n\n  [^1]: See the contract.\n\n\n  [Note]: the price is open.'}\n",
    "acme/shop/project.yml": "title: Shop\n",
    "acme/shop/info.md": "---\nvisibility: client\n---\n# Info\n",
    "acme/web/pictures/sketch #1.txt": "SKETCH",
    "acme/web/c#d?e%20f&g;h.txt": "LETTER",
}
LINK = re.compile(r'<(?:a|img)[^>]*?(?:href|src)="([^"]+)"')


def run(root: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dossier", *arguments], cwd=root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = written(tmp_path_factory.mktemp("linked"), FILES)
    run(root, "build", "--as-of", AS_OF)
    run(root, "build", "--as-of", AS_OF, "--audience", "team")
    run(root, "emit", "plain", "acme", "--as-of", AS_OF)
    return root


def article(root: Path, path: str) -> str:
    return (root / "site" / path / "index.html").read_text("utf-8").partition("<article")[2].partition("</article>")[0]


def prose_of(html: str) -> list[str]:
    return LINK.findall(html.partition('class="dossier-prose"')[2].partition("</div>")[0])


def test_each_relative_address_of_a_record_leads_to_the_page_or_file_and_others_keep_their_words(root: Path):
    sketch = "../../files/REQ-1/sketch%20%231.txt"
    html = article(root, "acme/web/requirements/REQ-1")
    led = [sketch, sketch, "../REQ-2/#rationale", "../../documents/plan/", "#x", "https://example.org"]
    led += ["../REQ-2/#rationale", "../REQ-2/#acceptance_criteria", sketch, "../../../shop/documents/info/"]
    assert prose_of(html) == led
    assert "<span>hidden</span>" in html
    assert "<span>gone</span>" in html


def test_the_team_is_led_to_what_only_the_team_sees(root: Path):
    assert "../REQ-3/" in prose_of(article(root, "team/acme/web/requirements/REQ-1"))


def test_they_count_from_their_own_file_wherever_the_text_is_shown(root: Path):
    assert "requirements/REQ-1/" in prose_of(article(root, "acme/web"))
    assert prose_of(article(root, "acme/web/plan/T-1")) == ["../../files/REQ-1/sketch%20%231.txt"]


def test_a_page_is_led_in_the_same_way_and_of_other_addresses_the_host_may_know(root: Path):
    html = article(root, "acme/web/documents/plan")
    assert [*filter(lambda address: address != "#plan", LINK.findall(html))][-5:] == [
        "../../files/REQ-1/sketch%20%231.txt",
        "../../requirements/REQ-2/",
        "../../files/web/c%23d%3Fe%2520f%26g%3Bh.txt",
        "gone.png",
        "../../requirements/",
    ]
    assert "<span>notes</span>" in html


def test_every_file_that_is_led_to_lies_there_by_its_own_name(root: Path):
    led = set()
    for page in (root / "site/acme").rglob("index.html"):
        here = page.parent.relative_to(root / "site/acme").as_posix()
        led |= {
            normpath(join(here, unquote(each))) for each in LINK.findall(page.read_text("utf-8")) if "files/" in each
        }
    letter = "web/files/R-1/letter.txt"
    assert led == {"web/files/REQ-1/sketch #1.txt", "web/files/web/c#d?e%20f&g;h.txt", letter, f"{letter}#page=2"}
    assert (root / "site/acme/web/files/REQ-1/sketch #1.txt").read_text("utf-8") == "SKETCH"
    assert (root / "site/acme/web/files/web/c#d?e%20f&g;h.txt").read_text("utf-8") == "LETTER"


def test_what_is_emitted_is_led_in_the_same_way(root: Path):
    plain = (root / "plain/docs/web/requirements/REQ-1.md").read_text("utf-8")
    assert (
        "![Sketch](../files/REQ-1/sketch%20%231.txt) ![Again](../files/REQ-1/sketch%20%231.txt) [two](REQ-2.md#rationale)"
        in plain
    )
    assert "[page](../documents/plan.md) hidden gone [above](#x)" in plain
    risk = (root / "plain/docs/web/risks/R-1.md").read_text("utf-8")
    assert "[![Thumb](../files/R-1/letter.txt)](../files/R-1/letter.txt#page=2)" in risk
    assert "See the contract." in risk
    assert "the price is open." in risk
    page = (root / "plain/docs/web/documents/plan.md").read_text("utf-8")
    assert "[file](../files/web/c%23d%3Fe%2520f%26g%3Bh.txt) notes gone" in page
    assert (root / "plain/docs/web/files/web/c#d?e%20f&g;h.txt").read_text("utf-8") == "LETTER"
