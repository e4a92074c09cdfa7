"""`dossier clients`: whose site a change could alter, asked of real repositories, and held against built sites."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dossier.cli.main import main
from tests.conftest import CLIENT, PROJECT
from tests.repository import commit, git, write

CONFIGURATION = "docs_dir: content\nsite_name: Ours\ntheme: {name: material}\nplugins: [search, mermaid2, dossier]\n"
RECORDS = "requirements:\n- {id: REQ-1, title: Find a tool by its name}\n"


def workspace(root: Path, *clients: str) -> Path:
    """A workspace with a project for each of some clients, committed."""
    for client in clients:
        write(root, f"content/{client}/client.yml", CLIENT.replace("Acme", f"Firm {client.title()}"))
        write(root, f"content/{client}/web/project.yml", PROJECT)
        write(root, f"content/{client}/web/records.yml", RECORDS)
    write(root, "content/handbook/index.md", "# Handbook\n\nHow we work.\n")
    write(root, "mkdocs.yml", CONFIGURATION)
    write(root, ".gitignore", "/site/\n/.cache/\n")
    return root


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the clients acme, beta and 言灵, and the current folder in it."""
    root = tmp_path / "work"
    root.mkdir()
    git(root, "init", "--quiet", "--initial-branch", "main")
    workspace(root, "acme", "beta", "言灵")
    commit(root)
    monkeypatch.chdir(root)
    return root


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["clients", *arguments], catch_exceptions=False)


def changed(revision: str = "HEAD") -> list[str]:
    """The clients that are told as changed, and nothing else said."""
    result = run("--changed-since", revision, "--format", "json")
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


ALL = ["acme", "beta", "言灵"]


def test_all_clients_with_a_project_are_listed(work: Path):
    write(work, "content/new/client.yml", CLIENT)
    result = run()
    assert (result.exit_code, result.stdout) == (0, "acme\nbeta\n言灵\n")
    assert result.stderr == "new: no project yet, so no site\n"
    assert run("--format", "json").stdout == '["acme", "beta", "言灵"]\n'


def test_nothing_changed_is_an_empty_list(work: Path):
    assert changed() == []
    assert run("--changed-since", "HEAD").stdout == ""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("content/acme/web/records.yml", ["acme"]),
        ("content/acme/web/plan.pdf", ["acme"]),
        ('content/言灵/web/会议 "一" é.md', ["言灵"]),
        ("content/handbook/index.md", []),
        ("content/index.md", []),
        ("content/handbook/picture.png", ALL),
        ("content/acme-old.md", []),
        ("mkdocs.yml", ALL),
        ("theme/main.html", ALL),
        ("requirements.txt", ALL),
        (".github/workflows/dossier.yml", ALL),
    ],
)
def test_a_file_concerns_whose_site_is_made_from_it(work: Path, path: str, expected: list[str]):
    """Committed on a branch, while main has gone on: what changed there is not the branch's."""
    git(work, "checkout", "--quiet", "-b", "change")
    before = (work / path).read_text("utf-8") if (work / path).exists() else ""
    commit(work, **{path: f"{before}\n"})
    git(work, "checkout", "--quiet", "main")
    commit(work, **{"content/beta/web/records.yml": f"{RECORDS}- {{id: REQ-2, title: More}}\n"})
    git(work, "checkout", "--quiet", "change")
    assert changed("main") == expected


def test_what_is_not_committed_counts(work: Path):
    write(work, "content/beta/web/risks.yml", "risks:\n- {id: R-1, title: Late}\n")
    assert changed() == ["beta"]


def test_what_tools_leave_lying_about_does_not_count(work: Path):
    write(work, ".venv/lib/thing.py", "x\n")
    write(work, "content/handbook/.draft.png", "x\n")
    assert changed() == []


def test_a_deleted_record_concerns_its_client(work: Path):
    (work / "content/beta/web/records.yml").unlink()
    commit(work)
    assert changed("HEAD~1") == ["beta"]


def test_a_renamed_client_is_a_new_one_and_the_old_one_is_told(work: Path):
    write(work, "content/acme/logo.svg", "<svg/>\n")
    commit(work)
    git(work, "mv", "content/acme", "content/acme-group")
    commit(work)
    result = run("--changed-since", "HEAD~1", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, ["acme-group"])
    assert result.stderr == "acme: its client.yml is gone, so no site; what was published of it stays online\n"


