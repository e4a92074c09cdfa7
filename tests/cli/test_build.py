"""`dossier build` and `dossier serve`, called as a person calls them."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dossier.cli.main import main
from tests.repository import commit, git

STARTER = Path(__file__).parents[2] / "dossier/hosts/starter_mkdocs.yml"
RECORDS = """\
requirements:
- {id: REQ-1, title: Search, statement: It finds, acceptance_criteria: [{AC-1: fast}], verification: test}
tasks:
- {id: T-1, title: Build, owner: anna, duration: 5d, requirements: [REQ-1], internal: TEAM-ONLY-WORD}
"""
AS_OF = "2026-04-01"


@pytest.fixture
def workspace(content: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one client and one project; commands run in it."""
    root = content.parent
    (content / "acme/web/records.yml").write_text(RECORDS, encoding="utf-8")
    shutil.copy(STARTER, root / "mkdocs.yml")
    monkeypatch.chdir(root)
    return root


def build(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["build", "--as-of", AS_OF, *arguments], catch_exceptions=False)


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def second_client(root: Path, records: str = RECORDS) -> None:
    shutil.copytree(root / "content/acme", root / "content/bolt")
    (root / "content/bolt/client.yml").write_text(
        (root / "content/acme/client.yml").read_text().replace("Acme", "Bolt")
    )
    (root / "content/bolt/web/records.yml").write_text(records)


def test_a_clients_site_has_a_page_for_each_record_and_nothing_of_the_team(workspace: Path):
    result = build()
    assert result.exit_code == 0
    site = files(workspace / "site/acme")
    assert {"index.html", "web/requirements/REQ-1/index.html", "web/plan/T-1/index.html"} <= set(site)
    assert not [name for name, content in site.items() if b"TEAM-ONLY-WORD" in content]
    assert not [name for name in site if name.endswith((".yml", ".md"))]


def test_the_teams_site_shows_what_is_internal(workspace: Path):
    assert build("--audience", "team").exit_code == 0
    assert b"TEAM-ONLY-WORD" in files(workspace / "site/team")["acme/web/plan/T-1/index.html"]


def test_each_client_gets_a_site_of_its_own_also_side_by_side(workspace: Path):
    second_client(workspace)
    result = build("--jobs", "2", "--format", "json")
    assert [site["name"] for site in json.loads(result.output)["sites"]] == ["acme", "bolt"]
    assert not [
        name for name, content in files(workspace / "site/acme").items() if b"Bolt" in content and "vendor" not in name
    ]


def test_the_same_day_gives_the_same_bytes(workspace: Path):
    build("--out", "one")
    build("--out", "two")
    assert files(workspace / "one") == files(workspace / "two")


@pytest.mark.parametrize("arguments", [(), ("acme",)])
def test_a_client_whose_only_project_cannot_be_read_is_not_said_to_have_none(
    workspace: Path, arguments: tuple[str, ...]
):
    for path in (workspace / "content/acme/web").iterdir():
        path.unlink()
    (workspace / "content/acme/web/plan.yml").write_bytes(b"title: \xff\n")
    result = build(*arguments)
    assert result.exit_code == 1
    assert "error[DOS101]: byte 0xff is not UTF-8\n --> content/acme/web/plan.yml:1:8" in result.output
    told = CliRunner().invoke(main, ["plan", "acme/web"])
    assert told.stderr == "Error: the project `acme/web` cannot be read; `dossier check` tells why\n"


def test_a_client_without_its_settings_is_not_said_not_to_be_there(workspace: Path):
    (workspace / "content/acme/client.yml").unlink()
    for arguments in (("build", "acme"), ("serve", "acme")):
        told = CliRunner().invoke(main, arguments)
        assert told.stderr == "Error: the client `acme` cannot be read; `dossier check` tells why\n"
    assert build().stderr == "Error: no client can be read; `dossier check` tells why\n"
    assert "there is no client `other`" in build("other").stderr


def test_errors_refuse_the_build_and_leave_the_last_site(workspace: Path):
    build()
    before = files(workspace / "site")
    records = workspace / "content/acme/web/records.yml"
    records.write_text(RECORDS.replace("owner: anna", "owner: ana"))
    result = build()
    assert result.exit_code == 1
    assert "content/acme/web/records.yml:4:" in result.output
    assert "did you mean `anna`?" in result.output
    assert files(workspace / "site") == before


