"""The plugin in a real MkDocs: which site is built, what reaches it, and that a mistake leaves the last one whole."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "dossier/hosts/starter_mkdocs.yml"
FILES = {
    "acme/client.yml": "title: Acme\nsigners: [anna]\npublish: [project, requirements, tasks, deliverables, sign_offs]\ncolour: '#123456'\nlogo: logo.svg\n",
    "acme/people.txt": "ACME-UNNAMED",
    "acme/logo.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "acme/web/project.yml": "title: Web shop\nstart: 2026-03-02\nfinish: 2026-11-30\nattachments: [papers/charter.pdf]\n",
    "acme/web/records.yml": """\
people:
- {id: anna, title: Anna HUSH, side: client}
requirements:
- {id: REQ-1, title: Search, statement: It finds REQ-2, internal: HUSH, acceptance_criteria: [{AC-1: fast}], verification: test}
- {id: REQ-2, title: HUSH, visibility: team, statement: x, acceptance_criteria: [{AC-1: fast}], verification: test}
tasks:
- {id: T-1, title: Build, owner: anna, duration: 5d, requirements: [REQ-1]}
deliverables:
- {id: DEL-1, title: Shop, due: 2026-05-04, acceptance_criteria: [{AC-1: It sells}], attachments: [papers/offer.pdf]}
""",
    "acme/web/papers/offer.pdf": "OFFER",
    "acme/web/papers/charter.pdf": "CHARTER",
    "acme/web/papers/secret.pdf": "HUSH",
    "acme/web/SO-9.signed.json": '{"HUSH": 1}',
    "acme/web/guide.md": "---\nvisibility: client\n---\n# Guide\n\nSee REQ-1 and [the other page](deep/more.md).\n\n"
    "```dossier\nshow: requirements\n```\n\n<!-- team -->HUSH<!-- /team -->\n\n<img src=x onerror=alert(1)>\n",
    "acme/web/deep/more.md": "---\nvisibility: client\n---\n# More\n\n[back](../guide.md)\n",
    "acme/web/notes.md": "# Notes\n\nHUSH of [the guide](guide.md)\n",
    "bolt/client.yml": "title: Bolt Works\npublish: [project, requirements]\n",
    "bolt/ship/project.yml": "title: Steamer\n",
    "bolt/ship/records.yml": "requirements:\n- {id: REQ-77, title: Boiler, statement: x, acceptance_criteria: [{AC-1: fast}], verification: test}\n",
    "handbook/index.md": "# Handbook\n\nHow we work: [steps](steps.md).\n",
    "handbook/steps.md": "# Steps\n\nOne by one.\n",
}
UNKNOWN_OWNER = ("owner: anna", "owner: ana")


def written(root: Path, files: dict[str, str] = FILES) -> Path:
    """A folder with a content folder and the mkdocs.yml that `dossier new client` writes."""
    for path, text in files.items():
        file = root / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    shutil.copy(STARTER, root / "mkdocs.yml")
    return root


def spoil(root: Path, path: str, old: str, new: str) -> None:
    file = root / "content" / path
    assert old in file.read_text(encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def build(root: Path, *arguments: str, host: str = "mkdocs", **environment: str) -> subprocess.CompletedProcess[str]:
    own = {k: v for k, v in os.environ.items() if not k.startswith(("DOSSIER_", "SOURCE_DATE"))}
    settings = {"PYTHONPATH": str(ROOT), "DOSSIER_AS_OF": "2026-04-01", "NO_MKDOCS_2_WARNING": "1", **environment}
    command = [sys.executable, "-m", host, "build", "--quiet", *arguments]
    return subprocess.run(
        command, cwd=root, env={**own, **settings}, capture_output=True, text=True, check=False, timeout=120
    )


def files(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, bytes]]:
    """The files of the team's site and of acme's, from one folder."""
    root = written(tmp_path_factory.mktemp("sites"))
    for settings in ({}, {"DOSSIER_CLIENT": "acme"}):
        result = build(root, "--strict", **settings)
        assert result.returncode == 0, result.stderr
    (folder,) = {
        path.parent
        for path in (root / "site").rglob("index.html")
        if path.parent.parent == root / "site" and path.parent.name != "acme"
    }
    return {"team": files(folder), "acme": files(root / "site/acme")}


def test_plain_mkdocs_build_gives_the_teams_site(sites):
    team = sites["team"]
    assert {
        "index.html",
        "handbook/index.html",
        "acme/web/requirements/REQ-2/index.html",
        "bolt/ship/requirements/REQ-77/index.html",
    } <= set(team)
    assert b"HUSH" in team["acme/web/requirements/REQ-2/index.html"]


def test_with_a_client_named_only_that_clients_site_is_built(sites):
    acme = sites["acme"]
    assert {
        "index.html",
        "web/requirements/REQ-1/index.html",
        "web/plan/T-1/index.html",
        "web/documents/guide/index.html",
    } <= set(acme)
    assert "handbook/index.html" not in acme
    assert not [
        name
        for name, content in acme.items()
        if (b"Bolt" in content or b"Boiler" in content) and not name.startswith("assets/")
    ]


def test_nothing_of_the_team_reaches_a_clients_site_not_even_its_search(sites):
    assert "search/search_index.json" in sites["acme"]
    assert not [name for name, content in sites["acme"].items() if b"HUSH" in content]
    assert not [name for name in sites["acme"] if "REQ-2" in name or "notes" in name]


@pytest.mark.parametrize("name", ["team", "acme"])
def test_only_attachments_that_a_record_names_are_copied_and_never_a_record_file(sites, name: str):
    """Under the record's number: what the folder is called is for the team."""
    site = sites[name]
    base = "acme/web/" if name == "team" else "web/"
    assert site[f"{base}files/DEL-1/offer.pdf"] == b"OFFER"
    assert site[f"{base}files/web/charter.pdf"] == b"CHARTER"
    documents = site[f"{base}documents/index.html"].decode()
    assert documents.index("files/DEL-1/offer.pdf") > documents.index("files/web/charter.pdf") > 0
    assert not [
        path for path in site if path.endswith((".yml", ".yaml", ".md", ".txt", ".signed.json")) or "secret" in path
    ]
    assert b"ACME-UNNAMED" not in b"".join(site.values())
    assert b"papers" not in b"".join((*map(str.encode, site), *site.values()))


