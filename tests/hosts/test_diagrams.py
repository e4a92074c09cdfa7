"""A page of records draws its diagrams with the same scripts that mermaid2 writes into a page that the host renders."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

from dossier.cli.main import main
from tests.hosts.test_mkdocs import build

FILES = {
    "acme/client.yml": "title: Acme\npublish: [project, tasks]\n",
    "acme/web/project.yml": "title: Web shop\nstart: 2026-03-02\nfinish: 2026-11-30\n",
    "acme/web/records.yml": "tasks:\n- {id: T-1, title: Build, duration: 5d}\n",
    "acme/web/guide.md": "---\nvisibility: client\n---\n# Guide\n\n```mermaid\nflowchart LR\n  a --> b\n```\n",
}
SCRIPTS = re.compile(
    r'<script src="(?P<up>[./]*)assets/javascripts/diagrams\.js"></script><script>(?P<call>[^<]*)</script>'
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configured(place: Path, mermaid2: str) -> None:
    plugins = f"plugins:\n- search\n{mermaid2}- dossier\n"
    (place / "mkdocs.yml").write_text(f"site_name: Ours\ndocs_dir: content\ntheme: {{name: material}}\n{plugins}")


def built() -> tuple[int, str]:
    done = CliRunner().invoke(main, ["build", "acme", "--as-of", "2026-04-01", "--jobs", "1"])
    return done.exit_code, done.output


def scripts_of(place: Path, page: str) -> list[tuple[str, str]]:
    text = (place / "site/acme/web" / page / "index.html").read_text()
    return [(found["up"], found["call"]) for found in SCRIPTS.finditer(text)]


@pytest.mark.parametrize(
    "mermaid2",
    ["- mermaid2\n", "- mermaid2: {arguments: {flowchart: {padding: 9}, theme: '^pick()', look: classic}}\n"],
)
def test_record_pages_and_documents_have_the_same_scripts_and_the_policy_allows_them(place: Path, mermaid2: str):
    configured(place, mermaid2)
    assert built()[0] == 0
    (of_host,), (of_plan,) = scripts_of(place, "documents/guide"), scripts_of(place, "plan")
    assert of_plan[1] == of_host[1]
    assert of_plan[1].startswith("mermaid.initialize(")
    assert ("padding: 9" in of_plan[1]) == ("padding" in mermaid2)
    assert (of_host[0], of_plan[0]) == ("../../../", "../../")
    policies = [
        re.findall("sha256-[^']+", (place / "site/acme/web" / page / "index.html").read_text())
        for page in ("documents/guide", "plan")
    ]
    assert policies[0] == policies[1]


def test_the_policy_allows_the_scripts_of_a_site_on_which_the_host_writes_none(place: Path):
    configured(place, "- mermaid2\n")
    (place / "content/acme/web/guide.md").unlink()
    assert built()[0] == 0
    ((_, call),) = scripts_of(place, "plan")
    digest = b64encode(sha256(call.encode()).digest()).decode()
    assert f"sha256-{digest}" in (place / "site/acme/web/plan/index.html").read_text()


def test_without_mermaid2_nothing_draws(place: Path):
    configured(place, "")
    assert built()[0] == 0
    assert scripts_of(place, "plan") == []


@pytest.mark.parametrize("arguments", ["{theme: }", "&all {theme: *all}", "{theme: 2026-04-01}"])
def test_arguments_that_cannot_be_written_as_javascript_are_told_in_a_sentence(place: Path, arguments: str):
    configured(place, f"- mermaid2: {{arguments: {arguments}}}\n")
    status, told = built()
    assert status == 2
    assert "mkdocs.yml: mermaid2: arguments: `theme`" in told
    assert "Traceback" not in told
    alone = build(place)
    assert alone.returncode == 1
    assert "mermaid2: arguments: `theme`" in alone.stderr
    assert "Traceback" not in alone.stderr
