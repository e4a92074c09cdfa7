"""A module that is imported in name alone is loaded by whoever uses it first, and is then the module itself."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dossier.hosts.loaded_when_used import load_when_used

FILES = {
    "content/acme/client.yml": "title: Acme\npublish: [project, tasks]\n",
    "content/acme/web/project.yml": "title: Web shop\nstart: 2026-03-02\nfinish: 2026-11-30\n",
    "content/acme/web/records.yml": "tasks:\n- {id: T-1, title: Build, duration: 5d}\n",
    "mkdocs.yml": "site_name: Ours\ndocs_dir: content\ntheme: {name: material}\nplugins: [search, mermaid2, dossier]\n",
}
SHOUTS = "LOADED = True\nfrom pathlib import Path\nwith Path({!r}).open('a') as file:\n    file.write(__name__ + ' ')\n"


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file in which the module `alone` and the package `whole` with its module `part` write when they are loaded."""
    file = tmp_path / "log"
    file.touch()
    for name in ("alone.py", "whole/__init__.py", "whole/part.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(SHOUTS.format(str(file)))
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("alone", "whole", "whole.part"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return file


def test_a_module_is_loaded_when_something_of_it_is_asked_for_and_only_once(log: Path):
    load_when_used(["alone"])
    alone = importlib.import_module("alone")
    exec("import alone", {})  # as a plugin does
    assert log.read_text() == ""
    assert alone.LOADED
    assert alone.LOADED
    assert log.read_text() == "alone "
    assert alone is importlib.import_module("alone")
    with pytest.raises(AttributeError, match="no attribute 'other'"):
        _ = alone.other


def test_who_takes_something_from_a_module_or_a_module_of_a_package_gets_it(log: Path):
    load_when_used(["alone", "whole"])
    names: dict[str, object] = {}
    exec("from alone import LOADED\nimport whole.part as part", names)
    assert names["LOADED"]
    assert names["part"].LOADED
    assert log.read_text() == "alone whole whole.part "


def test_what_is_not_there_and_what_was_imported_before_stays_so(log: Path):
    alone = importlib.import_module("alone")
    load_when_used(["alone", "not_there_at_all"])
    assert importlib.import_module("alone") is alone
    assert log.read_text() == "alone "
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("not_there_at_all")


def test_a_site_is_built_without_loading_what_is_hardly_used(tmp_path: Path):
    """Else nothing would tell when MkDocs or a plugin begins to use one of them for every site."""
    program = """
import sys
from click.testing import CliRunner
from dossier.cli.main import main
from dossier.hosts.mkdocs_run import _HARDLY_USED
done = CliRunner().invoke(main, ["build", "--jobs", "1"])
assert done.exit_code == 0, done.output
print([name for name in _HARDLY_USED if "__getattr__" not in vars(sys.modules[name])])
"""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    told = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"


def test_who_asks_again_of_a_module_that_cannot_be_loaded_learns_why_again(tmp_path: Path):
    (tmp_path / "alone.py").write_text("raise ImportError('half of it is missing')\n")
    load_when_used(["alone"])
    alone = importlib.import_module("alone")
    for _ in range(2):
        with pytest.raises(ImportError, match="half of it is missing"):
            _ = alone.anything


def test_chinese_pages_are_cut_into_words_without_a_word_on_the_console(tmp_path: Path):
    """The search needs jieba for them, which tells of its dictionary unless it is kept from that."""
    chinese = {"content/acme/client.yml": "title: 云岭\nlanguage: zh\npublish: [project, tasks]\n"}
    page = {"content/acme/web/guide.md": "---\nvisibility: client\n---\n# 操作手册\n\n自然语言处理\n"}
    for name, text in (FILES | chinese | page).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    environment = {**os.environ, "TMPDIR": str(tmp_path)}  # where jieba keeps its dictionary
    build = [sys.executable, "-m", "dossier", "build", "--as-of", "2026-04-01"]
    done = subprocess.run(build, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    index = json.loads((tmp_path / "site/acme/search/search_index.json").read_text())
    assert "自然语言" in "".join(doc["text"] for doc in index["docs"]).split("\u200b")