def test_the_clients_logo_and_colour_are_there(sites):
    assert "assets/client/logo.svg" in sites["acme"]
    assert b"#123456" in sites["acme"]["assets/stylesheets/client.css"]


def test_a_written_page_has_links_live_views_and_harmless_html(sites):
    page = sites["acme"]["web/documents/guide/index.html"].decode()
    assert 'href="../../requirements/REQ-1/"' in page
    assert re.search(r'href="\.\./deep/more/"', page)
    assert page.count('class="dossier-table"') == 1
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert 'href="../../guide/"' in sites["acme"]["web/documents/deep/more/index.html"].decode()


def test_record_pages_are_outside_the_navigation_and_lists_are_in_it(sites):
    page = sites["acme"]["index.html"].decode()
    navigation = re.findall(r'<a href="([^"]*)" class="md-nav__link', page)
    assert "web/requirements/" in navigation
    assert not [target for target in navigation if re.search(r"REQ|T-1|DEL|anna", target)]
    assert "web/requirements/REQ-1/index.html" in sites["acme"]


def test_no_page_asks_another_host_for_anything(sites):
    for name, content in sites["acme"].items():
        if name.endswith(".html"):
            loaded = re.findall(
                r'<(?:script|img|iframe|source|video)[^>]*\ssrc="?([^">\s]+)|<link[^>]*\shref="?([^">\s]+)',
                content.decode(),
            )
            assert not [each for pair in loaded for each in pair if re.match(r"(?i)(?:https?:)?//", each)], name


@pytest.mark.skipif(
    importlib.util.find_spec("properdocs") is None, reason="properdocs is not installed: pip install properdocs"
)
def test_the_properdocs_host_builds_the_same_pages(sites, tmp_path: Path):
    root = written(tmp_path)
    result = build(root, "--strict", host="properdocs", DOSSIER_CLIENT="acme")
    assert result.returncode == 0, result.stderr
    assert {n for n in files(root / "site/acme") if n.endswith(".html")} == {
        n for n in sites["acme"] if n.endswith(".html")
    }
    assert b"HUSH" not in b"".join(files(root / "site/acme").values())


# ---- what goes wrong


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder in which acme's site was built once."""
    root = written(tmp_path)
    assert build(root, DOSSIER_CLIENT="acme").returncode == 0
    return root


def test_errors_refuse_the_build_and_leave_the_last_site_byte_for_byte(built: Path):
    before = files(built / "site")
    spoil(built, "acme/web/records.yml", *UNKNOWN_OWNER)
    result = build(built, DOSSIER_CLIENT="acme")
    assert result.returncode != 0
    assert "content/acme/web/records.yml:7:" in result.stderr
    assert "did you mean `anna`?" in result.stderr
    assert "Traceback" not in result.stderr
    assert files(built / "site") == before


def test_errors_of_another_client_hold_nothing_back(built: Path):
    spoil(built, "bolt/ship/records.yml", "id: REQ-77", "id: REQ 77")
    assert build(built, DOSSIER_CLIENT="acme").returncode == 0
    assert build(built).returncode != 0