def test_one_clients_mistake_does_not_hold_back_anothers_site(workspace: Path):
    second_client(workspace, RECORDS.replace("owner: anna", "owner: ana"))
    assert build("acme").exit_code == 0
    assert build("bolt").exit_code == 1


def test_nothing_is_left_behind_by_a_build_that_fails(workspace: Path):
    (workspace / "mkdocs.yml").write_text("site_name: x\ntheme: nosuchtheme\nplugins: [dossier]\n")
    result = build()
    assert result.exit_code == 2
    assert not (workspace / "site").exists()


@pytest.mark.parametrize(
    ("configuration", "said"),
    [
        (b"site_name: caf\xe9\nplugins: [dossier]\n", "mkdocs.yml is not UTF-8: byte 15"),
        (b"INHERIT: mkdocs.yml\nplugins: [dossier]\n", "inherits from itself"),
        (b"site_name: x\nplugins: [dossier]\nx: " + b"[" * 5_000, "nested too deeply"),
        (b"site_name: x\nplugins: [dossier]\ncopyright: 2020-13-45\n", "month must be in 1..12"),
    ],
)
def test_a_configuration_that_cannot_be_read_is_told(workspace: Path, configuration: bytes, said: str):
    (workspace / "mkdocs.yml").write_bytes(configuration)
    result = build("acme")
    assert result.exit_code == 2
    assert said in result.output
    assert not (workspace / "site").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nobody"], "there is no client `nobody`; there are: acme"),
        (["--jobs", "0"], "0 is not in the range"),
    ],
)
def test_what_cannot_run_is_exit_2(workspace: Path, arguments: list[str], said: str):
    result = build(*arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_without_a_configuration_it_says_what_to_do(workspace: Path):
    (workspace / "mkdocs.yml").unlink()
    result = build()
    assert result.exit_code == 2
    assert "`dossier new client ID` writes one" in result.output
    (workspace / "mkdocs.yml").mkdir()
    result = build()
    assert result.exit_code == 2
    assert "is no file" in result.output


def test_a_theme_within_the_content_folder_is_told_instead_of_losing_its_files(workspace: Path):
    (workspace / "content/ours").mkdir()
    settings = (workspace / "mkdocs.yml").read_text()
    (workspace / "mkdocs.yml").write_text(
        settings.replace("name: material", "name: material\n  custom_dir: content/ours")
    )
    result = build()
    assert result.exit_code == 2
    assert "content/ours lies in the content folder" in result.output
    assert not (workspace / "site/acme").exists()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def serving(
    workspace: Path, port: int = 0, end: signal.Signals = signal.SIGINT, program: Path = STARTER.parents[2]
) -> Iterator[str]:
    """The address of acme's site, as long as `dossier serve` serves it; what that tells is in the file `told`."""
    port = port or free_port()
    command = [sys.executable, "-m", "dossier", "serve", "acme", "--as-of", AS_OF, "--address", f"127.0.0.1:{port}"]
    environment = {**os.environ, "PYTHONPATH": str(program)}
    with (workspace / "told").open("w") as told:
        served = subprocess.Popen(  # tests run in the background hand a deaf ear for Ctrl-C down to it
            command,
            cwd=workspace,
            env=environment,
            stdout=told,
            stderr=told,
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - no threads here
        )
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            served.send_signal(end)
            served.wait(timeout=20)


def test_serving_shows_changes_and_problems_without_stopping(workspace: Path):
    with serving(workspace) as address:
        page = f"{address}/web/requirements/REQ-1/"
        assert "It finds" in fetched(page, "It finds")
        records = workspace / "content/acme/web/records.yml"
        records.write_text(RECORDS.replace("It finds", "It finds everything").replace("owner: anna", "owner: ana"))
        shown = fetched(page, "It finds everything")
        assert "It finds everything" in shown
        assert "error[DOS410]" in shown


@pytest.mark.parametrize(("end", "seconds"), [(signal.SIGINT, 0), (signal.SIGKILL, 2)])
def test_serving_goes_on_from_what_was_served_before(workspace: Path, end: signal.Signals, seconds: float):
    """Also where it was killed, after a while in which nothing was to be built."""
    port, records = free_port(), workspace / "content/acme/web/records.yml"
    with serving(workspace, port, end) as address:
        page = f"{address}/web/requirements/REQ-1/"
        assert "It finds" in fetched(page, "It finds")
        records.write_text(RECORDS.replace("It finds", "It finds everything"))
        assert "It finds everything" in fetched(page, "It finds everything")
        time.sleep(seconds)
    made = re.findall(r"(\d+) of (\d+) pages made anew", (workspace / "told").read_text())
    with serving(workspace, port) as address:
        assert "It finds everything" in fetched(f"{address}/web/requirements/REQ-1/", "It finds everything")
    again = re.findall(r"(\d+) of (\d+) pages made anew", (workspace / "told").read_text())
    assert [*map(int, made[0])] == [int(made[0][1])] * 2
    assert 0 < int(made[-1][0]) < int(made[-1][1])
    assert again == [("0", made[0][1])]


def test_what_is_saved_during_the_first_build_is_shown(workspace: Path):
    with serving(workspace) as address:
        while not (workspace / ".cache/dossier").exists():  # where it is built
            time.sleep(0.01)
        (workspace / "content/acme/web/records.yml").write_text(RECORDS.replace("It finds", "It finds everything"))
        page = f"{address}/web/requirements/REQ-1/"
        assert "It finds everything" in fetched(page, "It finds everything", seconds=20)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it is another lock")
def test_serving_ends_while_another_process_is_at_the_same_site(workspace: Path):
    import fcntl

    with serving(workspace) as address:
        fetched(f"{address}/web/requirements/REQ-1/", "It finds")
        lock = next((workspace / ".cache/dossier").glob("acme-*/lock")).open()
        fcntl.flock(lock, fcntl.LOCK_EX)
    lock.close()
    assert "stopped" in (workspace / "told").read_text()


def test_what_the_system_refuses_is_told_on_the_page_and_serving_goes_on(workspace: Path):
    with serving(workspace) as address:
        page, records = f"{address}/web/requirements/REQ-1/", workspace / "content/acme/web/records.yml"
        assert "It finds" in fetched(page, "It finds")
        lock = next((workspace / ".cache/dossier").glob("acme-*/lock"))
        lock.unlink()
        lock.mkdir()
        records.write_text(RECORDS.replace("It finds", "It finds all"))
        assert "Is a directory: " in fetched(page, "Is a directory: ")
        lock.rmdir()
        records.write_text(RECORDS.replace("It finds", "It finds much"))
        assert "Is a directory" not in fetched(page, "It finds much", without="Is a directory")
    assert "Traceback" not in (workspace / "told").read_text()


def test_serving_does_not_bring_back_a_cache_that_was_deleted(workspace: Path):
    with serving(workspace) as address:
        fetched(f"{address}/web/requirements/REQ-1/", "It finds")
        shutil.rmtree(workspace / ".cache")
    assert not (workspace / ".cache").exists()


def test_a_theme_that_cannot_be_read_is_told_and_serving_goes_on(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory
):
    program = copied_program(tmp_path_factory)
    with serving(workspace, program=program) as address:
        page = f"{address}/web/requirements/REQ-1/"
        assert "It finds" in fetched(page, "It finds")
        (program / "theme/pages/.#page.html").symlink_to("me@host.123:456")  # what Emacs puts there
        (workspace / "content/acme/web/records.yml").write_text(RECORDS.replace("It finds", "It finds all"))
        assert "It finds all" in fetched(page, "It finds all")
        template = program / "theme/pages/page.html"
        template.rename(template.with_name("away"))
        assert "lacks pages/page.html" in fetched(page, "lacks pages/page.html")
        template.with_name("away").rename(template)
        assert "lacks pages" not in fetched(page, "It finds all", without="lacks pages")
    assert "Traceback" not in (workspace / "told").read_text()


def copied_program(folders: pytest.TempPathFactory) -> Path:
    program = folders.mktemp("program")
    for name in ("dossier", "theme"):
        shutil.copytree(STARTER.parents[2] / name, program / name, ignore=shutil.ignore_patterns("__pycache__"))
    return program


def test_serving_follows_the_theme_of_the_program(workspace: Path, tmp_path_factory: pytest.TempPathFactory):
    program = copied_program(tmp_path_factory)
    template, words = program / "theme/pages/page.html", program / "theme/words.yml"
    with serving(workspace, program=program) as address:
        page = f"{address}/web/requirements/REQ-1/"
        assert "It finds" in fetched(page, "It finds")
        template.write_text(f"{template.read_text()}\n<p>for every page</p>\n")
        words.write_text(words.read_text().replace("page_overview: [Overview", "page_overview: [What is here"))
        assert "for every page" in fetched(page, "for every page")
        assert "What is here" in fetched(page, "What is here")


def test_a_page_that_is_gone_for_a_mistake_says_so_and_comes_back(workspace: Path):
    with serving(workspace) as address:
        page, records = f"{address}/web/requirements/REQ-1/", workspace / "content/acme/web/records.yml"
        assert "It finds" in fetched(page, "It finds")
        records.write_text("requirements:\n- id: [\n")
        shown = fetched(page, "dossier-problems", without="It finds")
        assert "error[DOS110]" in shown
        assert "livereload(" in shown, "the page that is open is loaded again"
        records.write_text(RECORDS)
        assert "It finds" in fetched(page, "It finds")


@pytest.mark.parametrize("address", ["8000", ":8000", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:65536"])
def test_where_nobody_can_listen_nothing_is_built(workspace: Path, address: str):
    result = CliRunner().invoke(main, ["serve", "acme", "--as-of", AS_OF, "--address", address])
    assert result.exit_code == 2
    assert f"expected HOST:PORT, found `{address}`" in result.output
    assert not (workspace / ".cache/dossier/served").exists()


def test_serving_answers_to_an_address_that_no_file_can_have(workspace: Path):
    with serving(workspace) as address:
        fetched(f"{address}/web/requirements/REQ-1/", "It finds")
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}/web/%00/", timeout=30)
        with refused.value as answer:
            assert answer.code == 404


def test_serving_follows_commits(workspace: Path):
    (workspace / ".gitignore").write_text(".cache\n")
    git(workspace, "init", "-q")
    records = workspace / "content/acme/web/records.yml"
    with serving(workspace) as address:
        page = f"{address}/web/what-changed/"
        assert "REQ-1" not in fetched(page, "<title>"), "nothing is committed yet"
        commit(workspace, at=f"{AS_OF}T10:00:00 +0000")
        assert "REQ-1" in fetched(page, "REQ-1")
        records.write_text(RECORDS.replace("It finds", "It finds all"))
        assert "It finds all" in fetched(f"{address}/web/requirements/REQ-1/", "It finds all")
        assert "It finds" not in fetched(page, "REQ-1", seconds=2)
        commit(workspace, at=f"{AS_OF}T11:00:00 +0000")
        assert "It finds" in fetched(page, "It finds")


def test_what_mkdocs_finds_wrong_with_its_settings_is_told(workspace: Path):
    settings = STARTER.read_text().replace("name: material", "name: material\n  custom_dir: gone")
    (workspace / "mkdocs.yml").write_text(settings)
    result = build()
    assert result.exit_code == 2
    assert "Error: mkdocs.yml is not in order:\nConfig value 'theme': The path set in custom_dir" in result.stderr


def test_serving_follows_what_the_configuration_names_now_or_later(workspace: Path):
    template = "partials/content.html"
    for folder in ("over", "other"):
        (workspace / folder / "partials").mkdir(parents=True)
        (workspace / folder / template).write_text(f"{{{{ page.content }}}}<p>first of {folder}</p>")
    settings = STARTER.read_text().replace("name: material", "name: material\n  custom_dir: over")
    (workspace / "mkdocs.yml").write_text(settings)
    with serving(workspace) as address:
        page = f"{address}/web/requirements/REQ-1/"
        assert "first of over" in fetched(page, "first of over")
        for number in ("second", "third"):
            (workspace / "over" / template).write_text(f"<p>{number} of over</p>")
            assert f"{number} of over" in fetched(page, f"{number} of over", seconds=10)
        (workspace / "mkdocs.yml").write_text(settings.replace("over", "other"))
        assert "first of other" in fetched(page, "first of other", seconds=10)
        (workspace / "other" / template).write_text("<p>second of other</p>")
        assert "second of other" in fetched(page, "second of other", seconds=10)


def test_serving_goes_on_when_the_records_or_the_configuration_were_away(workspace: Path):
    with serving(workspace) as address:
        page = f"{address}/web/requirements/REQ-1/"
        assert "It finds" in fetched(page, "It finds")
        configuration = (workspace / "mkdocs.yml").read_bytes()
        (workspace / "mkdocs.yml").unlink()
        assert "mkdocs.yml cannot be read" in fetched(page, "mkdocs.yml cannot be read")
        (workspace / "mkdocs.yml").write_bytes(configuration)
        assert "cannot be read" not in fetched(page, "It finds", without="cannot be read")
        shutil.copytree(workspace / "content", workspace / "kept")
        shutil.rmtree(workspace / "content")
        assert "dossier-problems" in fetched(page, "dossier-problems")
        shutil.copytree(workspace / "kept", workspace / "content")
        assert "dossier-problems" not in fetched(page, "It finds", without="dossier-problems")
        (workspace / "content/acme/web/records.yml").write_text(RECORDS.replace("It finds", "It finds all"))
        assert "It finds all" in fetched(page, "It finds all")


def test_serving_goes_on_when_its_cache_was_deleted(workspace: Path):
    with serving(workspace) as address:
        page = f"{address}/web/requirements/REQ-1/"
        assert "It finds" in fetched(page, "It finds")
        for _ in range(2):
            shutil.rmtree(workspace / ".cache")
            with urllib.request.urlopen(page, timeout=30) as answer:  # the very first time that it is asked for
                assert "It finds" in answer.read().decode()
        configuration = (workspace / "mkdocs.yml").read_bytes()
        (workspace / "mkdocs.yml").unlink()
        shutil.rmtree(workspace / ".cache")
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(page, timeout=30)
        assert "mkdocs.yml cannot be read" in refused.value.read().decode()
        (workspace / "mkdocs.yml").write_bytes(configuration)
        assert "cannot be read" not in fetched(page, "It finds", without="cannot be read")


def test_a_link_in_a_cache_that_came_with_a_pull_request_leads_no_serving_elsewhere(workspace: Path):
    others = workspace / "of-others/acme-client"
    others.mkdir(parents=True)
    (others / "precious").write_text("precious")
    (workspace / ".cache/dossier").mkdir(parents=True)
    (workspace / ".cache/dossier/served").symlink_to(others.parent)
    with serving(workspace) as address:
        assert "It finds" in fetched(f"{address}/web/requirements/REQ-1/", "It finds")
    assert files(others.parent) == {"acme-client/precious": b"precious"}


def test_serving_tells_of_a_leak_and_shows_the_last_site(workspace: Path):
    folder = workspace / "content/acme/web"
    (folder / "notes.txt").write_text("Between us: the whole team thinks that this client is far too slow.")
    records = RECORDS.replace("TEAM-ONLY-WORD", "The whole team thinks that this client is far too slow")
    (folder / "records.yml").write_text(records)
    with serving(workspace) as address:
        page = f"{address}/web/plan/T-1/"
        assert "Build" in fetched(page, "Build")
        (folder / "records.yml").write_text(records.replace("title: Build,", "title: Build, attachments: [notes.txt],"))
        shown = fetched(page, "DOS640")
        assert "error[DOS640]" in shown
        assert "notes.txt" in shown
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"{address}/web/files/T-1/notes.txt", timeout=5)
        (folder / "records.yml").write_text(records)
        assert "DOS640" not in fetched(page, "Build", without="DOS640")


def fetched(url: str, wanted: str, seconds: float = 40, *, without: str = "\0") -> str:
    """The page once it holds what is wanted, `without` something; the last answer when it never does."""
    end, text = time.monotonic() + seconds, ""
    while time.monotonic() < end and (wanted not in text or without in text):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                text = answer.read().decode()
        except urllib.error.HTTPError as answer:
            text = answer.read().decode()
        except OSError:
            pass
        time.sleep(0.3)
    return text


def test_a_folder_that_is_no_site_of_ours_is_never_replaced(workspace: Path):
    mine = workspace / "site/acme/notes.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("precious")
    result = build()
    assert result.exit_code == 2
    assert "was not built by dossier" in result.output
    assert mine.read_text() == "precious"


def test_the_teams_site_speaks_the_language_that_mkdocs_yml_says(workspace: Path):
    settings = (workspace / "mkdocs.yml").read_text()
    assert "  - dossier #" in settings
    (workspace / "mkdocs.yml").write_text(settings.replace("  - dossier #", "  - dossier: {language: zh} #"))
    assert build("--audience", "team").exit_code == 0
    assert '<html lang="zh"' in (workspace / "site/team/index.html").read_text("utf-8")


def test_what_the_team_reads_of_a_client_never_takes_the_place_of_the_clients_site(workspace: Path):
    assert build("acme").exit_code == 0
    site = files(workspace / "site/acme")
    assert build("acme", "--audience", "team").exit_code == 0
    assert b"TEAM-ONLY-WORD" in files(workspace / "site/team-acme")["web/plan/T-1/index.html"]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(STARTER.parents[2])}
    asked = {"DOSSIER_CLIENT": "acme", "DOSSIER_AUDIENCE": "team"}
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    subprocess.run(command, cwd=workspace, env=environment | asked, check=True, capture_output=True)
    assert files(workspace / "site/acme") == site
    (workspace / "site/team-acme").rename(workspace / "site/other")
    (workspace / "site/acme").rename(workspace / "site/team-acme")
    result = build("acme", "--audience", "team")
    assert result.exit_code == 2
    assert "was built for other readers" in result.output
    assert subprocess.run(command, cwd=workspace, env=environment | asked, check=False, capture_output=True).returncode
    assert files(workspace / "site/team-acme") == site


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_a_repository_that_git_keeps_from_us_is_told(workspace: Path, monkeypatch: pytest.MonkeyPatch):
    """As in a container, where somebody else owns the checkout: the log would be gone without a word."""
    assert build("acme").stderr == ""
    git(workspace, "init", "-q")
    commit(workspace)
    assert build("acme").stderr == ""
    os.chown(workspace / ".git", 1234, 1234)
    os.chown(workspace, 1234, 1234)
    monkeypatch.delenv("SUDO_UID", raising=False)
    result = build("acme")
    assert result.exit_code == 0
    assert "no site tells what changed, and none was searched for names of authors" in result.stderr