def test_a_client_whose_records_cannot_be_read_is_listed_since_its_build_must_say_why(work: Path):
    (work / "content/acme/client.yml").write_bytes(b"title: \xff\n")
    assert changed() == ["acme"]


def test_a_link_concerns_the_client_it_lies_with(work: Path):
    (work / "content/beta/web/terms.md").symlink_to("../../handbook/index.md")
    commit(work)
    write(work, "content/handbook/index.md", "# Handbook\n\nHow we all work.\n")
    assert changed() == ["beta"]


@pytest.mark.parametrize(
    "line", ["hooks: [own.py]", "markdown_extensions: [pymdownx.snippets]", "theme: {custom_dir: ../look}"]
)
def test_where_the_site_may_be_made_from_anything_everything_counts(work: Path, line: str):
    commit(work, **{"mkdocs.yml": f"{CONFIGURATION}{line}\n"})
    write(work, "content/handbook/index.md", "# Handbook\n")
    assert changed() == ALL


def test_in_a_larger_repository_only_what_may_have_a_hand_in_it_counts(work: Path, monkeypatch: pytest.MonkeyPatch):
    (work / "delivery/docs").mkdir(parents=True)
    git(work, "mv", "content", "delivery/docs/content")
    git(work, "mv", "mkdocs.yml", "delivery/docs/mkdocs.yml")
    commit(work)
    monkeypatch.chdir(work / "delivery/docs/content")
    for path, expected in {
        "delivery/docs/content/beta/web/records.yml": ["beta"],
        "delivery/docs/mkdocs.yml": ALL,
        "delivery/requirements.txt": ALL,
        "pyproject.toml": ALL,
        "source/main.py": [],
        "content/acme/web/records.yml": [],
    }.items():
        commit(work, **{path: f"{(work / path).read_text() if (work / path).exists() else ''}\n"})
        assert (path, changed("HEAD~1")) == (path, expected)


def test_a_client_in_a_submodule_is_seen_from_outside(work: Path, tmp_path: Path):
    inner = workspace(tmp_path / "inner", "gamma") / "content/gamma"
    git(inner, "init", "--quiet", "--initial-branch", "main")
    commit(inner)
    git(work, "submodule", "--quiet", "add", inner.as_uri(), "content/gamma")
    commit(work)
    write(work, "content/gamma/web/records.yml", f"{RECORDS}- {{id: REQ-2, title: More}}\n")
    assert changed() == ["gamma"]
    commit(work / "content/gamma")
    commit(work)
    assert changed("HEAD~1") == ["gamma"]


@pytest.mark.parametrize(
    ("revision", "said"),
    [("nowhere", "git knows no commit `nowhere`"), ("", "git knows no commit"), ("0" * 40, "git knows no commit")],
)
def test_what_cannot_be_compared_is_exit_2_and_no_list(work: Path, revision: str, said: str):
    result = run("--changed-since", revision, "--format", "json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_shallow_clone_is_exit_2_and_no_list(work: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    commit(work)
    git(tmp_path, "clone", "--quiet", "--depth", "1", work.as_uri(), "shallow")
    monkeypatch.chdir(tmp_path / "shallow")
    result = run("--changed-since", "HEAD~1", "--format", "json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "GIT_DEPTH" in result.stderr


def test_without_git_all_can_be_listed_but_not_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(workspace(tmp_path, "acme"))
    assert run().stdout == "acme\n"
    result = run("--changed-since", "main")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is not in a git repository" in result.stderr


def test_the_site_of_a_client_that_is_not_listed_is_the_same_byte_for_byte(work: Path):
    def site() -> dict[str, bytes]:
        done = CliRunner().invoke(main, ["build", "acme", "--as-of", "2026-04-02"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        folder = work / "site/acme"
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    before = site()
    write(work, "content/beta/web/records.yml", f"{RECORDS}- {{id: REQ-2, title: More}}\n")
    write(work, "content/handbook/index.md", "# Handbook\n\nAnother way.\n")
    assert changed() == ["beta"]
    assert site() == before