def test_a_client_that_is_not_there_is_told_and_nothing_is_touched(built: Path):
    before = files(built / "site")
    result = build(built, DOSSIER_CLIENT="acmee")
    assert result.returncode != 0
    assert "there is no client `acmee`" in result.stderr
    assert "Traceback" not in result.stderr
    assert files(built / "site") == before


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"DOSSIER_AS_OF": "yesterday"}, "as_of: expected a date (YYYY-MM-DD), found `yesterday`"),
        ({"DOSSIER_AUDIENCE": "client"}, "name the client"),
        ({"DOSSIER_CLIENT": "../acme"}, "there is no client"),
        ({"DOSSIER_CLIENT": "acme", "DOSSIER_AUDIENCE": "everybody"}, "everybody"),
    ],
)
def test_settings_that_make_no_sense_are_told_in_a_sentence(tmp_path: Path, settings: dict[str, str], said: str):
    result = build(written(tmp_path), **settings)
    assert result.returncode != 0
    assert said in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "site").exists()


def test_a_navigation_of_ones_own_in_mkdocs_yml_does_not_break_the_build(tmp_path: Path):
    root = written(tmp_path)
    with (root / "mkdocs.yml").open("a") as configuration:
        configuration.write("\nnav:\n- Start: handbook/index.md\n- Guide: acme/web/guide.md\n")
    result = build(root, DOSSIER_CLIENT="acme")
    assert result.returncode == 0, result.stderr
    assert b"HUSH" not in b"".join(files(root / "site/acme").values())


def test_a_link_that_leaves_the_content_folder_is_not_followed(tmp_path: Path):
    root = written(tmp_path)
    (tmp_path / "outside.pdf").write_text("OUTSIDE")
    (root / "content/acme/web/papers/offer.pdf").unlink()
    (root / "content/acme/web/papers/offer.pdf").symlink_to(tmp_path / "outside.pdf")
    result = build(root, DOSSIER_CLIENT="acme")
    assert result.returncode != 0
    assert "there is no file `papers/offer.pdf`" in result.stderr


def test_another_clients_file_cannot_be_attached(tmp_path: Path):
    theirs = {"bolt/ship/plan.pdf": "THEIRS"}
    root = written(tmp_path, {**FILES, **theirs})
    spoil(root, "acme/web/records.yml", "papers/offer.pdf", "../../bolt/ship/plan.pdf")
    result = build(root, DOSSIER_CLIENT="acme")
    assert result.returncode != 0
    assert "only files inside acme/web/" in result.stderr


# ---- the same in, the same out


def test_with_a_theme_whose_search_finds_everything_it_finds_no_frame(tmp_path: Path):
    """Material's search leaves out what says so; in MkDocs' own stood the words that stand for a page's content."""
    root = written(tmp_path)
    (root / "mkdocs.yml").write_text(
        "site_name: Ours\ndocs_dir: content\ntheme: readthedocs\nplugins: [search, dossier]\n"
    )
    assert build(root).returncode == 0
    docs = json.loads((root / "site/search/search_index.json").read_text())["docs"]
    assert not [doc for doc in docs if "dossierContent" in f"{doc}"]
    assert len({doc["location"] for doc in docs}) == len(docs)
    assert [doc["location"] for doc in docs if "How we work" in doc["text"]]


def test_the_same_records_give_the_same_bytes_wherever_and_whenever(tmp_path: Path):
    made = []
    for number, settings in enumerate(
        (
            {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
            {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
            {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"},
        )
    ):
        root = written(tmp_path / f"in-{'x' * number}{number}")
        result = build(root, SOURCE_DATE_EPOCH="1775000000", **settings)
        assert result.returncode == 0, result.stderr
        made.append(files(root / "site"))
    assert made[0] == made[1]
    assert [name for name in made[0] if made[0][name] != made[2].get(name)] == []
    assert set(made[0]) == set(made[2])


# ---- hostile names, through the host's own templates and search

HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize("client", ["", "acme"])
def test_hostile_names_are_shown_as_written_in_every_file(tmp_path: Path, client: str):
    root = written(tmp_path)
    spoil(root, "acme/client.yml", "title: Acme", f"title: 'Acme {HOSTILE}'")
    spoil(root, "acme/web/project.yml", "title: Web shop", f"title: 'Web {HOSTILE}'")
    spoil(root, "acme/web/records.yml", "title: Search", f"title: 'Search {HOSTILE}'")
    spoil(root, "acme/web/records.yml", "title: Build", f"title: 'Build {HOSTILE}'")
    spoil(root, "acme/web/guide.md", "# Guide", f"# Guide {HOSTILE}")
    second = {"acme/pilot/project.yml": f"title: 'Pilot {HOSTILE}'\n"}
    for path, text in second.items():
        (root / "content" / path).parent.mkdir()
        (root / "content" / path).write_text(text)
    result = build(root, DOSSIER_CLIENT=client)
    assert result.returncode == 0, result.stderr
    site = files(root / "site")
    found = [name for name, content in site.items() if b"<img src=x" in content and not name.endswith((".js", ".map"))]
    assert found == []