@pytest.mark.parametrize("out", ["content", ".", ".."])
def test_records_are_never_replaced_by_a_site(workspace: Path, out: str):
    shutil.copytree(workspace / "content/acme", workspace / f"content/{workspace.name}")
    before = files(workspace / "content")
    target = {"content": "acme", ".": "acme", "..": workspace.name}[out]
    assert build(target, "--out", out).exit_code in {0, 2}
    assert files(workspace / "content") == before


@pytest.mark.parametrize("place", [".cache", ".cache/dossier", "lock"])
def test_a_cache_that_is_out_of_shape_is_said_to_be_of_no_worth(workspace: Path, place: str):
    assert build("acme").exit_code == 0
    before = files(workspace / "site")
    damaged = next((workspace / ".cache").rglob("lock")) if place == "lock" else workspace / place
    if place == "lock":
        damaged.unlink()
        damaged.mkdir()
    else:
        shutil.rmtree(damaged)
        damaged.write_text("a file")
    result = build("acme")
    assert result.exit_code == 2
    assert f"; {workspace / '.cache'} may be deleted at any time" in result.stderr
    assert files(workspace / "site") == before


def test_a_limit_of_the_system_is_told_of_the_site_and_not_of_what_was_to_be_copied(workspace: Path):
    command = [sys.executable, "-m", "dossier", "build", "acme"]
    limited = "import resource, os, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))"
    environment = {**os.environ, "PYTHONPATH": str(STARTER.parents[2])}
    run = [sys.executable, "-c", f"{limited}; os.execv(sys.executable, sys.argv[1:])", *command]
    done = subprocess.run(run, cwd=workspace, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, f"Error: acme: File too large: {workspace / 'site/acme'}\n")


def test_what_cannot_be_a_folder_for_sites_is_said(workspace: Path):
    (workspace / "taken").write_text("a file")
    result = build("--out", "taken")
    assert result.exit_code == 2
    assert "acme: File exists" in result.output


def test_a_client_without_a_project_is_named(workspace: Path):
    (workspace / "content/empty").mkdir()
    (workspace / "content/empty/client.yml").write_text("title: Empty\n")
    result = build()
    assert result.exit_code == 0
    assert "empty: no project yet, so no site" in result.output


def test_mkdocs_itself_builds_a_client_where_it_is_told(workspace: Path):
    environment = {**os.environ, "PYTHONPATH": str(STARTER.parents[2]), "DOSSIER_CLIENT": "acme"}
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    subprocess.run([*command, "-d", "given"], cwd=workspace, env=environment, check=True, capture_output=True)
    subprocess.run(command, cwd=workspace, env=environment, check=True, capture_output=True)
    assert (workspace / "given/web/plan/T-1/index.html").exists()
    assert (workspace / "site/acme/web/plan/T-1/index.html").exists()
    assert build().exit_code == 0, "a site that the plugin built is ours to replace"
