"""What README.md tells a new user to do works in an empty folder, word for word."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from dossier.cli.main import _COMMANDS
from dossier.hosts.asked import DossierConfig

README = Path(__file__).parents[1] / "README.md"
BLOCK = re.compile(
    r"(?:<!-- (?P<mark>[^>]*?) -->\n)?^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
STEPS = re.compile(r"(?<=\n)## A first dossier.*?(?=\n## )", re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A block of the README: `run` is a command, `prints` what the one before it says, a file's text otherwise."""

    mark: str
    language: str
    text: str


def steps() -> list[Step]:
    match = STEPS.search(README.read_text(encoding="utf-8"))
    assert match
    return [Step(m["mark"] or "", m["language"], m["text"]) for m in BLOCK.finditer(match[0])]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    here = Path(sys.executable).parent
    if not (here / "dossier").exists():
        pytest.skip("the command `dossier` is not installed beside this Python; `pip install -e .` installs it")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DOSSIER_", "SOURCE_DATE", "PYTHON"))}
    environment |= {"PATH": f"{here}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(README.parent)}
    command_line = ["sh", "-ec", command]
    return subprocess.run(
        command_line, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


@dataclass(frozen=True)
class Walk:
    """A once empty folder in which every step of the README was taken, and all that the commands said."""

    folder: Path
    said: str


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    place = tmp_path_factory.mktemp("dossiers")
    said = everything = ""
    for step in steps():
        if step.mark.startswith("run"):
            done = run(step.text, place)
            expected = int(step.mark.removeprefix("run").removeprefix(": exit ") or 0)
            assert done.returncode == expected, step.text + done.stdout + done.stderr
            said = done.stdout
            everything += said
        elif step.mark == "prints":
            assert said == step.text
        elif step.language == "yaml":
            name = step.text.split("\n")[0].removeprefix("# ")
            assert (place / name).is_file(), f"{name} should have been made by a command before"
            (place / name).write_text(step.text, encoding="utf-8")
    return Walk(place, everything)


def test_there_are_steps_of_every_kind():
    kinds = [step.mark.partition(":")[0] or step.language for step in steps()]
    assert {"run", "prints", "yaml"} <= set(kinds)


def test_a_new_user_reaches_a_finished_site(walk: Walk):
    site = walk.folder / "site" / "acme"
    pages = {path.relative_to(site).as_posix() for path in site.rglob("index.html")}
    assert {"index.html", "webshop/decide/index.html", "webshop/requirements/REQ-001/index.html"} <= pages
    overview = (site / "index.html").read_text(encoding="utf-8")
    assert "Web shop" in overview
    assert "Requirements of the first release" in overview


def test_the_recorded_sign_off_leaves_no_problem(walk: Walk):
    assert (walk.folder / "content/acme/webshop/SO-001.signed.json").is_file()
    done = run("dossier check", walk.folder)
    assert (done.returncode, done.stdout) == (0, "0 errors, 0 warnings in 7 files\n")


def test_the_digest_that_is_asked_for_is_the_one_that_is_recorded(walk: Walk):
    asked, recorded = re.findall(r"sha256:[0-9a-f]{64}", walk.said)
    assert asked == recorded


def test_the_table_of_commands_is_complete():
    table = README.read_text(encoding="utf-8").split("\n## Commands\n")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `dossier (\w+)", table, re.MULTILINE)) == set(_COMMANDS)


def test_the_table_of_options_is_complete():
    table = README.read_text(encoding="utf-8").split("\n## Options of a site\n")[1].split("\n## ")[0]
    named = set(re.findall(r"^\| `(\w+)`", table, re.MULTILINE)) - {"site_dir"}
    assert named == set(DossierConfig()._schema_keys)


def test_links_lead_to_files():
    for target in re.findall(r"\]\(([^):#]+)\)", README.read_text(encoding="utf-8")):
        assert (README.parent / target).exists(), target
